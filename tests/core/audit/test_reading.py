"""The audit log in words: every act has some, and they say what the entry keeps."""

import ast
import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from core import audit, extend
from core.audit import reading
from core.models import AuditEntry
from tests.support.builders import make_fund, make_user
from tests.test_architecture import modules, named

ACT = re.compile(r"[a-z_]+\.[a-z_]+")
#: Functions that get the act from their caller or make it of a name, and the acts it can be.
MADE = {
    "core/db/frozen.py:opened": {"ledger.opened", "import.undone"},
    "core/organization/account_guards.py:before_link": {"user.link_shown"},
    "donations/ledger/services.py:_record_act": {"gift.recorded", "gift.imported"},
    "donations/views/funds.py:perform": {"fund.saved", "campaign.saved"},
    "events/planning/services.py:remove_part": {"event.table_removed", "event.tickettype_removed"},
    "events/planning/services.py:save_setup": {"event.saved", "tickettype.saved", "table.saved"},
    "core/views/sign_in/factors.py:form_valid": {
        "user.second_factor_added",
        "user.second_factor_removed",
        "user.second_factor_renewed",
    },
}

#: What labels may speak of that is no kind of record.
NOUNS = {"consent", "contact", "list", "message", "organization"}


def recorded() -> Iterator[tuple[str, frozenset[str]]]:
    """Every call that writes an entry, by its function, and the acts it writes."""
    for path in modules():
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and ast.unparse(call.func) == "audit.record":
                        place = f"{named(path)}:{function.name}"
                        yield place, frozenset(MADE.get(place) or said(call.args[1], function))


def said(act: ast.expr, function: ast.FunctionDef) -> set[str]:
    """The acts an argument stands for: a text, one of two, or a name that was given one of them before."""
    if isinstance(act, ast.Name):
        given = [node.value for node in ast.walk(function) if isinstance(node, ast.Assign) and names(node, act.id)]
        return set().union(*(said(value, function) for value in given))
    texts = {node.value for node in ast.walk(act) if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and ACT.fullmatch(text)}


def names(node: ast.Assign, name: str) -> bool:
    return any(isinstance(target, ast.Name) and target.id == name for target in node.targets)


def test_every_act_that_is_recorded_has_words():
    places = list(recorded())

    assert sorted(place for place, found in places if not found) == []
    assert sorted(set().union(*(found for _, found in places)) - set(reading.acts())) == []


def test_no_act_has_words_that_nothing_records():
    assert sorted(set(reading.acts()) - set().union(*(found for _, found in recorded()))) == []


def test_acts_are_named_once_and_money_has_words_without_amounts():
    acts = [act.name for act in extend.entries(extend.AuditAct)]

    assert len(acts) == len(set(acts))
    assert [act.name for act in extend.entries(extend.AuditAct) if act.money and not act.bare] == []
    assert [act.name for act in extend.entries(extend.AuditAct) if "amount}" in act.bare or "total}" in act.bare] == []


pytestmark = pytest.mark.django_db


def told(act: str, user, **data) -> str:
    return reading.words(audit.record(None, act, make_fund(), **data), user)


def test_amounts_days_numbers_and_fields_are_written_for_people():
    finance = make_user("finance")

    assert told("gift.refunded", finance, amount=Decimal("1050")) == "refunded $1,050.00"
    assert told("gift.recorded", finance, count=1, total=Decimal("50")) == "recorded 1 gift totaling $50.00"
    assert told("gift.imported", finance, count=1200, total=Decimal("9")) == "imported 1,200 gifts totaling $9.00"
    assert told("fund.saved", finance, fields=["name", "zakat_eligible"]) == "saved the fund: name, Zakat-eligible"
    assert told("file.downloaded", finance, purpose="board_pack") == "downloaded a stored file (board pack)"


def test_who_sees_no_amounts_reads_none():
    assert told("gift.refunded", make_user("events"), amount=Decimal("1050")) == "refunded money"


def test_what_an_entry_did_not_keep_is_left_out():
    assert told("supporter.changed", make_user("admin")) == "changed"


def test_acts_to_choose_from_read_as_words():
    """An act's label speaks of something people know by that name, and of a different thing than the next."""
    labels = {name: reading.label(name) for name in reading.acts()}
    shown = list(labels.values())
    known = {kind.noun.partition(" ")[0] for kind in extend.entries(extend.AuditObject)} | NOUNS
    derived = {name: name.partition(".")[0].removesuffix("s") for name, act in reading.acts().items() if not act.label}

    assert [label for label in shown if shown.count(label) > 1] == []
    assert {name for name, subject in derived.items() if subject not in known and f"{subject}s" not in known} == set()
    assert [label for label in shown if "tickettype" in label.lower() or "_" in label] == []


def test_an_act_without_words_reads_by_its_name():
    assert told("thing.turned_over", make_user("admin")) == "thing turned over"


def test_administrators_read_all_treasurers_money_and_others_their_own():
    admin, finance, events = make_user("admin"), make_user("finance"), make_user("events")
    for by in (admin, finance, events):
        audit.record(by, "gift.refunded", amount=Decimal("1"))
        audit.record(by, "event.meals")

    def seen(user):
        return set(AuditEntry.objects.visible_to(user).values_list("actor", "act"))

    every = {(by.pk, act) for by in (admin, finance, events) for act in ("gift.refunded", "event.meals")}
    assert seen(admin) == every
    assert seen(finance) == {(pk, act) for pk, act in every if act == "gift.refunded" or pk == finance.pk}
    assert seen(events) == {(events.pk, "gift.refunded"), (events.pk, "event.meals")}
