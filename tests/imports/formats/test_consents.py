"""What a list says of contacting people: yes, no, since when, or a question."""

from datetime import date

import pytest

from imports.cells import Row, Sheet, text_cell
from imports.formats.consents import read_leave, says_closed
from imports.parsing.header_detection import table_at


def leave(role: str, text: str, **options):
    titles = Row(1, [text_cell("Name"), text_cell("Column"), text_cell("Email")])
    body = Row(2, [text_cell("Ann Example"), text_cell(text), text_cell("ann@example.org")])
    table = table_at(Sheet("", [titles, body]), titles, {"name": "name", "column": role, "email": "email"})
    return read_leave(table, body, (), **{"notes": True, "day_first": None} | options)


@pytest.mark.parametrize(
    ("role", "text", "said"),
    [
        ("email_no", "yes", [("email", False)]),
        ("email_no", "unsubscribed", [("email", False)]),
        ("email_no", "no", []),
        ("email_ok", "yes", [("email", True)]),
        ("email_ok", "no", [("email", False)]),
        ("mail_no", "x", [("mail", False)]),
        ("contact_no", "deceased", [(None, False)]),
        ("contact_status", "opted in", [("email", True)]),
        ("contact_status", "do not call", [("phone", False)]),
        ("contact_status", "active", []),
    ],
)
def test_what_a_cell_says(role, text, said):
    found = leave(role, text)

    assert (found.said, found.questions) == (said, [])


@pytest.mark.parametrize(("role", "text"), [("email_no", "sometimes"), ("contact_status", "purple")])
def test_what_nobody_understands_is_asked(role, text):
    found = leave(role, text)

    assert (found.said, len(found.questions)) == ([], 1)


def test_a_day_says_since_when():
    found = leave("email_no", "2023-05-01")

    assert (found.said, found.on) == ([("email", False)], date(2023, 5, 1))


def test_a_note_says_it_plainly_or_is_asked():
    assert leave("notes", "please do not call").said == [("phone", False)]
    assert len(leave("notes", "letter came back").questions) == 1
    assert leave("notes", "letter came back", notes=False).questions == []


@pytest.mark.parametrize(("text", "closed"), [("DNC", True), ("moved away", True), ("thanked", False)])
def test_a_text_that_may_say_no(text, closed):
    assert says_closed(text) is closed
