"""Which tests `make test-fast` runs for which changed file."""

import pytest

from tests.fast import ALWAYS, files_to_run

THERE = {
    *ALWAYS,
    "tests/core",
    "tests/core/sign_in",
    "tests/crm",
    "tests/crm/views",
    "tests/donations",
    "tests/donations/ledger",
    "tests/donations/ledger/test_services.py",
    "tests/donations/views",
    "tests/donations/views/test_gifts.py",
    "tests/imports",
    "tests/docs",
    "tests/templates",
}


def wanted(*changed: str) -> set[str]:
    return {*files_to_run(changed, exists=THERE.__contains__)} - set(ALWAYS)


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        ("donations/ledger/services.py", {"tests/donations/ledger/test_services.py"}),
        ("donations/ledger/drafts.py", {"tests/donations/ledger"}),
        ("donations/processor/sync.py", {"tests/donations"}),
        ("receipts/naming.py", set()),
        ("templates/crm/supporter_list.html", {"tests/crm/views", "tests/templates"}),
        ("templates/give/gift_refund.html", {"tests/donations/views", "tests/templates"}),
        ("templates/account/login.html", {"tests/core/sign_in", "tests/templates"}),
        ("templates/imports/upload.html", {"tests/imports", "tests/templates"}),
        ("templates/base.html", {"tests/core", "tests/templates"}),
        ("tests/donations/views/test_gifts.py", {"tests/donations/views/test_gifts.py"}),
        ("tests/donations/ledger/books.py", {"tests/donations/ledger"}),
        ("tests/donations/ledger/test_removed.py", set()),
        ("tests/conftest.py", set()),
        ("docs/staff.md", {"tests/docs"}),
        ("pyproject.toml", set()),
    ],
)
def test_a_changed_file_asks_for_the_tests_that_mirror_it(changed, tests):
    assert wanted(changed) == tests


def test_a_file_inside_a_folder_that_runs_anyway_is_not_named_twice():
    changed = ("donations/ledger/services.py", "donations/ledger/drafts.py")

    assert wanted(*changed) == {"tests/donations/ledger"}


def test_rules_about_every_file_run_whatever_changed():
    assert files_to_run([], exists=THERE.__contains__) == sorted(ALWAYS)
    assert files_to_run([], exists={"tests/test_architecture.py"}.__contains__) == ["tests/test_architecture.py"]
