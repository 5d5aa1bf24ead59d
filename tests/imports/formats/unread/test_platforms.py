"""Nothing filled is ignored in silence, in any layout: a column nobody knows is asked about or named."""

import csv
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from imports.formats import FORMATS
from imports.models import ImportBatch
from imports.plans import ACCEPT, REVIEW
from tests.imports.files import planned

NB_PEOPLE = (
    "nationbuilder_id,first_name,last_name,email1,email1_is_bad,email_opt_in,do_not_contact,tag_list,employer",
    "7,Ines,Vance,ines@example.org,false,true,false,donor,Acme",
)
NB_DONATIONS = (
    "nationbuilder_donation_id,nationbuilder_id,first_name,last_name,amount,payment_type_name,succeeded_at,failed_at,"
    "is_private",
    "501,7,Ines,Vance,$50.00,Check,2024-03-14T10:00:00-04:00,,false",
)
PAYPAL = (
    "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,To Email Address,Transaction ID,"
    "Balance Impact",
    "03/14/2024,10:00:00,EST,Ines Vance,Donation Payment,Completed,USD,50.00,-1.75,48.25,ines@example.org,"
    "office@charity.example,8AB12345CD678901E,Credit",
)
EVENTBRITE = (
    "Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee #,Order Type,Currency,Total Paid,"
    "Attendee Status",
    "77001,03/14/24 22:28,Ines,Vance,ines@example.org,Seat,501,Eventbrite Completed,USD,50.00,Attending",
)
VENMO = (
    "ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (fee),Funding Source,Ending Balance",
    "41000004739523250,2024-03-14T11:37:08,Payment,Complete,hi,Ines Vance,Charity,+ $50.00,,,",
)
FACEBOOK = (
    "Payment ID,Charge Date,Donation Amount,FB Fee,Payout Currency,Charge Action Type,First Name,Last Name,Charity ID",
    "7705437992,2024-03-14,50.00,0,USD,S,Ines,Vance,1",
)
BENEVITY = (
    "Company,Project,Donation Date,Donor First Name,Donor Last Name,Transaction ID,Currency,Reason,"
    "Total Donation to be Acknowledged,Match Amount",
    "Falcon Tools LLC,wells,2024-03-14T14:36:18Z,Ines,Vance,571F,USD,User Donation,50.00,0.00",
)
STRIPE = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Mode,PaymentIntent ID,Status,Card Name,Customer ID,"
    "Customer Email",
    "ch_3Made0001,2024-03-14 16:05:10,50.00,0.00,usd,true,Live,pi_3Made0001,Paid,Ines Vance,cus_1,ines@example.org",
)
DONORBOX = (
    "Name,Donating Company,Donor's First Name,Donor's Last Name,Donor Email,Amount,Currency,Platform Fee,Donated At,"
    "Designation,Receipt Id,Donation Type,Stripe Charge Id",
    "Ines Vance,,Ines,Vance,ines@example.org,50.00,USD,0.80,03/14/2024 04:55 PM,wells,9001,stripe,ch_3Made0001",
)
LISTS = {
    "stripe_payments": STRIPE,
    "donorbox": DONORBOX,
    "benevity": BENEVITY,
    "eventbrite": EVENTBRITE,
    "facebook": FACEBOOK,
    "venmo": VENMO,
    "paypal": PAYPAL,
    "nationbuilder_people": NB_PEOPLE,
    "nationbuilder_donations": NB_DONATIONS,
    "donor_log": ("Date,Name,Amount,Fund,Check #,How paid", "2024-03-14,Ines Vance,50.00,wells,101,Check"),
    "generic": ("Name,Email,City", "Ines Vance,ines@example.org,Toledo"),
}
#: An unknown column of each kind, and whether its rows wait for a person's word.
EXTRA = {
    "consent": ("Newsletter permission level", "maybe later"),
    "status": ("Deposit status", "pending"),
    "dates": ("When it was seen", "2024-05-06"),
    "money": ("Matching total", "$1,250.00"),
}


def with_column(slug, title, value):
    titles, row = LISTS[slug]
    written = StringIO()
    csv.writer(written).writerows([[*titles.split(","), title], [*row.split(","), value]])
    return written.getvalue()


@pytest.mark.parametrize("title", ["Xyz", "note"])
@pytest.mark.parametrize(
    ("slug", "value"),
    [("nationbuilder_people", "RIP"), ("nationbuilder_people", "wants off the list"),
     ("nationbuilder_donations", "check bounced"), ("donor_log", "the bank stopped it"),
     ("generic", "may he rest in peace")],
)  # fmt: skip
def test_a_remark_in_a_cell_nobody_reads_is_asked_about(slug, title, value):
    (row,) = planned(with_column(slug, title, value), "list.csv").rows

    assert (row.decision, value in row.reason) == (REVIEW, True)


def test_a_note_of_a_platform_closes_what_it_plainly_says():
    (row,) = planned(with_column("nationbuilder_people", "note", 'says "no phone calls"'), "list.csv").rows

    assert (row.decision, row.as_json()["consent"]) == ("accept", {"email": "in", "phone": "out"})


#: Layouts of which no row is a gift by itself: each names a gift of another file, waits, or is left out.
OF_OTHERS = {"stripe_payouts", "chase"}


def test_every_layout_is_tried():
    assert set(LISTS) | OF_OTHERS == set(FORMATS)


@pytest.mark.parametrize("kind", EXTRA)
@pytest.mark.parametrize("slug", LISTS)
def test_an_unknown_column_that_may_change_a_row_is_asked_about(slug, kind):
    title, value = EXTRA[kind]
    plan = planned(with_column(slug, title, value), "list.csv")

    assert [row.decision for row in plan.rows] == [REVIEW]
    assert title in plan.rows[0].reason
    assert any(title in warning for warning in plan.warnings)


@pytest.mark.parametrize("slug", LISTS)
def test_any_other_unknown_column_is_named_and_kept(slug):
    plan = planned(with_column(slug, "Shoe size", "large"), "list.csv")

    assert [row.decision for row in plan.rows] == [ACCEPT]
    assert any("Shoe size" in warning for warning in plan.warnings)
    assert plan.rows[0].raw["Shoe size"] == "large"


@pytest.mark.parametrize(
    ("slug", "title"), [("nationbuilder_people", "employer"), ("nationbuilder_donations", "is_private")]
)
def test_a_known_column_nothing_is_taken_from_is_named(slug, title):
    plan = planned("\n".join(LISTS[slug]), "list.csv")

    assert [row.decision for row in plan.rows] == [ACCEPT]
    assert [title in warning for warning in plan.warnings] == [True]


@pytest.mark.parametrize("slug", LISTS)
def test_an_empty_column_is_not_spoken_of(slug):
    plan = planned(with_column(slug, "Matching total", ""), "list.csv")

    assert [row.decision for row in plan.rows] == [ACCEPT]
    assert not any("Matching total" in warning for warning in plan.warnings)


@pytest.mark.parametrize("kind", EXTRA)
@pytest.mark.parametrize("slug", LISTS)
def test_a_column_a_person_left_holds_nothing_and_is_still_named(slug, kind):
    title, value = EXTRA[kind]
    plan = planned(with_column(slug, title, value), "list.csv", left_columns=frozenset({title.casefold()}))

    assert [row.decision for row in plan.rows] == [ACCEPT]
    assert any(title in warning for warning in plan.warnings)


@pytest.mark.django_db
def test_a_file_is_planned_without_the_columns_nobody_understood(client_as, organization):
    client = client_as("development")
    file = SimpleUploadedFile("people.csv", with_column("nationbuilder_people", *EXTRA["money"]).encode())
    client.post("/imports/new/", {"file": file})
    batch = ImportBatch.objects.get()
    page = client.get(f"/imports/{batch.pk}/").content.decode()

    client.post(f"/imports/{batch.pk}/columns/leave/")
    client.post(f"/imports/{batch.pk}/columns/leave/")  # twice changes nothing

    assert "Import without 1 column" in page
    assert set(batch.rows.values_list("decision", flat=True)) == {ACCEPT}
    assert batch.rows.get().plan["raw"]["Matching total"] == "$1,250.00"
    assert "Import without" not in client.get(f"/imports/{batch.pk}/").content.decode()
