"""How stylesheets and scripts reach a page: in one piece, without their parts, in development and in production."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from core.static_files.finder import SERVED, Joined

ROOT = Path(__file__).resolve().parents[3]
COLLECTED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    """A small stylesheet of two parts."""
    settings.VAR_DIR = tmp_path / "var"
    (tmp_path / "css" / "parts").mkdir(parents=True)
    (tmp_path / "css" / "all.css").write_text('@import "parts/a.css" layer(base);\n@import "plain.css";\n')
    (tmp_path / "css" / "parts" / "a.css").write_text('a { background: url("../../icons/a.svg"); }\n')
    (tmp_path / "css" / "plain.css").write_text("b { color: red; }\n")
    return tmp_path


def test_parts_stand_in_the_place_of_their_names_in_their_layers(folder):
    text = Path(Joined(folder).path("css/all.css")).read_text()

    assert text == '@layer base {\na { background: url("../icons/a.svg"); }\n}\nb { color: red; }\n\n'


def test_a_changed_part_is_served_with_the_next_request(folder):
    storage = Joined(folder)
    before = Path(storage.path("css/all.css"))
    at = before.stat().st_mtime_ns

    assert Path(storage.path("css/all.css")).stat().st_mtime_ns == at

    (folder / "css" / "plain.css").write_text("b { color: blue; }\n")
    assert "color: blue" in Path(storage.path("css/all.css")).read_text()


def test_files_are_found_whole_and_their_parts_are_not():
    for name in SERVED:
        assert re.findall(r"^(?:@import|import|export).*", Path(finders.find(name)).read_text(), re.MULTILINE) == []
    assert finders.find("css/tokens.css") is None
    assert finders.find("js/keys.js") is None
    assert finders.find("icons/favicon.svg") is not None


def test_every_script_is_served_or_part_of_one_that_is():
    scripts = {path.stem for path in (ROOT / "static" / "js").glob("*.js")}
    served = {name.removeprefix("js/").removesuffix(".js") for name in SERVED if name.startswith("js/")}
    texts = [Path(finders.find(f"js/{name}.js")).read_text() for name in served]

    assert (
        served | {name for text in texts for name in re.findall(r"^const module_(\w+) = ", text, re.MULTILINE)}
        == scripts
    )


def test_what_is_collected_holds_what_is_served_with_hashed_addresses(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": COLLECTED}}

    call_command("collectstatic", interactive=False, verbosity=0)

    hashed = [path for path in tmp_path.rglob("*") if re.search(r"\.[0-9a-f]{12}\.(?:css|js)$", path.name)]
    ours = [path for path in hashed if path.parent in {tmp_path / "css", tmp_path / "js"}]
    assert sorted(f"{path.parent.name}/{path.name.split('.')[0]}{path.suffix}" for path in ours) == sorted(SERVED)
    assert not (tmp_path / "css" / "components").exists()
    assert all(path.with_name(path.name + ".gz").exists() for path in ours)
    for path in (tmp_path / "css").glob("*.????????????.css"):
        addresses = re.findall(r'url\("([^"]+)"\)', path.read_text())
        assert addresses
        assert [address for address in addresses if not (path.parent / address).resolve().exists()] == []


@pytest.mark.parametrize("path", ["/sign-in/", "/give/nothing-here/"])
def test_a_page_asks_for_one_stylesheet(client, db, path):
    page = client.get(path).text

    assert len(re.findall('rel="stylesheet"', page)) == 1
