"""What nobody understood is asked, never accepted: types, notes, titles, headings, columns, consent and givers."""

from decimal import Decimal

import pytest

from imports.formats.words import is_known_type
from imports.plans import PlannedRow
from tests.imports.files import planned, xlsx


def gifts(text: str, name: str = "list.csv") -> list[PlannedRow]:
    return [row for row in planned(text, name).rows if row.decision != "ignore"]


def one_gift(*, title: str = "", name: str = "list.csv", head: str = "Name,Date,Amount", cells: str = "") -> PlannedRow:
    """The first gift of a list of two."""
    lines = [*([title] if title else []), f"{head}", f"Ana Pinto,2024-01-05,10.00{cells}", "Bo Lund,2024-01-06,20.00"]
    return gifts("\n".join(lines) + "\n", name)[0]


@pytest.mark.parametrize(
    "said",
    ["Expense", "Loan", "Grant request", "Soft credit", "Volunteer hours", "Failed", "Pledge balance", "Xyzzy", "Ask"],
)
def test_a_type_nobody_knows_is_asked(said):
    row = one_gift(head="Name,Date,Amount,Type", cells=f",{said}")

    assert (row.decision, said in row.reason) == ("review", True)


@pytest.mark.parametrize(
    "said",
    ["Donation", "Individual", "Recurring Gift", "Online", "Check", "Cash donation", "Zakat", "wells",
     "Foundation / Corporate", "Memorial", "One-time", "Credit card", ""],
)  # fmt: skip
def test_a_type_that_is_understood_is_not_asked(said):
    row = one_gift(head="Name,Date,Amount,Type", cells=f",{said}")

    assert (row.decision, row.kind) == ("accept", "gift"), row.reason


def test_a_type_is_understood_in_parts():
    assert [is_known_type(text) for text in ("Monthly / online", "Monthly / expense", "ACH", "ACH return fee")] == [
        True, False, True, False
    ]  # fmt: skip


@pytest.mark.parametrize(
    "note",
    ["VOID", "duplicate of 1/7", "loan", "expected in May", "card declined", "do not count", "on behalf of Hal Tam",
     "from her DAF", "through his company"],
)  # fmt: skip
def test_a_note_that_speaks_against_a_gift_is_asked(note):
    row = one_gift(head="Name,Date,Amount,Notes", cells=f",{note}")

    assert (row.decision, note in row.reason) == ("review", True)


@pytest.mark.parametrize(
    "note",
    ["paid 20 so far", "paid $20 of 40", "partial payment", "balance due in May", "$20 of this is dinner",
     "$20 was for dinner", "half of this is for rent", "30% of it for Ana", "includes $5 raffle", "less fees",
     "stock - 3 sh AAPL", "gift of stock", "10 shares AAPL", "gift card", "gift certificate", "donated food",
     "bitcoin", "matched by Boeing", "will be matched"],
)  # fmt: skip
@pytest.mark.parametrize("columns", ["Notes", "Type,Notes"])
def test_a_note_that_changes_what_was_given_is_asked(note, columns):
    row = one_gift(head=f"Name,Date,Amount,{columns}", cells=f",Donation,{note}" if "," in columns else f",{note}")

    assert (row.decision, note in row.reason) == ("review", True)


@pytest.mark.parametrize(
    "note",
    ["paid", "paid in full", "paid by Zelle", "dinner with the board", "half of the family came", "livestock for Thar",
     "met at Boeing", "thank-you card sent", "a gift from the class", "in memory of Hal", "first of 2 checks",
     "stocking stuffers", "shares our news", "card from kids", "for the match on Sunday", "so kind", "$20 bill"],
)  # fmt: skip
def test_an_ordinary_note_is_not_asked(note):
    assert one_gift(head="Name,Date,Amount,Notes", cells=f",{note}").decision == "accept"


def test_shares_are_no_question_where_they_are_the_means():
    assert one_gift(head="Name,Date,Amount,Method,Notes", cells=",Stock,10 shares AAPL").decision == "accept"


def test_a_note_that_speaks_against_a_gift_is_asked_whatever_its_type():
    row = one_gift(head="Name,Date,Amount,Type,Notes", cells=",Donation,VOID")

    assert (row.decision, "VOID" in row.reason) == ("review", True)


def test_a_means_that_failed_is_no_gift():
    row = one_gift(head="Name,Date,Amount,Method", cells=",declined card")

    assert (row.decision, "declined" in row.reason) == ("review", True)


TITLES = (
    "Failed payments", "Uncollected", "Grants applied for", "Prospects", "Asks 2024", "Checks written",
    "Payouts from the processor", "Scholarships paid", "Zakat given out", "Volunteer hours", "All amounts in thousands",
    "Planned gifts and bequest intentions", "Soft credits", "Estimated value of goods", "Still owed",
    "Auction items donated", "Recurring gifts (monthly amount)", "Raffle prizes", "Sustainers per month",
)  # fmt: skip


@pytest.mark.parametrize("title", TITLES)
def test_a_title_that_speaks_of_no_gifts_is_asked_above_a_list_and_as_its_file(title):
    assert one_gift(title=title).decision == "review"
    assert one_gift(name=f"{title.replace(' ', '_')}.csv").decision == "review"


@pytest.mark.parametrize(
    "title", ["Gifts 2024", "Spring appeal", "Harbor dinner, April 18", "Bank transfers", "Ramadan drive"]
)
def test_an_ordinary_title_is_not_asked(title):
    assert one_gift(title=title).decision == "accept"


def test_a_heading_nobody_understands_is_asked_in_a_list_of_pledges():
    rows = gifts(
        "Pledges 2024\nName,Date,Amount\nAna Pinto,2024-01-05,10\nTURNED IN (cash and checks at the door),,\n"
        "Bo Lund,2024-01-06,20\nPaid,,\nCy Marsh,2024-01-07,30\nGifts,,\nDi Orr,2024-01-08,40\nMarch 2024,,\n"
        "Ed Poe,2024-03-08,50\n"
    )

    assert [(row.party.written, row.decision, row.kind) for row in rows] == [
        ("Ana Pinto", "accept", "pledge"), ("Bo Lund", "review", "gift"), ("Cy Marsh", "review", "gift"),
        ("Di Orr", "accept", "gift"), ("Ed Poe", "accept", "gift"),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", ["2024", "Table 3", "March", "(continued)"])
def test_a_heading_that_only_orders_a_list_changes_nothing(heading):
    rows = gifts(f"Pledges\nName,Date,Amount\n{heading},,\nAna Pinto,2024-01-05,10\n")

    assert [(row.party.written, row.decision, row.kind) for row in rows] == [("Ana Pinto", "accept", "pledge")]


AMOUNTS = (
    "Ask amount", "Invoice amount", "Monthly amount", "Gift (est.)", "Amount (thousands)", "Goal", "Net",
    "Credit", "Debit",
    "YTD", "Last gift", "Soft credit", "£",
)  # fmt: skip


@pytest.mark.parametrize("title", AMOUNTS)
def test_the_one_column_of_money_is_understood_or_asked(title):
    row = one_gift(head=f"Name,Date,{title}")

    assert row.decision == "review" or (row.kind, row.amount, row.currency) == ("gift", Decimal("10.00"), "GBP")


@pytest.mark.parametrize(
    "title",
    ["Expected date", "Event date", "Statement date", "Next payment date", "Date mailed", "Pledge date", "Entered",
     "Date entered", "Entry date", "Date sent", "Date pledged", "Logged on", "Date added"],
)  # fmt: skip
def test_the_one_column_of_days_is_a_day_of_gift_or_asked(title):
    assert one_gift(head=f"Name,{title},Amount").decision == "review"


@pytest.mark.parametrize(
    "title", ["Date", "Date received", "Gift date", "Timestamp", "Created at", "Deposited", "Check date"]
)
def test_the_day_of_a_gift_is_not_asked(title):
    assert one_gift(head=f"Name,{title},Amount").decision == "accept"


def test_a_day_of_something_else_is_no_question_beside_the_day_of_the_gift_or_of_a_pledge():
    both = gifts("Name,Entered,Date,Amount\nAna Pinto,2024-02-05,2024-01-05,10\n")
    pledge = gifts("Name,Pledge date,Amount,Type\nAna Pinto,2024-01-05,10,Pledge\n")

    assert [(row.decision, str(row.date)) for row in (*both, *pledge)] == [("accept", "2024-01-05")] * 2


@pytest.mark.parametrize("title", ["Rent fund", "Food fund", "£", "Jan", "Feb 2024", "Q1"])
def test_money_under_another_title_is_asked_beside_an_amount(title):
    rows = gifts(f"Name,Date,Amount,{title}\nAna Pinto,2024-01-05,10.00,50\nBo Lund,2024-01-06,20.00,300\n")

    assert {row.decision for row in rows} == {"review"}
    assert f"“{title}” holds money" in rows[0].reason


def test_an_amount_that_may_stand_in_an_unread_column_is_asked_not_rejected():
    rows = gifts("Name,Date,Gift,Rent fund\nAna Pinto,2024-01-05,10.00,50\nBo Lund,2024-01-06,,300\n")

    assert [row.decision for row in rows] == ["review", "review"]


def test_contacts_with_totals_of_their_giving_are_left_alone():
    plan = planned("Name,Email,Lifetime giving,Last gift\nAna Pinto,ana@x.example,500.00,20.00\n")

    assert [row.decision for row in plan.rows] == ["accept"]


CLOSED = (
    ("Mailings?", "No"), ("Contact?", "N"), ("Send appeals", "FALSE"), ("Mail list", "x"), ("Solicit code", "DNS"),
    ("Snail mail?", "no"), ("Texting OK", "N"), ("List", "Removed"), ("Flags", "deceased"), ("Wants mail", "N"),
    ("Privacy", "opt out"), ("Tags", "vip; do not email"), ("E-news", "0"),
    ("Comments", "please take me off your list"), ("Comments", "NO MAIL"),
    ("Comments", "passed 3/2022"), ("Comments", "mail returned 6/2023"),
)  # fmt: skip


@pytest.mark.parametrize(("title", "said"), CLOSED)
def test_a_column_that_may_close_a_channel_closes_it_or_is_asked(title, said):
    plan = planned(f"Name,Email,{title}\nAna Pinto,ana@x.example,{said}\n")

    (row,) = plan.rows
    assert row.decision == "review" or "in" not in (row.as_json()["consent"] or {"": "in"}).values()


@pytest.mark.parametrize("title", ["Volunteer", "Board", "VIP", "Thank you letter", "Came to the gala"])
def test_a_yes_or_no_about_something_else_is_not_asked(title):
    plan = planned(f"Name,Email,{title}\nAna Pinto,ana@x.example,Y\nBo Lund,bo@x.example,N\n")

    assert [row.decision for row in plan.rows] == ["accept", "accept"]


@pytest.mark.parametrize(
    ("role", "text"),
    [("Phone", "253-555-0110 (do not call)"), ("Phone", "DNC 253-555-0111"), ("Email", "bounced: ana3@x.example"),
     ("Email", "ana4@x.example - unsubscribed"), ("Address", "12 Elm St - mail returned")],
)  # fmt: skip
def test_a_word_beside_an_address_counts_or_is_asked(role, text):
    (row,) = planned(f'Name,City,{role}\nAna Pinto,Tacoma,"{text}"\n').rows

    assert row.decision == "review" or row.as_json()["consent"]


LISTS = (
    "People who asked not to be called", "Returned mail list", "No longer at this address", "Please remove",
    "In memoriam", "Blocked", "Inactive", "donotmail", "dead", "BOUNCES", "remove me", "stop",
)  # fmt: skip


@pytest.mark.parametrize("title", LISTS)
def test_a_list_that_may_be_of_the_unwilling_is_asked(title):
    contacts = "Name,Email,Phone\nAna Pinto,ana@x.example,253-555-0101\n"

    for plan in (planned(f"{title}\n{contacts}"), planned(contacts, f"{title}.csv")):
        (row,) = [row for row in plan.rows if row.decision != "ignore"]
        assert row.decision == "review" or row.as_json()["consent"]


def test_a_name_column_nobody_understood_is_asked_before_people_are_called_by_their_addresses():
    plan = planned(
        "Clan,His half,Her half,Email,Street\nLindqvist,Torvald,Ingrid,il@x.example,9 Cedar Ln\n"
        "Osei,Kwabena,,,PO Box 9\n"
    )

    assert {row.decision for row in plan.rows} == {"review"}


def test_contacts_that_only_have_addresses_are_still_read():
    plan = planned("Email,City\nana@x.example,Tacoma\n")

    assert [row.decision for row in plan.rows] == ["accept"]


BODIES = (
    "Rotary Club of Tacoma", "Girl Scout Troop 1123", "PTA Lincoln Elementary", "Law Offices of Janet Pruitt",
    "Class of 1988", "Dr. Kim's Family Dentistry", "Women's Bible Study", "Local 302 IUOE", "Cub Pack 12",
    "Schwab FBO Henry Dunmore", "Gilda Farrow IRA", "IRA FBO Gilda Farrow", "Rev. Marcus Delacroix, for St. Brendan's",
    "Al-Madina Market", "Youth group",
)  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_what_is_hardly_a_person_is_asked_or_an_organization(name):
    row = gifts(f'Name,Date,Amount\n"{name}",2024-01-05,10\n')[0]

    assert row.supporter is None
    assert row.decision == "review" or row.organization


@pytest.mark.parametrize(
    "name", ["Ira Glass", "IRA GLASS", "Guest 4", "Sam O's", "Offa Khan", "Christian Temple", "Summer Fields"]
)
def test_a_person_is_not_asked_whether_they_are_a_body(name):
    row = gifts(f'Name,Date,Amount\n"{name}",2024-01-05,10\n')[0]

    assert (row.decision, row.organization) == ("accept", None), row.reason


def test_a_sheet_that_names_nobody_is_asked_beside_one_that_was_understood():
    plan = planned(
        xlsx({
            "2023": [["Name", "Date", "Amount"], ["Ana Pinto", "2023-01-05", 10]],
            "2024": [["handed over through", "Date", "Amount"], ["Bo Lund", "2024-01-05", 20]],
        })
    )  # fmt: skip

    assert [(row.sheet, row.decision) for row in plan.rows] == [("2023", "accept"), ("2024", "review")]


def test_an_amount_without_a_sign_is_asked_where_most_show_their_currencies():
    rows = gifts(
        "Name,Date,Gift\nAna Pinto,2024-01-05,£20\nBo Lund,2024-01-06,C$50\nCy Marsh,2024-01-07,20\n"
        "Di Orr,2024-01-08,$35\n"
    )

    assert [(row.decision, row.currency) for row in rows] == [
        ("accept", "GBP"), ("accept", "CAD"), ("review", "USD"), ("accept", "USD")
    ]  # fmt: skip


def test_one_foreign_gift_in_a_list_without_signs_asks_nothing_of_the_others():
    rows = gifts("Name,Date,Gift\nAna Pinto,2024-01-05,£20\nBo Lund,2024-01-06,50\nCy Marsh,2024-01-07,20\n")

    assert [row.decision for row in rows] == ["accept", "accept", "accept"]


@pytest.mark.parametrize(
    ("head", "said"),
    [("Fund", "Raffle"), ("Campaign", "Silent auction 2024"), ("Purpose", "Bake sale"), ("Notes", "raffle"),
     ("Notes", "2 cookbooks"), ("Notes", "bought a painting at the auction"), ("Memo", "Membership dues")],
)  # fmt: skip
def test_a_purpose_or_note_that_names_something_sold_is_asked(head, said):
    row = one_gift(head=f"Name,Date,Amount,{head}", cells=f",{said}")

    assert (row.decision, said in row.reason) == ("review", True)


@pytest.mark.parametrize(
    ("head", "said"),
    [("Notes", "met her at the yard sale last week"), ("Notes", "in order"), ("Notes", "standing order"),
     ("Fund", "Library"), ("Fund", "General")],
)  # fmt: skip
def test_a_purpose_or_note_that_only_mentions_a_sale_is_not_asked(head, said):
    row = one_gift(head=f"Name,Date,Amount,{head}", cells=f",{said}")

    assert row.decision == "accept", row.reason


@pytest.mark.parametrize("name", ["bake sale", "Merch orders", "raffle", "auction paid"])
def test_a_list_whose_title_or_name_says_what_was_sold_is_asked(name):
    assert [one_gift(name=f"{name}.csv").decision, one_gift(title=name).decision] == ["review", "review"]


@pytest.mark.parametrize(("name", "decision"), [("angry donors", "review"), ("lapsed donors", "accept")])
def test_a_list_of_gifts_of_people_who_may_not_want_to_hear_is_asked(name, decision):
    assert one_gift(name=f"{name}.csv").decision == decision
