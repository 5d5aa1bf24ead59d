from imports.plans import PlannedRow
from tests.imports.files import planned

TITLES = (
    "nationbuilder_id,prefix,first_name,middle_name,last_name,suffix,email1,email1_is_bad,email2,email2_is_bad,"
    "email_opt_in,phone_number,mobile_number,mobile_opt_in,do_not_call,do_not_contact,federal_donotcall,"
    "primary_address1,primary_address2,primary_city,primary_country_code,tag_list,note,is_deceased"
)


def person(**cells: str) -> str:
    return ",".join('"' + cells.get(title, "").replace('"', '""') + '"' for title in TITLES.split(","))


def rows(*people: dict[str, str]) -> list[PlannedRow]:
    return planned("\n".join([TITLES, *(person(**cells) for cells in people)])).rows


def one(**cells: str) -> PlannedRow:
    (row,) = rows({"nationbuilder_id": "7", "first_name": "Ines", "last_name": "Vance", **cells})
    return row


def test_a_person_is_a_contact_and_never_money() -> None:
    row = one(prefix="Dr.", middle_name="Ana", suffix="Jr.")

    assert (row.decision, row.kind, row.amount, row.supporter, row.gift) == ("accept", None, None, "new:1", None)
    assert row.party.people[0].full == "Ines Ana Vance Jr."
    assert row.party.told.ids == ("nationbuilder:7",)


def test_the_apostrophe_for_excel_is_no_part_of_a_value() -> None:
    row = one(phone_number="'419-555-0101", mobile_number="'+44 20 7946 0016", nationbuilder_id="'7")

    assert row.party.contact.phones == ("+14195550101", "+442079460016")
    assert row.party.told.ids == ("nationbuilder:7",)


def test_a_number_without_country_is_read_in_the_country_of_the_address() -> None:
    row = one(phone_number="020 7946 0016", primary_city="London", primary_country_code="GB")

    assert row.party.contact.phones == ("+442079460016",)


def test_a_row_of_zeros_is_no_number() -> None:
    assert one(phone_number="'000-000-0000").party.contact.phones == ()


def test_addresses_that_bounce_stand_last_and_are_told() -> None:
    row = one(email1="Old@Example.org", email1_is_bad="TRUE", email2="new@example.org", email2_is_bad="0")

    assert row.party.contact.emails == ("new@example.org", "old@example.org")
    assert row.party.told.bad_emails == ("old@example.org",)


def test_what_somebody_agreed_to_is_told_by_channel() -> None:
    assert one().party.told.consents == ()
    assert one(email_opt_in="yes", mobile_opt_in="false").party.told.consents == (("email", True), ("text", False))
    assert one(email_opt_in="1", federal_donotcall="true").party.told.consents == (("email", True), ("phone", False))


def test_no_contact_at_all_closes_every_channel() -> None:
    closed = (("email", False), ("phone", False), ("text", False), ("mail", False))

    assert one(email_opt_in="true", do_not_contact="true").party.told.consents == closed
    assert one(email_opt_in="true", is_deceased="true").party.told.consents == closed


def test_tags_are_parted_at_commas() -> None:
    assert one(tag_list="donor, VIP,donor , Spring Dinner").party.told.tags == ("donor", "VIP", "Spring Dinner")


def test_the_address_has_all_its_lines() -> None:
    row = one(primary_address1="12 Elm St", primary_address2="Apt 3", primary_city="Toledo")

    assert (row.party.contact.address, row.party.contact.city) == ("12 Elm St\nApt 3", "Toledo")


def test_an_organization_stands_in_the_last_name() -> None:
    tagged, plain, person = rows(
        {"last_name": "Blue Heron", "tag_list": "organization", "email1": "desk@example.org"},
        {"last_name": "Harbor Lights Bakery"},
        {"first_name": "Tom", "last_name": "Vance", "tag_list": "organization"},
    )

    assert [row.party.organization for row in (tagged, plain, person)] == ["Blue Heron", "Harbor Lights Bakery", ""]
    assert tagged.party.contact.emails == ("desk@example.org",)
    assert person.supporter is not None


def test_spouses_on_one_address_stay_two() -> None:
    first, second = rows(
        {"nationbuilder_id": "7", "first_name": "Ines", "last_name": "Vance", "email1": "home@example.org"},
        {"nationbuilder_id": "8", "first_name": "Tom", "last_name": "Vance", "email1": "home@example.org"},
    )

    assert first.supporter != second.supporter


def test_a_record_that_names_and_reaches_nobody_is_refused() -> None:
    bare, reached, formula = rows(
        {"nationbuilder_id": "7", "tag_list": "x"},
        {"nationbuilder_id": "8", "email1": "ines@example.org"},
        {"nationbuilder_id": "9", "first_name": '=HYPERLINK("http://x.test")', "last_name": "Vance"},
    )

    assert [row.decision for row in (bare, reached, formula)] == ["reject", "accept", "review"]
    assert "no name and no contact details" in bare.reason


def test_titles_may_stand_lower_in_another_order_and_case() -> None:
    plan = planned(
        "People\n\nTag_List,LAST_NAME,First_Name,Email_Opt_In,Do_Not_Contact,NationBuilder_ID\nx,Vance,Ines,,,7\n"
    )

    assert [row.party.people[0].full for row in plan.rows if row.decision == "accept"] == ["Ines Vance"]
