import pytest

from core.http.return_paths import own_path


@pytest.mark.parametrize("path", ["/", "/gifts/7/", "/gifts/?page=2&sort=-amount", "/supporters/S-1/#notes"])
def test_a_path_of_this_site_leads_back(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "gifts",
        "//evil.example",
        "///evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\\evil.example",
    ],
)
def test_nothing_else_leads_anywhere(wanted: str) -> None:
    assert own_path(wanted) == ""
