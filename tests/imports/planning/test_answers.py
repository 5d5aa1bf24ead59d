"""Every row that is held or cannot be used is answered on its page before the import; what was typed is kept."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import AuditEntry
from crm.models import Supporter
from donations.models import Gift, Refund
from imports import overview, services
from imports.models import ImportBatch, ImportRow
from imports.views.answer_forms import (
    ContactForm,
    GiftForm,
    RefundForm,
    RepeatForm,
    answer_form,
    proposed_owner,
    takes_answer,
)
from tests.support.builders import make_fund, make_gift, make_supporter, make_user
from tests.support.written_amounts import READ, amounts

pytestmark = pytest.mark.usefixtures("organization")
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
HEAD = "Date,Name,Email,Amount,Notes,Fund"
GIFT = {"kind": "gift", "amount": "50.00", "date": "2024-03-05"}


@pytest.fixture
def fund(organization):
    return make_fund("GEN", name="General")


@pytest.fixture
def client(client_as):
    return client_as("development", "finance")


def upload(client, *lines, head=HEAD) -> ImportBatch:
    """A file of rows, read and not imported."""
    content = "\n".join([head, *lines, ""]).encode()
    answer = client.post(reverse("imports:upload"), {"file": SimpleUploadedFile("list.csv", content)})
    assert answer.status_code == 302
    return ImportBatch.objects.latest("pk")


def row_of(batch, number) -> ImportRow:
    return batch.rows.get(row=number)


def page(client, row):
    return client.get(reverse("imports:row", args=[row.batch_id, row.pk]))


def say(client, row, **typed):
    """Post an answer; the row as it stands then, found by its place."""
    answer = client.post(reverse("imports:row", args=[row.batch_id, row.pk]), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    return row.batch.rows.get(row=row.row, part=row.part)


def bring_in(client, batch):
    client.post(reverse("imports:commit", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.APPLIED


#: A row with a question, its form, and whose gift it is once it is answered.
QUESTIONS = {
    "no day": ("March 2024,Gul Orakzai,,50,,General", GiftForm, {}, "Gul Orakzai"),
    "a day nobody can read": ("soon,Gul Orakzai,,50,,General", GiftForm, {}, "Gul Orakzai"),
    "no amount": ("2024-03-05,Gul Orakzai,,,,General", GiftForm, {}, "Gul Orakzai"),
    "an amount nobody can read": ("2024-03-05,Gul Orakzai,,see email,,General", GiftForm, {}, "Gul Orakzai"),
    "nobody named": ("2024-03-05,,,50,,General", GiftForm, {"name": "Gul Orakzai", "body": "person"}, "Gul Orakzai"),
    "an address alone": (
        "2024-03-05,,gul@example.org,50,,General",
        GiftForm,
        {"name": "Gul Orakzai", "body": "person"},
        "Gul Orakzai",
    ),
    "a person read as a body": (
        "March 2024,Orakzai Trading Co,,50,,General",
        GiftForm,
        {"name": "Orakzai Co", "body": "person"},
        "Orakzai Co",
    ),
    "a body nobody knew": (
        "March 2024,Harbor,,50,,General",
        GiftForm,
        {"name": "Harbor", "body": "organization"},
        "Harbor",
    ),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_row_with_a_question_is_answered_before_the_import(question, client, fund):
    line, form, who, giver = QUESTIONS[question]
    batch = upload(client, "2024-01-05,Tom Vance,,20,,General", line)
    row = row_of(batch, 3)
    assert (row.decision in ("review", "reject"), answer_form(row)) == (True, form)
    assert page(client, row).status_code == 200

    answered = say(client, row, **GIFT, fund=fund.pk, **who)

    assert (answered.decision, answered.state) == ("accept", "open")
    assert Gift.objects.count() == 0
    bring_in(client, batch)
    gift = Gift.objects.get(amount=Decimal("50"))
    assert (gift.supporter.full_name, str(gift.gift_on)) == (giver, "2024-03-05")
    assert (gift.supporter.kind == "organization") == (who.get("body") == "organization")
    row = row_of(batch, 3)
    assert (row.state, row.answered_by is not None) == (ImportRow.State.APPLIED, True)


def test_every_row_that_is_held_or_cannot_be_used_takes_an_answer(client, fund):
    batch = upload(client, *(line for line, *_ in QUESTIONS.values()), "2024-05-05,Gul Orakzai,,-5,returned,General")

    asked = [row for row in batch.rows.all() if row.decision in ("review", "reject")]
    assert len(asked) == len(QUESTIONS) + 1
    assert all(takes_answer(row) and page(client, row).context["form"] is not None for row in asked)


def test_money_that_went_back_is_taken_from_the_gift_that_is_chosen(client, fund):
    batch = upload(
        client, "2024-01-05,Gul Orakzai,,100,,General", "2024-02-05,Gul Orakzai,,70,,General",
        "2024-05-05,Gul Orakzai,,-30,returned,General",
    )  # fmt: skip
    row = row_of(batch, 4)
    assert answer_form(row) is RefundForm
    choices = [label for _, label in page(client, row).context["form"].fields["gift"].choices]
    assert choices == ["Choose a gift", "Row 3: $70.00 on Feb 5, 2024", "Row 2: $100.00 on Jan 5, 2024"]

    answered = say(
        client, row, kind="refund", amount="30.00", date="2024-05-05", fund=fund.pk, name="Gul Orakzai", gift="|2|1"
    )

    assert (answered.decision, answered.plan["gift"]) == ("accept", row_of(batch, 2).plan["gift"])
    bring_in(client, batch)
    refund = Refund.objects.get()
    assert (refund.amount, refund.gift.amount) == (Decimal("30"), Decimal("100"))


def test_money_that_went_back_from_a_gift_on_record_is_found_by_its_number(client, fund):
    gift = make_gift(supporter=make_supporter("Tom Vance"), amount=Decimal("90"))
    batch = upload(client, "2026-05-05,Gul Orakzai,,-30,returned,General", "2024-01-05,Zara Faraway,,9,,General")
    row, typed = row_of(batch, 2), {"kind": "refund", "amount": "30.00", "date": "2026-05-05", "fund": fund.pk}

    wrong = client.post(reverse("imports:row", args=[batch.pk, row.pk]), {**typed, "number": "G-999999"})
    say(client, row, **typed, number=gift.spoken_number)

    assert wrong.status_code == 422
    assert 'value="G-999999"' in wrong.content.decode()
    bring_in(client, batch)
    assert Refund.objects.get().gift == gift


@pytest.mark.parametrize(("answer", "count"), [("same", 1), ("other", 2)])
def test_two_rows_alike_are_one_gift_or_two(answer, count, client, fund):
    line = "2024-01-05,Gul Orakzai,,50,,General"
    batch = upload(client, line, "2024-01-05,Tom Vance,,20,,General", line)
    row = row_of(batch, 4)
    assert (row.decision, answer_form(row)) == ("review", RepeatForm)

    say(client, row, same=answer)

    bring_in(client, batch)
    assert Gift.objects.filter(amount=Decimal("50")).count() == count


@pytest.mark.parametrize(("answer", "count"), [("same", 1), ("other", 2)])
def test_a_row_that_may_repeat_a_gift_on_record_is_that_gift_or_another(answer, count, client, fund):
    giver = make_supporter("Gul Orakzai")
    make_gift(supporter=giver, amount=Decimal("50"), fund=fund, gift_on=datetime(2024, 1, 4).date(), method="cash")
    batch = upload(client, "2024-01-05,Gul Orakzai,,50,,General", "2024-01-05,Tom Vance,,20,,General")
    row = row_of(batch, 2)
    assert (row.plan["same_as"] is not None, answer_form(row)) == (True, RepeatForm)

    say(client, row, same=answer)

    bring_in(client, batch)
    assert Gift.objects.filter(supporter=giver).count() == count
    assert batch.rows.filter(state=ImportRow.State.WAITING).count() == 0


def test_a_row_of_a_list_of_people_is_answered_without_money(client, fund):
    batch = upload(client, "Tom Vance,tom@example.org,", "-,,call back later", head="Name,Email,Notes")
    row = row_of(batch, 3)
    assert (row.decision, answer_form(row)) == ("reject", ContactForm)

    say(client, row, name="Gul Orakzai", body="person")

    bring_in(client, batch)
    assert Supporter.objects.filter(full_name="Gul Orakzai").exists()


def test_a_row_is_left_out_and_can_be_taken_after_all(client, fund):
    batch = upload(client, "2024-01-05,Tom Vance,,20,,General", "soon,Gul Orakzai,,50,,General")

    left = say(client, row_of(batch, 3), leave_out="1")
    assert (left.decision, takes_answer(left)) == ("ignore", True)
    say(client, left, **GIFT, fund=fund.pk, name="Gul Orakzai")

    bring_in(client, batch)
    assert Gift.objects.count() == 2


def test_what_was_typed_is_kept(client, fund):
    batch = upload(client, "2024-01-05,Tom Vance,,20,,General", "soon,Gul Orakzai,,50,,General")
    row = row_of(batch, 3)
    wrong = client.post(
        reverse("imports:row", args=[batch.pk, row.pk]), {**GIFT, "date": "x", "amount": "51.00", "fund": fund.pk}
    )
    answered = say(client, row, **GIFT, fund=fund.pk, name="Gul Afridi")

    again = page(client, answered).content.decode()

    assert (wrong.status_code, 'value="51.00"' in wrong.content.decode()) == (422, True)
    assert 'value="Gul Afridi"' in again
    assert 'value="2024-03-05"' in again


def test_an_answer_outlives_a_plan_gone_stale(client, fund):
    batch = upload(client, "2024-01-05,Tom Vance,,20,,General", "soon,Gul Orakzai,,50,,General")
    somebody = make_supporter("Zara Faraway")
    say(client, row_of(batch, 3), **GIFT, fund=fund.pk, donor=somebody.spoken_number)

    make_gift()
    client.post(reverse("imports:commit", args=[batch.pk]))  # planned anew
    bring_in(client, batch)

    assert Gift.objects.get(amount=Decimal("50"), history=True).supporter == somebody


def test_an_answer_that_names_somebody_gone_is_asked_anew(client, fund):
    batch = upload(client, "2024-01-05,Tom Vance,,20,,General", "soon,Gul Orakzai,,50,,General")
    somebody = make_supporter("Zara Faraway")
    say(client, row_of(batch, 3), **GIFT, fund=fund.pk, donor=somebody.spoken_number)
    batch.refresh_from_db()
    batch.answers["rows"]["|3|1"]["values"]["supporter"] = "supporter:999999"
    batch.save()

    services.replan(batch=batch)

    assert row_of(batch, 3).decision in ("review", "reject")


def test_an_answer_leaves_no_personal_value_in_the_audit_log(client, fund):
    batch = upload(client, "2024-01-05,Tom Vance,,20,,General", "soon,Gul Orakzai,,50,,General")

    say(client, row_of(batch, 3), **GIFT, fund=fund.pk, name="Secret Person")

    entry = AuditEntry.objects.filter(act="import.answer_kept").latest("pk")
    assert "Secret" not in str(entry.data)
    assert entry.data["recorded"] is True


def test_the_next_row_that_waits_is_shown(client, fund):
    batch = upload(
        client, "soon,Tom Vance,,20,,General", "soon,Gul Orakzai,,50,,General", "2024-01-01,Al Zed,,1,,General"
    )
    first = row_of(batch, 2)

    answer = client.post(reverse("imports:row", args=[batch.pk, first.pk]), {**GIFT, "fund": fund.pk})

    held = batch.rows.filter(overview.EVERY["unusable"].rows | overview.EVERY["held"].rows)
    assert answer.url == reverse("imports:row", args=[batch.pk, held.get().pk])


# --- an address alone ------------------------------------------------------------------------------------------------


def test_an_address_alone_proposes_its_one_owner(client, fund):
    owner = make_supporter("Gul Orakzai", emails=("gul@example.org",))
    batch = upload(client, "2024-03-05,,gul@example.org,50,,General", "2024-01-05,Tom Vance,,20,,General")
    row = row_of(batch, 2)

    form = page(client, row).context["form"]

    assert (row.decision, form.initial["donor"], form.initial["supporter"]) == ("review", owner.shown_name, owner.pk)
    say(client, row, **GIFT, fund=fund.pk, donor=owner.shown_name, supporter=owner.pk)
    bring_in(client, batch)
    assert Gift.objects.get(amount=Decimal("50")).supporter == owner


def test_an_address_of_two_proposes_neither(client, fund):
    for name in ("Gul Orakzai", "Zara Orakzai"):
        make_supporter(name, emails=("home@example.org",))
    batch = upload(client, "2024-03-05,,home@example.org,50,,General", "2024-01-05,Tom Vance,,20,,General")

    assert "donor" not in page(client, row_of(batch, 2)).context["form"].initial


def test_an_address_of_somebody_protected_proposes_nobody(client, fund):
    """The plan is the same as for an address nobody has, and the page tells nothing of the owner."""
    owner = make_supporter("Gul Orakzai", emails=("gul@example.org",), protected=True)
    lines = ("2024-03-05,,{},50,,General", "2024-01-05,Tom Vance,,20,,General")
    theirs = upload(client, lines[0].format("gul@example.org"), lines[1])
    nobodys = upload(client, lines[0].format("abc@example.org"), lines[1])

    plans = [{**row_of(batch, 2).plan, "raw": None, "emails": None} for batch in (theirs, nobodys)]

    assert plans[0] == plans[1]
    assert proposed_owner(["gul@example.org"], user=make_user("development", "finance")) is None
    shown = page(client, row_of(theirs, 2)).content.decode()
    assert not any(text in shown for text in ("Orakzai", owner.code, owner.spoken_number, "gul@example.org"))


def test_answering_twice_before_the_import_changes_the_answer(client, fund):
    batch = upload(client, "2024-01-05,Tom Vance,,20,,General", "soon,Gul Orakzai,,50,,General")
    first = say(client, row_of(batch, 3), **GIFT, fund=fund.pk)

    say(client, first, **{**GIFT, "amount": "55.00"}, fund=fund.pk)

    bring_in(client, batch)
    assert sorted(Gift.objects.values_list("amount", flat=True)) == [Decimal("20"), Decimal("55")]


def test_an_amount_is_answered_in_the_currency_of_its_row(client, fund):
    batch = upload(client, "March 2024,Gul Orakzai,,£20,,General")
    row = row_of(batch, 2)
    address = reverse("imports:row", args=[row.batch_id, row.pk])

    refused = client.post(address, {**GIFT, "amount": "$25.00", "fund": fund.pk})
    answered = say(client, row, **{**GIFT, "amount": "£25.00", "fund": fund.pk})

    assert refused.context["form"].errors == {"amount": ["Enter the amount in GBP, like 250 or 1,250.00."]}
    assert (answered.plan["amount"], answered.plan["currency"]) == ("25.00", "GBP")


def test_a_file_of_every_written_amount_is_read_as_forms_read_it(client, fund):
    wanted = amounts(READ)
    lines = [f'2024-03-05,Gul Orakzai,,"{text.strip()}",{n},General' for n, text in enumerate(wanted)]

    batch = upload(client, *lines)

    rows = {int(row.row) - 2: row.plan["amount"] for row in batch.rows.all()}
    assert {text: Decimal(rows[n]) for n, text in enumerate(wanted)} == wanted


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize(
    ("said", "count"), [({}, 2), ({"name": "Masjid al-Noor", "body": "organization"}, 1)], ids=["another", "the same"]
)
def test_a_likeness_is_one_organization_or_two(said, count, early, client, fund):
    batch = upload(client, "2024-01-05,Masjid al-Noor,,20,,General", "2024-03-05,Masjid An-Nur,,50,,General")
    if not early:
        bring_in(client, batch)

    answered = say(client, row_of(batch, 3), **GIFT, fund=fund.pk, **said)

    assert answered.decision == "accept"
    if early:
        bring_in(client, batch)
    assert Gift.objects.count() == 2
    assert Supporter.objects.filter(kind="organization").count() == count


def test_one_answer_tells_all_rows_of_a_name_apart(client, fund):
    lines = ("2024-01-05,Masjid al-Noor,,20,,General", *(f"2024-0{n}-05,Masjid An-Nur,,{n}0,,General" for n in (3, 4)))
    batch = upload(client, *lines)
    assert [row.decision for row in batch.rows.order_by("row")] == ["accept", "review", "review"]

    say(client, row_of(batch, 4), kind="gift", amount="40.00", date="2024-04-05", fund=fund.pk)

    bring_in(client, batch)
    assert Gift.objects.count() == 3
    assert Supporter.objects.filter(kind="organization").count() == 2
