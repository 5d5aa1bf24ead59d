"""What a file says is kept whole: a value longer than a record can hold stays with its row, which is held."""

import ast
from pathlib import Path

import pytest

from core.clock import organization_today
from crm import models as crm
from donations import models as donations
from imports import services
from imports.applying import bounds
from imports.models import FundAlias, ImportRow
from imports.plans import ACCEPT, REVIEW
from tests.imports.files import planned
from tests.imports.test_services import bring, commit
from tests.support.builders import make_fund

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
APPS = ("core", "crm", "donations", "events", "receipts", "imports", "reports", "config")
COLUMNS = {
    (crm.Supporter, "full_name"): bounds.NAME,
    (crm.Supporter, "given_name"): bounds.NAME_PART,
    (crm.Supporter, "family_name"): bounds.NAME_PART,
    (crm.Supporter, "native_name"): bounds.NATIVE_NAME,
    (crm.Household, "name"): bounds.HOUSEHOLD,
    (crm.EmailAddress, "address"): bounds.EMAIL,
    (crm.PhoneNumber, "number"): bounds.PHONE,
    (crm.PostalAddress, "city"): bounds.CITY,
    (crm.PostalAddress, "region"): bounds.REGION,
    (crm.PostalAddress, "postal_code"): bounds.POSTAL_CODE,
    (crm.SupporterReference, "system"): bounds.SYSTEM,
    (crm.SupporterReference, "value"): bounds.NUMBER,
    (donations.GiftReference, "value"): bounds.NUMBER,
    (donations.Gift, "check_number"): bounds.CHECK,
    (donations.Gift, "description"): bounds.DESCRIPTION,
}
#: Text columns the import writes in words of its own, or chooses from a list.
OWN_WORDS = {
    *(
        (model, name)
        for model in (crm.EmailAddress, crm.PhoneNumber, crm.PostalAddress)
        for name in ("label", "source")
    ),
    *((crm.Supporter, name) for name in ("code", "shown_name", "sort_name", "salutation")),
    *((crm.Household, name) for name in ("code", "shown_name", "salutation")),
    (crm.EmailAddress, "normalized"),
    (crm.EmailAddress, "mailbox"),
    (crm.PhoneNumber, "normalized"),
    (crm.PostalAddress, "country"),
    (crm.Consent, "source"),
    (donations.GiftLine, "description"),
    (donations.GiftReference, "system"),
    (donations.GiftReference, "kind"),
    (donations.Refund, "system"),
    (donations.Refund, "reference"),
    (donations.SoftCredit, "role"),
}
WRITTEN = {model for model, _ in (*COLUMNS, *OWN_WORDS)} | {donations.Pledge}
#: What a file says, one longer than its bound, in a layout that reads it.
NATIONBUILDER = "nationbuilder_id,first_name,last_name,email,email_opt_in,tag_list,support_level,is_volunteer"
LOG = "Date,Name,Amount,Fund,City,State,Zip,Email,Phone,Check #,Method,Notes"
GIFT = {"Date": "2024-03-05", "Name": "Ali Example", "Amount": "50.00", "Fund": "General"}


def test_the_bounds_are_those_of_the_columns():
    told = {(model, name): model._meta.get_field(name).max_length for model, name in COLUMNS}

    assert told == COLUMNS
    assert FundAlias._meta.get_field("alias").max_length >= 3 * bounds.FUND  # folding may make a letter three


def test_every_bounded_column_an_import_writes_is_watched():
    bounded = {
        (model, field.name)
        for model in WRITTEN
        for field in model._meta.fields
        if getattr(field, "max_length", None) and not field.choices
    }

    assert bounded - set(COLUMNS) - OWN_WORDS == set()


def line(**said):
    row = {**GIFT, **said}
    return LOG + "\n" + ",".join(row.get(title, "") for title in LOG.split(",")) + "\n"


def person(**said):
    row = {"nationbuilder_id": "7", "first_name": "Ali", "last_name": "Example", "email": "ali@example.com", **said}
    titles = [*NATIONBUILDER.split(","), *(title for title in said if title not in NATIONBUILDER)]
    return ",".join(titles) + "\n" + ",".join(row.get(title, "") for title in titles) + "\n"


def long(bound, start=""):
    return start + "x" * (bound + 1 - len(start))


TOO_LONG = {
    "full name": line(Name="Ali " + " ".join(["Example"] * 40)),
    "given name": person(first_name=long(bounds.NAME_PART, "Ali")),
    "family name": line(Name="Ali " + long(bounds.NAME_PART, "Ex")),
    "organization": line(Name=long(bounds.NAME - 11, "Example ") + " Foundation Inc"),
    "native name": person(native_name="علی " * 70),
    "couple": line(Name=f"Ali {long(96, 'Ex')} and Sara {long(96, 'Wh')}"),
    "email": line(Email=long(bounds.EMAIL - 12) + "@example.com"),
    "city": line(City=long(bounds.CITY, "Carmel")),
    "state": line(State=long(bounds.REGION, "Indiana")),
    "zip": line(Zip=long(bounds.POSTAL_CODE, "46032")),
    "donor number": person(nationbuilder_id="7" * (bounds.NUMBER + 1)),
    "check number": line(**{"Check #": "1" * (bounds.CHECK + 1), "Method": "check"}),
    "fund": line(Fund=long(bounds.FUND, "General")),
    "description": line(Method="in-kind", Notes=long(bounds.DESCRIPTION, "Flyers")),
}


@pytest.mark.parametrize("what", TOO_LONG)
def test_a_row_with_a_value_too_long_for_its_record_is_held(what):
    row = planned(TOO_LONG[what], "list.csv").rows[0]

    assert row.decision == REVIEW or "kept with the row" in row.note  # an address no letter could reach
    assert "longer than" in row.reason or "too long" in row.reason or row.note
    assert max(map(len, row.raw.values())) > 20  # whole, beside the row


def test_a_value_of_just_its_bound_is_kept(organization):
    city = "C" * bounds.CITY
    assert planned(line(City=city), "list.csv").rows[0].decision == ACCEPT


def test_nothing_of_a_long_value_is_stored_when_its_row_is_recorded_all_the_same(organization):
    make_fund("General")
    batch = bring(line(City=long(bounds.CITY, "Carmel"), Zip="46032").encode(), "list.csv")
    row = batch.rows.get()
    services.answer(row=row, record=True, values={}, by=None, today=organization_today())
    batch.refresh_from_db()
    commit(batch)

    stored = [place.city for place in crm.PostalAddress.objects.all()]
    assert [city for city in stored if city.startswith("Carmel")] == []
    assert ImportRow.objects.get(batch=batch).plan["raw"]["City"] == long(bounds.CITY, "Carmel")


#: Text that is cut and is nobody's: searches, keys, drafts of names, and the program's own words.
OF_OURS = """
core/audit/recording.py was.field[:60]
core/forms/sent.py place[:250]
core/jobs/backend.py label[:200]
core/jobs/retries.py type(error).__name__[:80]
core/jobs/running.py doing[:200]
core/jobs/running.py str(error)[:500]
core/mail/drain.py why[:500]
core/mail/transport.py str(getattr(status, 'message_id', '') or '')[:255]
core/management/commands/set_up.py given['legal_name'].partition(',')[0].strip()[:60]
core/models/files.py name[:255]
core/sign_in/forms.py salted_hmac('core.sign_in.code', f'{user_pk}:{normalize_user_code(code)}').hexdigest()[:32]
core/views/drafts.py request.POST.get('draft_form', '')[:200]
core/views/search.py ' '.join(request.GET.get('q', '').split())[:100]
core/views/search.py keys[:400]
crm/views/supporters.py request.POST.get('anyway', '')[:200]
donations/online/forms.py in_place_of[:32]
donations/processor/refunds.py str(error)[:300]
donations/processor/returned_money.py external_id[:120]
imports/formats/platforms/paypal.py record.text('balance_impact')[:60]
imports/formats/platforms/stripe_payouts.py record.text('reporting_category')[:40]
donations/processor/returned_money.py f'found_{kind}_{external_id}'[:120]
donations/processor/returned_money.py f'{kind}.found'[:80]
donations/processor/returned_money.py kind[:40]
donations/processor/returned_money.py reason[:300]
donations/processor/returned_money.py why[:300]
donations/processor/sync.py reason[:300]
donations/processor/unmatched_payments.py str(error)[:300]
donations/views/gift_entry.py ' '.join(request.GET.get('donor', '').split())[:100]
events/forms/staff.py name[:250]
events/views/check_in.py request.GET.get('q', '').strip()[:100]
imports/formats/unread/columns.py ' '.join(cells[0].text.split())[:30]
imports/mapping/values.py shown(self.text)[:60]
imports/mapping/services.py re.sub('[\\\\W_]+', '-', name.casefold()).strip('-')[:30]
imports/reading/text_files.py data[:2000]
"""


def test_no_app_cuts_what_somebody_typed():
    paths = (path for app in APPS for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts)
    found = {f"{path.relative_to(ROOT)} {cut}" for path in paths for cut in _cuts(path)}

    assert found == set(OF_OURS.strip().splitlines())


def _cuts(path):
    """Slices `text[:60]` among the values something is made or changed with."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        values = [word.value for word in node.keywords] if isinstance(node, ast.Call) else []
        values += node.values if isinstance(node, ast.Dict) else []
        values += [node.value] if isinstance(node, ast.Assign) else []
        for value in values:
            for part in ast.walk(value) if isinstance(value, ast.Subscript | ast.BoolOp | ast.IfExp) else ():
                if isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice):
                    upper = part.slice.upper
                    if part.slice.lower is None and isinstance(upper, ast.Constant) and upper.value >= 30:
                        yield ast.unparse(part)
