"""What every layout must keep, whatever it reads. A new one brings a sample here; the tests pick it up."""

import json

import pytest

from imports.column_mapping import Mapping, signature
from imports.contexts import Context
from imports.formats import FORMATS, Format, recognize
from imports.formats.mapped import Mapped
from imports.matching.known_records import KnownRecords
from imports.planning.planner import plan
from imports.plans import ACCEPT, DECISIONS, KINDS, NEGATIVE, REFUND
from imports.reading.files import read_file
from tests.imports.files import FUNDS, xlsx

SAMPLES = {
    "donor_log": (
        "log.xlsx",
        xlsx(
            {
                "2021": [
                    ["GIFTS 2021"],
                    [],
                    ["Date", "Name", "Amount", "How paid", "For", "Notes"],
                    ["1/15/2021", "Tirmizi, Gul & Sakina", "$50.00", "Check #101", "wells", ""],
                    ["2/20/2021", "Ines Vance", "($20.00)", "Cash", "wells", "returned"],
                    ["Spring", "Ines Vance", "$20.00", "Cash", "wells", ""],
                    ["", "Sub-total", 30],
                ]
            }
        ),
    ),
    "nationbuilder_people": (
        "nationbuilder-people-export-2024-05-06.csv",
        b"nationbuilder_id,first_name,last_name,email1,email1_is_bad,email_opt_in,do_not_contact,tag_list\n"
        b'7,Ines,Vance,ines@example.org,false,true,false,"donor, vip"\n8,,,,,,,\n',
    ),
    "nationbuilder_donations": (
        "nationbuilder-donations-export-2024-05-06.csv",
        b"nationbuilder_donation_id,nationbuilder_id,first_name,last_name,amount,amount_in_cents,payment_type_name,"
        b"succeeded_at,failed_at,tracking_code_slug,refunded_at\n"
        b"501,7,Ines,Vance,$50.00,5000,Check,2024-03-14T10:00:00-04:00,,wells,\n"
        b"502,7,Ines,Vance,20.00,2000,Credit Card,2024-03-15T10:00:00-04:00,,wells,2024-03-20T10:00:00-04:00\n"
        b"503,7,Ines,Vance,30.00,3000,Credit Card,,2024-03-16T10:00:00-04:00,wells,\n",
    ),
    "paypal": (
        "Download.CSV",
        b"Date,Time,TimeZone,Name,Type,Status,Currency,Gross,From Email Address,Transaction ID,Reference Txn ID\n"
        b"03/25/2024,10:24:41,EDT,Ines Vance,Donation Payment,Completed,USD,50.00,ines@example.org,5TX01,\n"
        b"03/28/2024,10:24:41,EDT,Ines Vance,Payment Refund,Completed,USD,-20.00,,5TX02,5TX01\n"
        b"03/28/2024,11:24:41,EDT,,General Withdrawal,Completed,USD,-30.00,,5TX03,\n",
    ),
    "stripe_payments": (
        "unified_payments.csv",
        b"id,Created date (UTC),Amount,Amount Refunded,Currency,Captured,Mode,PaymentIntent ID,Status,Card Name,"
        b"Customer ID,Customer Email,fund (metadata)\n"
        b"ch_3Made0001,2024-03-14 16:05:10,50.00,20.00,usd,true,Live,pi_3Made0001,Paid,Ines Vance,cus_Made01,,wells\n"
        b"ch_3Made0002,2024-03-15 16:05:10,50.00,0.00,usd,false,Live,pi_3Made0002,Failed,Ines Vance,cus_Made01,,wells\n"
        b"ch_3Made0003,2024-03-16 16:05:10,50.00,0.00,usd,true,Live,pi_3Made0003,Held,Ines Vance,cus_Made01,,wells\n",
    ),
    "eventbrite": (
        "Library Dinner attendees.csv",
        b"Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee #,Order Type,Total Paid,Attendee Status\n"
        b"77001,11/29/24 22:28,Ines,Vance,ines@example.org,Seat,501,Eventbrite Completed,60.00,Refunded\n"
        b"77001,11/29/24 22:28,Tom,Okafor,tom@example.org,Seat,502,Free Order,0.00,Attending\n",
    ),
    "venmo": (
        "VenmoStatement.csv",
        b"Account Statement - (@x) ,,,,,,,,,,\nAccount Activity,,,,,,,,,,\n"
        b",ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (fee),Funding Source,Ending Balance\n"
        b",41000004739523250,2024-01-08T11:37:08,Payment,Complete,hi,Ines Vance,X,+ $150.00,,,\n"
        b",,,,,,,,,,,$150.00\n",
    ),
    "facebook": (
        "Facebook_Payout.csv",
        b"Payment ID,Charge Date,Donation Amount,FB Fee,Payout Currency,Charge Action Type,First Name,Last Name,"
        b"Charity ID\n"
        b"7705437992,2022-02-04,40.00,0,USD,S,Ines,Vance,1\n7705437993,2022-02-05,40.00,0,USD,R,Ines,Vance,1\n",
    ),
    "benevity": (
        "DonationReport_B7.csv",
        b"Company,Project,Donation Date,Donor First Name,Donor Last Name,Transaction ID,Currency,Reason,"
        b"Total Donation to be Acknowledged,Match Amount\n"
        b"Falcon Tools LLC,wells,2024-02-20T14:36:18Z,Ines,Vance,571F,USD,User Donation,10.00,10.00\n"
        b"Totals,,,,,,,,10.00,10.00\n",
    ),
    "stripe_payouts": (
        "payout_reconciliation_itemized_2024.csv",
        b"automatic_payout_id,balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,source_id,"
        b"payment_intent_id,charge_id\n"
        b"po_Made01,txn_Made01,2024-03-14 16:05:10,usd,50.00,1.40,48.60,charge,ch_3Made0001,pi_3Made0001,ch_3Made0001\n"
        b"po_Made01,txn_Made02,2024-03-16 00:00:00,usd,-48.60,0.00,-48.60,payout,po_Made01,,\n",
    ),
    "donorbox": (
        "DonorBox_donations.csv",
        b"Name,Donating Company,Donor's First Name,Donor's Last Name,Donor Email,Amount,Currency,Platform Fee,"
        b"Donated At,Designation,Receipt Id,Donation Type,Stripe Charge Id\n"
        b"Ines Vance,,Ines,Vance,ines@example.org,50.00,USD,0.80,03/14/2024 04:55 PM,wells,9001,stripe,ch_3Made0001\n"
        b"Ines Vance,,Ines,Vance,ines@example.org,50.00,USD,0.80,03/15/2024 04:55 PM,wells,9002,seashells,\n",
    ),
    "chase": (
        "Chase0001_Activity.CSV",
        b"Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n"
        b"CREDIT,03/14/2024,ORIG CO NAME:STRIPE ORIG ID:1 CO ENTRY DESCR:TRANSFER,48.60,ACH_CREDIT,900.00,,\n"
        b"CREDIT,03/13/2024,Zelle payment from INES VANCE 19876543210,50.00,QUICKPAY_CREDIT,851.40,,\n"
        b"DEBIT,03/12/2024,RENT,-650,ACH_DEBIT,801.40,,\n",
    ),
    "generic": ("list.csv", b"Name,Email,City\nInes Vance,ines@example.org,Toledo\n,,\n"),
    "mapped:7": (
        "list.csv",
        b"Wer;Wieviel;Wann;Stand\nInes Vance;1.250,50;03.04.2024;paid\nTom Vance;20,00;3.4.2024;failed\n"
        b"Tom Vance;20,00;3.4.2024;held\n;;;\nTom Vance;;3.4.2024;\n",
    ),
}
MAPPING = Mapping(
    key="7",
    name="Spendenliste",
    signature=signature(["wer", "wieviel", "wann", "stand"]),
    columns={"wer": "name", "wieviel": "amount", "wann": "date", "stand": "status"},
    day_first=True,
    fund="WELL",
    method="cash",
    source="spendenliste",
)
FORMS: dict[str, Format] = {**FORMATS, MAPPING.slug: Mapped(MAPPING)}
CONTEXT = Context(funds=FUNDS, mappings=(MAPPING,))


@pytest.mark.parametrize("slug", FORMS)
def test_a_layout_says_who_it_is(slug: str) -> None:
    form = FORMS[slug]

    assert slug == form.SLUG
    assert form.LABEL
    assert form.PERMISSION.startswith("imports.")


@pytest.mark.parametrize("slug", FORMS)
def test_a_layout_recognizes_its_own_file_and_is_the_surest(slug: str) -> None:
    name, data = SAMPLES[slug]
    workbook = read_file(name, data)

    assert 0 < FORMS[slug].recognizes(workbook) <= 1
    found = recognize(workbook, mappings=[MAPPING])
    assert found is not None
    assert slug == found.SLUG


@pytest.mark.parametrize("slug", FORMS)
def test_a_layout_knows_nothing_of_a_table_without_titles(slug: str) -> None:
    assert FORMS[slug].recognizes(read_file("x.csv", b"1,2,3\n4,5,6\n7,8,9\n")) == 0


@pytest.mark.parametrize("slug", FORMS)
def test_every_row_is_whole_and_told_once(slug: str) -> None:
    name, data = SAMPLES[slug]
    made = plan(FORMS[slug].read(read_file(name, data), CONTEXT), KnownRecords(), CONTEXT)

    assert len({(row.sheet, row.row, row.part) for row in made.rows}) == len(made.rows)
    for row in made.rows:
        assert row.decision in DECISIONS
        assert row.kind in (None, *KINDS)
        assert row.reason or row.decision == ACCEPT
        assert row.raw
        if row.decision == ACCEPT and row.kind is not None:
            assert None not in (row.date, row.amount, row.currency)
            assert (row.amount < 0) == (row.kind in NEGATIVE)
            assert row.gift or row.kind != REFUND
    assert json.loads(json.dumps(made.as_json()))["totals"]["decisions"] == dict(made.totals.decisions)
