"""The charity of the demonstration: its facts, funds, campaigns and one account for each role."""

from datetime import date

from core.models import ExemptionStatus, Organization, StateRegistration, User
from donations.models import Campaign, Fund

PASSWORD = "solidarity-demo-2026"
ACCOUNTS = {
    "admin": ("Ada Example", "Office manager"),
    "development": ("Dana Sample", "Development director"),
    "finance": ("Farah Example", "Treasurer"),
    "events": ("Esha Sample", "Event coordinator"),
    "door": ("Dilawar Example", "Check-in volunteer"),
    "board": ("Bano Sample", "Board member"),
}
FUNDS = (
    (
        "GEN",
        "Where it is needed most",
        "جہاں ضرورت سب سے زیادہ ہو",
        "General support, used where it is needed most.",
        False,
        False,
        True,
    ),
    (
        "LEGAL",
        "Legal aid for families",
        "خاندانوں کے لیے قانونی مدد",
        "Lawyers, court fees, and safe travel for families in court.",
        True,
        True,
        True,
    ),
    (
        "REPORT",
        "Investigative reports",
        "تحقیقی رپورٹیں",
        "Testimony recorded, checked, translated, and published.",
        True,
        False,
        True,
    ),
    ("EDU", "Education", "تعلیم", "School fees and books for children of displaced families.", True, True, True),
)


ORGANIZATION = {
    "legal_name": "Movement for Solidarity and Peace in Pakistan, Inc.",
    "short_name": "MSP",
    "ein": "00-0000000",
    "address": "100 Example Avenue, Suite 4\nNew York, NY 10001",
    "phone": "(212) 555-0100",
    "email": "giving@example.org",
    "website": "give.example.org",
    "formation_on": date(2012, 8, 21),
    "state_of_incorporation": "NY",
    "signer_name": "Farah Example",
    "signer_title": "Treasurer",
    "giving_promise": "We never sell, trade, or publish names. If you change your mind, write to us and we'll "
    "return your gift.",
    "giving_promise_ur": "ہم نام نہ بیچتے ہیں، نہ شائع کرتے ہیں۔ ارادہ بدل جائے تو ہمیں لکھیں، ہم رقم واپس کر دیں گے۔",
    "environment": Organization.Environment.DEMO,
}


def set_up(*, today: date) -> None:
    """Write the organization, its exemption story, registrations, funds, campaigns and accounts."""
    Organization.objects.update_or_create(pk=1, defaults=ORGANIZATION)
    _standing()
    _funds()
    _campaigns(today.year)
    _accounts()


def _funds() -> None:
    for code, name, name_ur, purpose, restricted, zakat, public in FUNDS:
        Fund.objects.get_or_create(
            code=code,
            defaults={
                "name": name,
                "name_ur": name_ur,
                "purpose": purpose,
                "restricted": restricted,
                "zakat_eligible": zakat,
                "public": public,
            },
        )


def _accounts() -> None:
    for role, (name, title) in ACCOUNTS.items():
        if not User.objects.filter(email=f"{role}@example.org").exists():
            user = User.objects.create_user(f"{role}@example.org", PASSWORD, name=name, roles=(role,))
            User.objects.filter(pk=user.pk).update(title=title)


def _standing() -> None:
    """Applied on December 3, 2012; the letter of July 15, 2013 reaches back to the day of formation."""
    for status, starts_on, effective_on in (
        (ExemptionStatus.Status.PENDING, date(2012, 12, 3), None),
        (ExemptionStatus.Status.RECOGNIZED, date(2013, 7, 15), date(2012, 8, 21)),
    ):
        ExemptionStatus.objects.get_or_create(
            starts_on=starts_on, defaults={"status": status, "effective_on": effective_on}
        )
    for state, number in (("NY", "00-00-00"), ("CA", "CT0000000"), ("PA", "00000")):
        StateRegistration.objects.get_or_create(state=state, number=number, starts_on=date(2014, 1, 1))


def _campaigns(year: int) -> None:
    for campaign_year in (year - 1, year):
        for name, name_ur, starts, ends in (
            ("Ramadan appeal", "رمضان کی اپیل", (2, 15), (4, 1)),
            ("Indiana dinner", "انڈیانا کا عشائیہ", (8, 1), (11, 1)),
            ("California dinner", "کیلیفورنیا کا عشائیہ", (1, 15), (4, 15)),
            ("Year-end appeal", "سال کے اختتام کی اپیل", (11, 1), (12, 31)),
        ):
            Campaign.objects.get_or_create(
                name=f"{name} {campaign_year}",
                defaults={
                    "name_ur": f"{name_ur} {campaign_year}",
                    "starts_on": date(campaign_year, *starts),
                    "ends_on": date(campaign_year, *ends),
                },
            )
