"""People of large books: names as common and as rare as in a real list, with ways to reach them."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from benchmarks.scale.tables import Table, highest
from crm import searching

GIVEN = """Ahmed Hassan Omar Bilal Imran Faisal Tariq Usman Zahid Salman Asad Junaid Shahid Yasir Ayesha Fatima Zainab
Maryam Sana Hina Nadia Rabia Amna Farah Huma Kiran Noor Sadia James Mary John Patricia Robert Linda David William Susan
Joseph Sarah Charles Karen Daniel Lisa Matthew Nancy Mark Steven Emily Paul Michelle""".split()  # noqa: SIM905
FAMILY = """Khan Ahmed Malik Hussain Sheikh Butt Chaudhry Qureshi Siddiqui Mirza Raja Baig Awan Bhatti Gill Iqbal Rana
Shah Usmani Virk Zaidi Abbasi Cheema Haider Smith Johnson Williams Brown Jones Garcia Miller Davis Lopez Wilson Anderson
Taylor Moore Jackson Martin Lee White Harris Clark Walker Young King Wright Scott Hill Flores""".split()  # noqa: SIM905
SYLLABLES = "ba be bi da de fa ga ha ja ka la ma na pa ra sa ta va wa za shi cho kha tar mir zan lor bek".split()  # noqa: SIM905
CITIES = (
    ("Carmel", "IN", "46032"), ("Indianapolis", "IN", "46204"), ("Fremont", "CA", "94536"), ("San Jose", "CA", "95112"),
    ("New York", "NY", "10001"), ("Chicago", "IL", "60601"), ("Houston", "TX", "77001"), ("Irvine", "CA", "92602"),
)  # fmt: skip
KINDS = ("Foundation", "Family Trust", "Medical Group", "LLC", "Islamic Center")
#: Of so many supporters one is protected: the one at this place.
PROTECTED_EVERY, PROTECTED_AT = 200, 11
CODE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class People:
    """Writes supporters in the order of their keys; every twenty-fifth is an organization, every two hundredth
    protected, one in ten shares a household with the next."""

    def __init__(self, chance: Random, now: datetime) -> None:
        self.chance, self.now = chance, now
        self.supporters, self.households = Table("crm.Supporter"), Table("crm.Household")
        self.emails, self.phones, self.addresses = map(
            Table, ("crm.EmailAddress", "crm.PhoneNumber", "crm.PostalAddress")
        )
        rare = {"".join(chance.choices(SYLLABLES, k=chance.randint(2, 3))).capitalize() for _ in range(3000)}
        self.rare = sorted(rare)
        self.number = highest("crm_supporter", "number")
        self.household: int | None = None

    def write(self, count: int) -> tuple[int, int]:
        """Write so many supporters. Gives the first and the last key."""
        first = self.supporters.next
        for place in range(count):
            self._add(place)
        for table in (self.households, self.supporters, self.emails, self.phones, self.addresses):
            table.write()
        return first, self.supporters.next - 1

    def _add(self, place: int) -> None:
        given, family = self._word(GIVEN, 0.7), self._word(FAMILY, 0.5)
        company, protected = place % 25 == 7, place % PROTECTED_EVERY == PROTECTED_AT
        name = f"{family} {self.chance.choice(KINDS)}" if company else f"{given} {family}"
        code, self.number = f"P-{_spelled(7_000_000 + place * 3)}", self.number + 1
        key = self.supporters.add(
            number=self.number, kind="organization" if company else "person",
            donor_type="business" if company else "individual", full_name=name, code=code, protected=protected,
            given_name="" if company else given, family_name="" if company else family,
            shown_name=code if protected else name, created_at=self._since(2000),
            sort_name=code if protected else (name if company else f"{family}, {given}").casefold(),
            name_keys="" if protected else searching.search_keys(name),
            search_text="" if protected else searching.search_text(name),
            household_id=None if company or protected else self._household(place, family),
        )  # fmt: skip
        self._reach(key, place, f"{given}.{family}{place}".lower())

    def _household(self, place: int, family: str) -> int | None:
        if place % 10 == 3:
            name = f"The {family}s"
            code = f"H-{_spelled(9_000_000 + place)}"
            self.household = self.households.add(name=name, shown_name=name, code=code, created_at=self._since(900))
            return self.household
        shared, self.household = self.household if place % 10 == 4 else None, None
        return shared

    def _reach(self, key: int, place: int, mailbox: str) -> None:
        same = {"supporter_id": key, "primary": True, "created_at": self._since(800)}
        if place % 5:
            self.emails.add(address=f"{mailbox}@example.org", normalized=f"{mailbox}@example.org", **same)
        if place % 2:
            number = f"{self.chance.randint(201, 989)}555{self.chance.randrange(10_000):04}"
            self.phones.add(number=number, normalized=f"+1{number}", **same)
        if place % 10 < 7:
            city, region, code = self.chance.choice(CITIES)
            street = f"{self.chance.randint(1, 9999)} Example Street"
            self.addresses.add(street=street, city=city, region=region, postal_code=code, country="US", **same)

    def _word(self, common: list[str], share: float) -> str:
        return self.chance.choice(common if self.chance.random() < share else self.rare)

    def _since(self, days: int) -> datetime:
        return self.now - timedelta(days=self.chance.randrange(days))


def _spelled(number: int) -> str:
    """A number in the letters of codes, six of them."""
    found = ""
    for _ in range(6):
        number, rest = divmod(number, len(CODE))
        found += CODE[rest]
    return found
