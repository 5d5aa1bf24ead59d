"""Who reaches which people: every manager says it, and every page asks it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from core import extend
from core.privacy import visibility
from crm.models import Supporter
from crm.models.typed import TypedRow
from events.models import Guest
from tests.test_architecture import LAYERS, modules, named

ROOT = Path(__file__).resolve().parent.parent
#: Models that name people without pointing at a supporter.
NAMES_PEOPLE = {
    "core.AuditEntry",
    "core.Change",
    "core.Message",
    "core.StoredFile",
    "crm.Household",
    "donations.GatewayEvent",
    "imports.ImportBatch",
}
#: Of the records the audit log speaks of, those that are about nobody in particular.
ABOUT_NOBODY = {"core.storedfile"}
#: Modules that answer requests, by their path.
PAGES = (
    "views",
    "panels",
    "registry",
    "home_items",
    "timeline",
    "search",
    "giving_summary",
    "forms",
)
#: Pages that begin elsewhere, and why that is right.
ELSEWHERE = {
    "core/views/files.py:_note_refusal StoredFile": "writes down which file was refused",
    "core/views/files.py:sweep StoredFile": "removes files whose time is up",
    "core/views/set_up_steps.py:_mail_was_tried Message": "whether a test email was sent, and nothing of it",
    "crm/views/edit_conflicts.py:last_change AuditEntry": "who changed a supporter chosen already, and when",
    "core/views/settings.py:_mail Message": "how many wait, and nothing of what they say",
    "crm/contributes/registry.py:_codes EmailAddress": "what stands in place of an address, for letters to anybody",
    "crm/timeline.py:own_entries AuditEntry": "acts without their reasons, on a supporter chosen already",
    "donations/views/lists.py:GiftFilter.by_fund GiftLine": "narrows gifts chosen already",
    "donations/views/lists.py:_fund_cells GiftLine": "of gifts chosen already",
    "donations/views/lists.py:_only_fund GiftLine": "of gifts chosen already",
    "donations/online/views.py:ThanksView.get GiftIntent": "public: whoever holds the intent's secret",
    "donations/online/views.py:_initial GiftIntent": "likewise",
    "events/views/lists.py:with_totals Guest": "sums beside orders chosen already",
    "events/views/lists.py:with_totals OrderLine": "likewise",
    "events/contributes/panels.py:orders_of Order": (
        "whose letters the outbox may show, asked of the outbox for its reader"
    ),
    "events/views/check_in.py:DoorCode.get Guest": "whoever scans a ticket of another evening is told which evening",
    "events/views/check_in.py:DoorFind.get Guest": "leads to the page above",
    "events/views/order_page.py:OrderWish._wish Order": "public: whoever holds the order's secret",
    "events/views/public.py:free_own_seats Order": "public: the seats held under a form's own secret",
    "events/views/public.py:order_or_404 Order": "likewise",
    "events/views/rsvp.py:Rsvp._invitation Invitation": "public: whoever holds the invitation's secret",
    "receipts/views/lists.py:ReceiptFilter.search Receipt": "narrows receipts chosen already",
    "receipts/views/lists.py:_years Receipt": "years alone",
    "receipts/views/lists.py:listed ReceiptLine": "a mark beside receipts chosen already",
    "receipts/contributes/panels.py:_with_state ReceiptLine": "likewise",
    "receipts/contributes/panels.py:next_step ReceiptLine": "the number of the receipt of a gift that was just changed",
    "receipts/contributes/panels.py:keys_of Receipt": (
        "whose letters the outbox may show, asked of the outbox for its reader"
    ),
}


def leads_to_people(model: type[models.Model], seen: frozenset = frozenset()) -> bool:
    """Whether foreign keys lead from a model to a supporter."""
    if model is Supporter:
        return True
    targets = {field.related_model for field in model._meta.get_fields() if field.is_relation and field.concrete}
    return any(leads_to_people(target, seen | {model}) for target in targets - seen - {model} if target)


def people_models() -> list[type[models.Model]]:
    ours = [model for model in apps.get_models() if model._meta.app_label in LAYERS]
    return [model for model in ours if leads_to_people(model) or model._meta.label in NAMES_PEOPLE]


@pytest.mark.parametrize("model", people_models(), ids=lambda model: model._meta.label)
def test_every_manager_that_reaches_people_says_who_sees_them(model):
    assert hasattr(model._default_manager, "visible_to")


def test_every_record_of_the_audit_log_that_is_about_people_says_about_whom():
    """Free text about protected people stays back by this: reasons, letters, former values."""
    reach = {model._meta.label_lower for model in people_models()} - ABOUT_NOBODY
    kinds = {kind.object_type for kind in extend.entries(extend.AuditObject)}

    guarded = {kind.object_type for kind in extend.entries(extend.GuardedRows)}

    assert guarded - kinds == set()
    assert (reach & kinds) - guarded == {
        "core.message",  # guarded by what it is about and by its address
        "imports.importbatch",  # about everybody in a file
    }


def columns_of(model: type[models.Model]) -> set[str]:
    """Where a row names people: the keys of supporters, and the code of a typed name."""
    found = {field.column for field in model._meta.concrete_fields if field.related_model is Supporter}
    return {f"{model._meta.db_table}.{name}" for name in (found | ({"code"} if issubclass(model, TypedRow) else set()))}


def columns_inside(model: type[models.Model]) -> set[str]:
    """The same of a record and of every row that points at it, or at which it points."""
    near = {field.related_model for field in model._meta.get_fields(include_hidden=True) if field.is_relation}
    return set().union(*(columns_of(one) for one in {model, *near} if one and one is not Supporter))


def columns_read(sql: str) -> set[str]:
    """The columns that a query reads, by the names of their tables."""
    tables: dict[str, set[str]] = {}
    for table, alias in re.findall(r'"(\w+)" ([A-Z]\d+)\b', sql):
        tables.setdefault(alias, set()).add(table)
    read = re.findall(r'"?(\w+)"?\."(\w+)"', sql)
    return {f"{table}.{column}" for alias, column in read for table in tables.get(alias, {alias})}


#: Who is inside a record and needs not be asked about.
SELF_SAME = {"donations_movement.supporter_id"}  # a view of the gift's own donor
#: A table's name says nothing of who sits there, nor they of it.
BESIDE = {"events.guest": {"events_table.code"}, "events.table": columns_of(Guest)}


def containers() -> list[str]:
    """The kinds of records that may be about protected people, beside people themselves."""
    return sorted({kind.object_type for kind in extend.entries(extend.GuardedRows)} - {Supporter._meta.label_lower})


@pytest.mark.parametrize("object_type", containers())
def test_a_record_is_about_everybody_inside_it(object_type):
    """A donor and who gave with them, who is credited, every guest of a party: one protected among them is enough."""
    model = apps.get_model(object_type)
    kinds = [kind for kind in extend.entries(extend.GuardedRows) if kind.object_type == object_type]

    asked = set().union(*(columns_read(str(kind.keys(visibility.NOBODY).query)) for kind in kinds))

    assert sorted(columns_inside(model) - asked - SELF_SAME - BESIDE.get(object_type, set())) == []


def is_page(path: Path) -> bool:
    parts = [part.removesuffix(".py") for part in path.relative_to(ROOT).parts]
    return any(part in PAGES or part.endswith(("_views", "_lists", "_forms")) for part in parts)


def unasked(path: Path) -> set[str]:
    """Where a page starts from people without asking who looks: `module:Class.function Model`."""
    names = {model.__name__ for model in people_models()}
    tree = ast.parse(path.read_text())
    asked = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "visible_to"}
    return {
        f"{named(path)}:{scope} {model}"
        for scope, function in functions(tree)
        for node in ast.walk(function)
        for model in [starts_from(node)]
        if model in names and id(node) not in asked
    }


def functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function that stands in a module or class, by its full name."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from functions(node, f"{within}{node.name}.")
        elif isinstance(node, ast.FunctionDef):
            yield f"{within}{node.name}", node


def starts_from(node: ast.AST) -> str:
    """The model whose rows an expression starts from: `Gift.objects`, or `get_object_or_404(Gift, …)`."""
    if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager"):
        return getattr(node.value, "id", "")
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("get_object_or_404", "get_list_or_404"):
        return getattr(node.args[0], "id", "")
    return ""


def test_every_page_begins_with_what_its_reader_may_see():
    loose = set().union(*(unasked(path) for path in modules() if is_page(path)))

    assert sorted(loose - set(ELSEWHERE)) == []
    assert sorted(set(ELSEWHERE) - loose) == []
