"""Nothing a file says falls through: what nobody understood holds its rows, what stands around a table counts."""

import pytest

from imports.contexts import Context
from imports.matching.known_records import KnownRecords
from imports.planning.planner import plan_file
from tests.imports.files import FUNDS, planned, records, xlsx


def outcomes(text: str, name: str = "list.csv", **settings) -> list[tuple]:
    return [(row.decision, row.kind, str(row.amount), row.currency) for row in records(planned(text, name, **settings))]


def reasons(text: str, name: str = "list.csv") -> str:
    return " ".join(row.reason for row in records(planned(text, name)))


# --- columns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("Posted back", "12/30/2024"), ("Handed over", "2024-12-30"), ("Eid day", "Dec 30, 2024"), ("Xyz",
        "30 Dec 2024"),
        ("Pledged", "500"), ("Soft amount", "75.00"), ("Tax deductible part", "$40.00"), ("Second", "$20.00"),
        ("FMV of dinner", "60"), ("Zakat", "10"), ("Matched", "£10.00"),
        ("Cleared?", "No"), ("Paid?", "N"), ("Stage", "Pledged"), ("Result", "Bounced"), ("Outcome", "Unpaid"),
        ("Money of", "GBP"),
    ],
)  # fmt: skip
def test_a_column_of_dates_money_or_status_nobody_understood_holds_gifts(title: str, value: str) -> None:
    said = f'Date,Name,Amount,{title}\n2025-01-18,Gul Testwala,200,"{value}"\n2025-01-19,Tom Vance,50,\n'
    (first, second) = records(planned(said))

    assert {first.decision, second.decision} == {"review"}
    assert f"“{title}”" in first.reason
    assert any(f"“{title}”" in warning for warning in planned(said).warnings)


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("May we contact", "No"), ("GDPR", "Yes"), ("Please do not disturb", "x"), ("Consent form", "no"),
        ("Post?", "no"), ("Postal", "N"), ("Reach by", "phone"), ("Contact by", "none"), ("Invitations", "never"),
        ("Magazine", "yes"), ("Marketing", "out"), ("Channel", "mail or text"), ("Bulletin?", "stop"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("head", ["Date,Name,Amount", "Name,Email,Subscribed"])
def test_a_column_about_contact_nobody_understood_holds_rows_with_something_in_it(
    title: str, value: str, head: str
) -> None:
    cells = "2025-01-18,Gul Testwala,200" if "Amount" in head else "Gul Testwala,gul@example.com,yes"
    others = "2025-01-19,Tom Vance,50" if "Amount" in head else "Tom Vance,tom@example.com,yes"
    plan = planned(f"{head},{title}\n{cells},{value}\n{others},\n")
    (first, second) = records(plan)

    assert (first.decision, second.decision) == ("review", "accept")
    assert f"“{title}”" in first.reason
    assert (first.as_json()["consent"] or {}).get("email") != "in"
    assert any(f"“{title}”" in warning for warning in plan.warnings)


@pytest.mark.parametrize("title", ["Outcome", "Xyz", "Bank says", "How it went", "Column 9", "Ticked"])
@pytest.mark.parametrize(
    "cell",
    ["Bounced check", "VOID", "void - see June", "NSF fee", "returned by bank", "Card declined", "promised",
     "pledged Eid", "Canceled by donor", "cheque stopped", "charged back 3/4", "chargeback", "did not clear",
     "never arrived",
     "insufficient funds", "payment failed", "Refused", "not yet received", "written off", "reversed", "still pending",
     "came back", "hot check", "he'll mail it", "uncashed"],
)  # fmt: skip
def test_a_cell_anywhere_that_says_money_did_not_come_asks_of_its_row_alone(title: str, cell: str) -> None:
    said = f"Donor,Given On,Contribution,{title}\nGul Testwala,2024-03-15,75,{cell}\n"
    said += "Ida Vance,2024-03-22,11,Cleared\nTom Vance,2024-03-23,12,thanks a lot for this\n"

    (first, _, third) = records(planned(said))

    assert (first.decision, third.decision) == ("review", "accept")
    assert f"“{cell}”: choose whether the money was received" in first.reason


@pytest.mark.parametrize(
    "cell", ["bank stopped it", "charged back", "Rejected", "cheque was dishonored", "didn't clear"]
)
@pytest.mark.parametrize("head", ["Notes,Comments", "Comments,Notes"])
def test_a_note_of_any_column_that_says_money_did_not_come_asks(cell: str, head: str) -> None:
    (row,) = records(planned(f"Donor,Date,Amount,{head}\nGul Testwala,2024-03-15,75,at the dinner,{cell}\n"))

    assert row.decision == "review"
    assert cell in row.reason


@pytest.mark.parametrize("cell", ["stopped by the office", "thanked", "never been to the gala"])
def test_a_note_of_something_else_asks_nothing(cell: str) -> None:
    (row,) = records(planned(f"Donor,Date,Amount,Comments\nGul Testwala,2024-03-15,75,{cell}\n"))

    assert row.decision == "accept"


def test_another_word_among_outcomes_asks_too() -> None:
    text = "Donor,Date,Amount,Xyz\nA Test,2024-03-15,7,VOID\nB Test,2024-03-15,7,kaput\nC Test,2024-03-15,7,OK\n"

    assert [row.decision for row in records(planned(text))][1:] == ["review", "accept"]


def test_a_pledge_is_promised_and_a_refund_went_back() -> None:
    text = ("Donor,Date,Amount,Type,Comments\nGul Testwala,2024-03-15,75,Pledge,promised in May\n"
            "Gul Testwala,2024-03-16,-5,Refund,returned check\n")  # fmt: skip

    assert [row.decision for row in records(planned(text))] == ["accept", "accept"]


@pytest.mark.parametrize("title", ["Unsub reason", "Opt-out note", "Reason unsubscribed", "Unsubscribed by"])
def test_a_second_column_of_consent_never_leaves_an_opt_in_standing(title: str) -> None:
    text = f"Name,Email,Newsletter?,{title}\nA Test,a@example.com,yes,\nB Test,b@example.com,yes,too many\n"
    text += "C Test,c@example.com,no,too many\n"
    rows = records(planned(text))

    assert [row.decision for row in rows] == ["accept", "review", "accept"]
    assert [row.as_json()["consent"] for row in rows] == [{"email": "in"}, None, {"email": "out"}]


@pytest.mark.parametrize("title", ["Notes", "Comments", "Remarks", "Xyz", "Seen by"])
@pytest.mark.parametrize(
    "cell",
    ["RIP", "R.I.P. 2023", "may she rest in peace", "passed 3/2024", "died in May", "sadly no longer with us", "dec'd",
     "obituary in the Times", "please leave him alone", "does not want visits or letters", "no thank you",
     "asked not to be contacted", "rather not hear from us", "complained twice", "too many letters", "email only",
     "took her off the list", "went home to the Lord", "lost him in March"],
)  # fmt: skip
def test_a_remark_about_death_or_contact_is_never_passed_over(title: str, cell: str) -> None:
    (row,) = records(planned(f"Name,Email,Newsletter?,{title}\nGul Testwala,gul@example.com,yes,{cell}\n"))

    assert row.decision == "review" or "out" in (row.as_json()["consent"] or {}).values()


@pytest.mark.parametrize(
    ("cell", "channel"),
    [("hates phone calls", "phone"), ("no more letters please", "mail"), ("doesn't want our emails", "email"),
     ("dislikes getting texts", "sms"), ("refuses calls", "phone"), ("tired of all these mailings", "mail")],
)  # fmt: skip
def test_a_channel_somebody_does_not_want_is_closed(cell: str, channel: str) -> None:
    (row,) = records(planned(f'Name,Email,Notes\nGul Testwala,gul@example.com,"{cell}"\n'))

    assert row.as_json()["consent"][channel] == "out"


@pytest.mark.parametrize("cell", ["RIP", "deceased", "died 3/2024", "passed away May 2024"])
def test_a_note_in_a_list_of_gifts_that_the_donor_died_asks(cell: str) -> None:
    (row, other) = records(planned(f"Name,Date,Amount,Notes\nA Test,2024-03-15,7,{cell}\n"
                                   "B Test,2024-03-15,7,in memory of my father who passed away\n"))  # fmt: skip

    assert (row.decision, other.decision) == ("review", "accept")


@pytest.mark.parametrize("title", ["Phone 1 - Label", "Phone type", "Kind of phone"])
def test_what_kind_of_phone_it_is_is_no_consent(title: str) -> None:
    (row,) = records(planned(f"Name,Phone,{title}\nGul Testwala,317-555-0101,Mobile\n"))

    assert row.decision == "accept"


@pytest.mark.parametrize("cell", ["5 (late)", "£5", "x", "-"])
def test_a_month_s_column_with_any_amount_in_it_is_asked(cell: str) -> None:
    plan = planned(f"Member,Jan 24,Feb 24,Total\nA Test,1,{cell},7\nB Test,1,{cell},2\nC Test,1,9,2\nD Test,1,x,2\n")

    assert {row.decision for row in records(plan)} == {"review"}
    assert any("“Feb 24” holds money" in warning for warning in plan.warnings)


@pytest.mark.parametrize(
    ("title", "value"),
    [("Nickname", "Gulu"), ("Birthday", "1970-01-02"), ("Age", "44"), ("Thank-you mailed", "2025-02-01"), ("Seats",
    "2"),
     ("Color", "green"), ("Last updated", "2025-02-01"), ("Lifetime total", "$900.00"), ("Last gift amount", "$90.00")],
)  # fmt: skip
def test_other_columns_are_kept_with_their_rows_and_named(title: str, value: str) -> None:
    plan = planned(f"Date,Name,Amount,{title}\n2025-01-18,Gul Testwala,200,{value}\n")

    (row,) = records(plan)

    assert (row.decision, row.raw[title]) == ("accept", value)
    assert any("kept with each row" in warning and f"“{title}”" in warning for warning in plan.warnings)


@pytest.mark.parametrize(
    "title",
    ["Rec'd on", "Rec'd", "Received", "Date Received", "Date Rec'd", "Rcvd", "Gift Date", "Donated on", "Given on",
     "Date of gift", "Date in", "When", "تاریخ"],
)  # fmt: skip
def test_the_day_money_was_received_is_the_date_of_gift_and_not_the_deposit_s(title: str) -> None:
    (row,) = records(planned(f"Deposit Date,Payer,Amt,{title}\n1/18/2025,Gul Testwala,200,12/30/2024\n"))

    assert (row.decision, str(row.date)) == ("accept", "2024-12-30")


@pytest.mark.parametrize(
    ("title", "cell", "consent"),
    [
        ("Email Opt Out", "TRUE", {"email": "out"}), ("Unsub", "x", {"email": "out"}), ("Unsubscribed", "Yes",
        {"email": "out"}),
        ("UNSUB_TIME", "2024-02-01 10:00:00", {"email": "out"}), ("Do not email", "1", {"email": "out"}),
        ("Has Opted Out Of Email", "true", {"email": "out"}), ("No bulk emails (user opt out)", "Yes",
        {"email": "out"}),
        ("Opt out", "Y", {"email": "out"}), ("Do Not Mail", "Yes", {"mail": "out"}), ("DNM", "X", {"mail": "out"}),
        ("No mailings", "yes", {"mail": "out"}), ("Do not call", "y", {"phone": "out"}), ("DNC", "✓", {"phone": "out"}),
        ("SMS opt out", "yes", {"sms": "out"}), ("Newsletter", "no", {"email": "out"}), ("Subscribed?", "yes",
        {"email": "in"}),
        ("Email status", "Unsubscribed", {"email": "out"}), ("Subscription status", "subscribed", {"email": "in"}),
        ("Email status", "Cleaned", {"email": "bad"}), ("Bounced", "Yes", {"email": "bad"}),
        ("Deceased", "Yes", {"email": "out", "phone": "out", "sms": "out", "mail": "out"}),
        ("Date of death", "2023-05-01", {"email": "out", "phone": "out", "sms": "out", "mail": "out"}),
        ("Do not contact", "T", {"email": "out", "phone": "out", "sms": "out", "mail": "out"}),
        ("Contact status", "Deceased", {"email": "out", "phone": "out", "sms": "out", "mail": "out"}),
        ("Notes", "please do not mail", {"mail": "out"}), ("Email Opt Out", "FALSE", None), ("Deceased", "", None),
        ("Contact status", "Active", None), ("Subscribed", "", None),
    ],
)  # fmt: skip
def test_columns_that_say_who_may_be_contacted_are_read(title: str, cell: str, consent: dict | None) -> None:
    (row,) = records(planned(f"Name,Email,{title}\nGul Testwala,gul@example.com,{cell}\n"))

    assert (row.decision, row.as_json()["consent"]) == ("accept", consent)


@pytest.mark.parametrize(
    ("title", "cell"),
    [("Email Opt Out", "maybe"), ("Deceased", "her husband"), ("Do not mail", "summer only"), ("Email status",
    "Purple"),
     ("Notes", "deceased, says his son"), ("Remarks", "wants off the list"), ("Status", "Gone")],
)  # fmt: skip
def test_a_cell_about_consent_that_says_neither_yes_nor_no_is_asked(title: str, cell: str) -> None:
    (row,) = records(planned(f'Name,Email,{title}\nGul Testwala,gul@example.com,"{cell}"\n'))

    assert row.decision == "review"
    assert "may be contacted" in row.reason


def test_a_withdrawal_counts_more_than_an_opt_in_in_the_same_row() -> None:
    (row,) = records(planned("Name,Email,OPTIN_TIME,UNSUB_TIME\nGul Testwala,g@example.com,2020-01-01,2024-02-01\n"))

    assert row.as_json()["consent"] == {"email": "out"}
    assert row.party.told.consent_on == "2024-02-01"


def test_who_is_thanked_is_read_from_a_column_of_soft_credits() -> None:
    (row,) = records(planned("Date,Organization,Amount,Soft credit\n2025-01-18,Fidelity Charitable,500,Gul Testwala\n"))

    assert (row.organization, [name.full for name in row.adviser.people]) == (row.organization, ["Gul Testwala"])
    assert row.soft_credit is not None


# --- what stands around a table --------------------------------------------------------------------------------------

GIFTS = "Date,Name,Amount\n2025-04-14,Gul Testwala,750\n2025-04-15,Tom Vance,20\n"


@pytest.mark.parametrize("title", ["PLEDGES — not yet received", "Pledges", "Unpaid pledges", "Outstanding"])
def test_pledges_named_above_the_titles_are_no_gifts(title: str) -> None:
    assert outcomes(f"{title},,\n{GIFTS}") == [
        ("accept", "pledge", "750.00", "USD"), ("accept", "pledge", "20.00", "USD")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["pledges 2025.csv", "Unpaid_pledges.csv", "pledges-not-received.csv"])
def test_pledges_named_by_the_file_are_no_gifts(name: str) -> None:
    assert {kind for _, kind, _, _ in outcomes(GIFTS, name)} == {"pledge"}


def test_a_column_that_says_what_each_row_is_answers_an_open_title() -> None:
    text = "Gifts and pledges,,,\nDate,Name,Amount,Type\n2025-04-14,Tom Vance,7,Pledge\n2025-04-15,Bea Vance,9,Gift\n"

    assert [(decision, kind) for decision, kind, *_ in outcomes(text)] == [("accept", "pledge"), ("accept", "gift")]


@pytest.mark.parametrize("title", ["Pledged?", "Received?", "Paid?", "Collected", "In kind?"])
def test_a_column_of_yes_and_no_about_the_money_holds_the_gifts(title: str) -> None:
    rows = records(planned(f"Date,Name,Amount,{title}\n2025-04-14,Tom Vance,7,\n2025-04-15,Bea Vance,9,Y\n"))

    assert {row.decision for row in rows} == {"review"}


@pytest.mark.parametrize("name", ["Eid pledge drive.csv", "expenses.csv", "Refunds.csv", "gifts and pledges.csv"])
def test_a_file_whose_name_leaves_it_open_is_asked_about(name: str) -> None:
    assert {decision for decision, _, _, _ in outcomes(GIFTS, name)} == {"review"}
    assert "“" in reasons(GIFTS, name)


def test_a_sheet_s_name_says_what_its_rows_are() -> None:
    head = ["Date", "Name", "Amount"]
    plan = planned(
        xlsx({"Gifts": [head, ["2025-04-14", "Gul Testwala", 7]], "Pledges": [head, ["2025-04-14", "Tom Vance", 9]]})
    )

    assert [(row.sheet, row.kind) for row in records(plan)] == [("Gifts", "gift"), ("Pledges", "pledge")]


def test_a_heading_between_rows_says_what_is_beneath_it() -> None:
    text = ("Date,Name,Amount\n2025-04-14,Gul Testwala,7\n,PLEDGES,\n2025-04-15,Tom Vance,20\n,April 2025,\n"
            "2025-04-16,Bea Vance,30\n,GIFTS RECEIVED,\n2025-04-17,Ann Lee,40\n")  # fmt: skip

    assert [(kind, amount) for _, kind, amount, _ in outcomes(text)] == [
        ("gift", "7.00"), ("pledge", "20.00"), ("pledge", "30.00"), ("gift", "40.00")
    ]  # fmt: skip


def test_a_group_heading_over_a_column_says_what_its_amounts_are() -> None:
    text = ",,Pledged,Received\nDate,Name,Amount,Amount\n2025-04-14,Gul Testwala,750,\n2025-04-15,Tom Vance,,20\n"

    assert [(kind, amount) for _, kind, amount, _ in outcomes(text)] == [("pledge", "750.00"), ("gift", "20.00")]


@pytest.mark.parametrize(
    "cell", ["pledged", "will pay in June", "not yet received", "IOU", "promised at the dinner", "unpaid"]
)
def test_a_neighbor_that_says_the_money_was_only_promised_is_never_passed_over(cell: str) -> None:
    ((decision, kind, _, _),) = outcomes(f"Date,Name,Amount,Notes\n2025-04-14,Gul Testwala,750,{cell}\n")

    assert (decision, kind) == ("accept", "pledge") or decision == "review"


@pytest.mark.parametrize(
    "text",
    [
        "Amounts in GBP,,\nDate,Name,Amount\n", "Gifts in pounds,,\nDate,Name,Amount\n", "Date,Name,Amount £\n",
        "Date,Name,Amount (GBP)\n", "Date,Name,GBP\n", "Date,Name,Amount in pounds\n", ",,GBP\nDate,Name,Amount\n",
    ],
)  # fmt: skip
def test_pounds_stay_pounds_in_every_row(text: str) -> None:
    rows = "14/05/2024,Gul Testwala,£20\n15/05/2024,Tom Vance,20\n16/05/2024,Bea Vance,£35\n"

    assert outcomes(text + rows) == [("accept", "gift", f"{amount}.00", "GBP") for amount in (20, 20, 35)]


def test_pounds_in_the_file_s_name_are_pounds() -> None:
    assert {currency for *_, currency in outcomes(GIFTS, "London gifts GBP.csv")} == {"GBP"}


def test_a_bare_amount_among_pounds_is_asked() -> None:
    text = "Date,Name,Amount\n14/05/2024,Gul Testwala,£20\n15/05/2024,Tom Vance,20\n16/05/2024,Bea Vance,£35\n"

    assert [row[0] for row in outcomes(text)] == ["accept", "review", "accept"]


def test_a_few_pounds_among_bare_amounts_do_not_make_the_rest_pounds() -> None:
    text = "Date,Name,Amount\n14/05/2024,Gul Testwala,£20\n15/05/2024,Tom Vance,20\n16/05/2024,Bea Vance,35\n"

    assert [(row[0], row[3]) for row in outcomes(text)] == [("accept", "GBP"), ("accept", "USD"), ("accept", "USD")]


@pytest.mark.parametrize(
    "text",
    [
        "Amounts in GBP,,\nDate,Name,Amount\n2025-04-14,Gul Testwala,$20\n",
        "Date,Name,Amount,Notes\n2025-04-14,Gul Testwala,20,paid in euros\n",
        "Amounts in GBP and EUR,,\nDate,Name,Amount\n2025-04-14,Gul Testwala,£20\n",
    ],
)
def test_currencies_that_contradict_each_other_are_never_chosen_between_in_silence(text: str) -> None:
    (row,) = records(planned(text))

    assert row.decision == "review" or (row.currency == "GBP" and "£" in row.raw["Amount"])


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unsubscribed_audience_example.csv", "out"),
        ("Unsubs.csv", "out"),
        ("subscribed.csv", "in"),
        ("cleaned.csv", "bad"),
    ],
)
def test_the_name_of_a_list_says_who_may_be_written_to(name: str, said: str) -> None:
    (row,) = records(planned("Email Address,First Name,Last Name\ngul@example.com,Gul,Testwala\n", name))

    assert row.as_json()["consent"] == {"email": said}


@pytest.mark.parametrize(
    "title", ["Gifts 2023 (thousands removed)", "Donations, duplicates removed", "Fees removed: gifts"]
)
def test_a_title_of_gifts_that_speaks_of_something_removed_takes_no_consent_away(title: str) -> None:
    for row in records(planned(f'"{title}",,\n{GIFTS}')):
        assert row.as_json()["consent"] is None


def test_a_sheet_s_name_says_who_may_be_contacted_of_its_own_rows_alone() -> None:
    head = ["Date", "Name", "Amount"]
    plan = planned(
        xlsx({"2023": [["Gifts 2023"], head, ["2025-04-14", "Gul Testwala", 7]],
              "Lapsed - do not contact": [head, ["2025-04-14", "Tom Vance", 9]],
              "2024": [head, ["2025-04-14", "Bea Vance", 9]]})
    )  # fmt: skip

    said = {row.sheet: row.as_json()["consent"] for row in records(plan)}
    assert (said["2023"], said["2024"]) == (None, None)
    assert set(said["Lapsed - do not contact"].values()) == {"out"}


# --- sheets and tables nobody read -----------------------------------------------------------------------------------


def test_a_small_second_sheet_is_read_or_held() -> None:
    first = [["Date", "Name", "Amount"], ["2025-04-14", "Gul Testwala", 7]]
    plan = planned(xlsx({"Gifts": first, "More": [["Tom Vance", "tom@example.com", 20]], "Note": [["Thank you all"]]}))

    assert [(row.sheet, row.decision) for row in plan.rows] == [
        ("Gifts", "accept"), ("More", "review"), ("Note", "ignore")
    ]  # fmt: skip
    assert any("“More”" in text for text in plan.warnings)
    assert any("“Note”" in text for text in plan.warnings)


def test_an_urdu_sheet_is_read() -> None:
    head = ["نام", "رقم", "تاریخ", "فون"]
    plan = planned(xlsx({"Gifts": [["Date", "Name", "Amount"], ["2025-04-14", "Gul Testwala", 7]],
                         "اردو": [head, ["علی رضا", 100, "2025-04-15", "0300-1234567"]]}))  # fmt: skip

    (_, urdu) = records(plan)

    assert (urdu.decision, str(urdu.amount), str(urdu.date)) == ("accept", "100.00", "2025-04-15")


def test_contacts_beside_gifts_in_a_log_are_contacts() -> None:
    plan = planned(xlsx({"Gifts": [["Date", "Name", "Amount"], ["2025-04-14", "Gul Testwala", 7]],
                         "People": [["Name", "Email"], ["Tom Vance", "tom@example.com"]]}))  # fmt: skip

    assert [(row.decision, row.kind) for row in records(plan)] == [("accept", "gift"), ("accept", None)]


def test_what_stands_under_other_titles_or_above_the_titles_is_held() -> None:
    below = (
        "Date,Name,Amount\n2025-04-14,Gul Testwala,7\nDonor Name,Gift Date,Check #,Amount\nTom Vance,2025-04-15,12,20\n"
    )
    above = "Tom Vance,2025-04-15,20\nDate,Name,Amount,Check #\n2025-04-14,Gul Testwala,7,3\n"

    assert [row.decision for row in records(planned(below))] == ["review", "accept"]
    assert [row.decision for row in records(planned(above))] == ["review", "accept"]


@pytest.mark.parametrize("length", [40, 61, 200, 450])
def test_a_long_title_makes_no_file_one_without_titles(length: int) -> None:
    title = ("Which of our programs would you like your generous support to help this year? " * 9)[:length].strip()
    file = plan_file("form.csv", f"{title},Wie viel\nWells,20\n".encode(), KnownRecords(), Context(funds=FUNDS))

    assert (file.state, file.explainable) == ("planned", True)


@pytest.mark.parametrize(
    "text",
    ["Wer,Wieviel\nGul Testwala,20\n", "id,Status,Fee\nch_1,Paid,2.10\nch_2,Paid,1.00\n", "a,b,c\n1,2,3\n"],
)  # fmt: skip
def test_a_file_nobody_knows_waits_for_its_columns(text: str) -> None:
    file = plan_file("list.csv", text.encode(), KnownRecords(), Context(funds=FUNDS))

    assert (file.state, file.format, file.explainable) == ("planned", None, True)
    assert file.question is not None
    assert {row.decision for row in file.plan.rows} <= {"review", "ignore"}


def test_a_file_without_any_titles_is_refused() -> None:
    file = plan_file("list.csv", b"1,2,3\n4,5,6\n", KnownRecords(), Context(funds=FUNDS))

    assert (file.state, file.plan.rows) == ("refused", [])
    assert "title above each column" in (file.refusal or "")


# --- names -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["The Estate of Omar Example", "Barnes & Noble", "Ali & Fatima & Zara Example", "Ali Market",
    "Zyxco",
     "Omar Example (deceased)", "See attached", "as per list", "Bake Sale", "Friday prayer box", "3rd Grade Class",
     "5th graders", "Testwala kids", "Vance Brothers", "Zelle GUL TESTWALA 88123", "Venmo - Tom", "Various donors",
     "Raffle night", "Cash jar", "Lemonade stand", "Youth car wash", "Testwala siblings", "Name illegible",
     "Tom Vance VOID", "Tom Vance - bounced", "Fatima & daughters", "Omar and sons", "Gul Testwala (Tom)",
     "Ali (Queens)",
     "Gul Testwala, Tom Vance", "Ray Orr, Bea Test, Tom Vance", "Tom Vance/Testwala", "Vance/Testwala"],
)  # fmt: skip
def test_a_doubtful_giver_holds_the_gift_and_is_nobody(name: str) -> None:
    plan = planned(f'Date,Name,Amount\n2025-04-14,"{name}",750\n')

    (row,) = records(plan)
    assert (row.decision, row.supporter, row.organization, plan.people) == ("review", None, None, {})
    assert name in row.reason


@pytest.mark.parametrize(
    "name",
    ["Sum Wong", "Total Wine & More", "Jennifer Null", "Na Li", "Summer Totalson", "Sub Total Bose", "George Box",
     "See Hoon Lee", "Frank Church", "Juma Khan", "Theodore Vane 3rd", "William (Bill) Vance", "William Vance (Bill)",
     "Tom Sale"],
)  # fmt: skip
def test_no_word_of_a_name_makes_it_a_total_or_nobody(name: str) -> None:
    (gift,) = planned(f'Date,Name,Amount\n2025-04-14,"{name}",750\n').rows
    (contact,) = planned(f"Name,Email\n{name},a@example.com\n").rows

    assert (gift.decision, contact.decision) == ("accept", "accept")
    assert gift.party.written == name


@pytest.mark.parametrize(
    "label",
    ["Total", "TOTALS", "Sub-total", "Grand total 2023", "Total for March", "Total: $950.00", "March total", "Sum",
     "Total gifts received", "Balance forward", "Page total"],
)  # fmt: skip
def test_totals_are_no_gifts(label: str) -> None:
    plan = planned(f"Date,Name,Amount\n2025-04-14,Tom Vance,750\n,{label},750\n")

    assert [row.decision for row in plan.rows] == ["accept", "ignore"]


@pytest.mark.parametrize(("first", "last"), [("Jennifer", "Null"), ("Na", "Li"), ("Robert", "Co"), ("Frank", "Church")])
def test_names_in_two_columns_are_people(first: str, last: str) -> None:
    (row,) = planned(f"First Name,Last Name,Email\n{first},{last},a@example.com\n").rows

    assert [name.full for name in row.party.people] == [f"{first} {last}"]


# --- ways to reach somebody ------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_kept_and_said() -> None:
    (row,) = planned("Name,Email,Phone\nTom Vance,tom at example,3.17556E+09\n").rows

    assert (row.decision, row.party.contact.emails, row.party.contact.phones) == ("accept", (), ())
    assert row.raw["Phone"] == "3.17556E+09"
    assert "“tom at example”, “3.17556E+09” could not be read" in row.note


def test_amounts_under_urdu_titles_are_read_in_urdu_figures() -> None:
    (row,) = planned("نام,رقم,تاریخ\nعلی رضا,۱۲۵۰,2024-03-05\n").rows
    (other,) = planned("Name,Amount,Date\nAli Raza,۱۲۵۰,2024-03-05\n").rows

    assert (row.decision, str(row.amount), other.decision) == ("accept", "1250.00", "review")


@pytest.mark.parametrize(("title", "cells", "asked"), [
    ("Dep. as", ["cash", "chk 12", "PayPal"], True), ("Source", ["Facebook"] * 3, False),
    ("How", ["cash", "chk 12", "PayPal"], False),
    ("Greeting", ["Dear Ana", "Dear Tom", "Dear Bo"], False), ("Meal", ["fish", "rice", "fish"], False),
])  # fmt: skip
def test_payment_methods_under_a_title_nobody_knows_are_asked(title, cells, asked):
    lines = [f"{name},2024-01-05,50,General,{cell}" for name, cell in zip(["Ana Pinto", "Tom Vance", "Bo Lund"], cells,
                                                                           strict=True)]  # fmt: skip
    plan = planned(f"Name,Date,Amount,Fund,{title}\n" + "\n".join(lines) + "\n")

    assert {row.decision for row in records(plan)} == {"review" if asked else "accept"}
    if title == "How":
        assert [row.method for row in records(plan)] == ["cash", "check", "paypal"]


@pytest.mark.parametrize(("title", "cell", "asked"), [
    ("Anonymous?", "yes", True), ("Anonymous?", "no", False), ("Private", "x", True), ("Confidential", "Y", True),
    ("Ok to publish name", "no", True), ("Minor", "yes", True), ("Private school", "Lake Academy", False),
])  # fmt: skip
@pytest.mark.parametrize("gift", [("Date,Amount,Fund", "2024-01-05,50,General"), ("Email", "ana@example.com")])
def test_a_wish_for_privacy_holds_its_row(title, cell, asked, gift):
    (row,) = records(planned(f"Name,{gift[0]},{title}\nAna Pinto,{gift[1]},{cell}\n"))

    assert row.decision == ("review" if asked else "accept")
