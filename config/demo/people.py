"""The people of the demonstration: families of a Pakistani diaspora, none of whom exists."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from crm.models import Supporter
from crm.services.supporters import SupporterDraft, create_household, create_supporters

# Given names in Latin letters and in Urdu; family names mean "example", "imagined", "fable", "parable", "unreal" …
WOMEN = {
    "Amina": "آمنہ", "Bushra": "بشریٰ", "Dua": "دعا", "Fatima": "فاطمہ", "Gulnaz": "گلناز", "Hina": "حنا",
    "Iqra": "اقرا", "Javeria": "جویریہ", "Kiran": "کرن", "Lubna": "لبنیٰ", "Mahnoor": "ماہ نور", "Nadia": "نادیہ",
    "Parveen": "پروین", "Rabia": "رابعہ", "Sana": "ثنا", "Tahira": "طاہرہ", "Uzma": "عظمیٰ", "Zainab": "زینب",
}  # fmt: skip
MEN = {
    "Adeel": "عدیل", "Bilal": "بلال", "Danish": "دانش", "Faisal": "فیصل", "Ghulam": "غلام", "Haroon": "ہارون",
    "Imran": "عمران", "Junaid": "جنید", "Kashif": "کاشف", "Luqman": "لقمان", "Muhammad": "محمد", "Naveed": "نوید",
    "Omar": "عمر", "Qasim": "قاسم", "Rashid": "راشد", "Salman": "سلمان", "Tariq": "طارق", "Yousuf": "یوسف",
}  # fmt: skip
FAMILIES = {
    "Namoona": "نمونہ", "Misali": "مثالی", "Khayali": "خیالی", "Afsanvi": "افسانوی", "Farzi": "فرضی",
    "Kahani": "کہانی", "Tamseel": "تمثیل", "Tasawwur": "تصور", "Hikayati": "حکایتی", "Nazir-Misal": "نظیر مثال",
}  # fmt: skip
PLACES = (
    ("Carmel", "IN", "46032", "US", 26),
    ("Indianapolis", "IN", "46204", "US", 22),
    ("Fishers", "IN", "46038", "US", 10),
    ("Fremont", "CA", "94539", "US", 20),
    ("San Jose", "CA", "95112", "US", 12),
    ("New York", "NY", "10001", "US", 10),
    ("Houston", "TX", "77002", "US", 8),
    ("Pittsburgh", "PA", "15222", "US", 5),
    ("Birmingham", "", "B1 1AA", "GB", 4),
    ("Toronto", "ON", "M5V 2T6", "CA", 4),
    ("Dubai", "", "", "AE", 3),
    ("Lahore", "", "54000", "PK", 3),
)
ORGANIZATIONS = (
    ("Example Orchard Clinic, LLC", Supporter.DonorType.BUSINESS),
    ("Sample Palm Dental Group", Supporter.DonorType.BUSINESS),
    ("Masjid of Exampleville", Supporter.DonorType.BUSINESS),
    ("Placeholder Family Foundation", Supporter.DonorType.PRIVATE_FOUNDATION),
    ("Maple Fork Donor Fund (sample)", Supporter.DonorType.DAF_SPONSOR),
)
STREETS = ("Sample Street", "Example Orchard Lane", "Placeholder Court", "Specimen Avenue", "Fable Road")


@dataclass(frozen=True)
class People:
    persons: list[Supporter]
    organizations: list[Supporter]


def create_people(*, count: int, random: Random) -> People:
    """Create `count` persons, some of them couples in a household, some protected, and a few organizations."""
    drafts = [_person(index, random) for index in range(count)]
    persons = create_supporters(drafts=drafts, by=None)
    organizations = create_supporters(
        drafts=[
            SupporterDraft(
                full_name=name,
                kind=Supporter.Kind.ORGANIZATION,
                donor_type=donor_type,
                emails=(f"office{index}@example.org",),
                addresses=(_address(random),),
                source="Demo data",
            )
            for index, (name, donor_type) in enumerate(ORGANIZATIONS)
        ],
        by=None,
    )
    for first, second in zip(persons[3::11], persons[4::11], strict=False):
        create_household(
            name=f"The {first.family_name} family",
            salutation=f"{first.given_name} and {second.given_name}",
            members=[first, second],
            by=None,
        )
    return People(persons, organizations)


def _person(index: int, random: Random) -> SupporterDraft:
    given, given_urdu = random.choice(list((WOMEN if index % 2 else MEN).items()))
    family, family_urdu = random.choice(list(FAMILIES.items()))
    title = "Dr. " if random.random() < 0.12 else ""
    native = f"{given_urdu} {family_urdu}" if random.random() < 0.4 else ""
    mail = f"{given}.{family}{index}@example.org".lower()
    return SupporterDraft(
        full_name=f"{title}{given} {family}",
        given_name=given,
        family_name=family,
        native_name=native,
        language=Supporter.Language.URDU if native and random.random() < 0.2 else Supporter.Language.ENGLISH,
        emails=(mail,) if random.random() < 0.85 else (),
        phones=(f"+1 317 555 01{index % 100:02d}",) if random.random() < 0.6 else (),
        addresses=(_address(random),) if random.random() < 0.9 else (),
        source="Demo data",
        fields={"protected": index % 37 == 36, "anonymous": random.random() < 0.06},
    )


def _address(random: Random) -> dict[str, str]:
    city, region, postal_code, country, _ = random.choices(PLACES, weights=[place[4] for place in PLACES])[0]
    street = f"{random.randint(1, 980)} {random.choice(STREETS)}"
    if random.random() < 0.2:
        street += f"\nApartment {random.randint(1, 40)}{random.choice('AB')}"
    return {"street": street, "city": city, "region": region, "postal_code": postal_code, "country": country}
