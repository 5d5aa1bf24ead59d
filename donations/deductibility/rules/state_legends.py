"""State legends as dated data: the text, where it is printed, and the type size (receipt rules, 6).

Addresses and phone numbers change, so each row has a period; add a new row for a change. Every new row needs sign-off
by the treasurer or counsel, as all texts sent to donors do.
"""

# ruff: noqa: E501 - legal texts are kept in long lines

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Legend:
    """One state's text in `[starts_on, ends_on)`.

    `on_receipts`: also on receipts and statements, not only on solicitations. `needs_registration`: printed only where
    the charity is registered. `points`: least type size. Braces in `text` are filled from the charity's own facts.
    """

    state: str
    code: str
    text: str
    citation: str
    on_receipts: bool = False
    needs_registration: bool = True
    points: float = 8.0
    bold: bool = False
    starts_on: date = date.min
    ends_on: date = date.max


FLORIDA_UNTIL_2014 = (
    "A COPY OF THE OFFICIAL REGISTRATION AND FINANCIAL INFORMATION OF {LEGAL_NAME} MAY BE OBTAINED FROM THE DIVISION OF "
    "CONSUMER SERVICES BY CALLING TOLL-FREE 1-800-435-7352 WITHIN THE STATE. REGISTRATION DOES NOT IMPLY ENDORSEMENT, "
    "APPROVAL, OR RECOMMENDATION BY THE STATE. REGISTRATION NUMBER {REGISTRATION_NUMBER}."
)
FLORIDA = (
    "A COPY OF THE OFFICIAL REGISTRATION AND FINANCIAL INFORMATION OF {LEGAL_NAME} MAY BE OBTAINED FROM THE DIVISION OF "
    "CONSUMER SERVICES BY CALLING TOLL-FREE 1-800-435-7352 WITHIN THE STATE OR AT WWW.FLORIDACONSUMERHELP.COM. "
    "REGISTRATION DOES NOT IMPLY ENDORSEMENT, APPROVAL, OR RECOMMENDATION BY THE STATE. REGISTRATION NUMBER "
    "{REGISTRATION_NUMBER}."
)
PENNSYLVANIA = (
    "The official registration and financial information of {legal_name} may be obtained from the Pennsylvania Department "
    "of State by calling toll free, within Pennsylvania, 1 (800) 732-0999. Registration does not imply endorsement."
)
NORTH_CAROLINA = (
    "Financial information about this organization and a copy of its license are available from the State Solicitation "
    "Licensing Branch at {branch_phone}. The license is not an endorsement by the State."
)
MARYLAND = (
    "A copy of the current financial statement of {legal_name} is available on request by writing to {address} or by "
    "calling {phone}. Documents and information submitted under the Maryland Solicitations Act are also available, for "
    "the cost of copies and postage, from the Maryland Secretary of State, State House, Annapolis, Maryland 21401."
)
NEW_JERSEY = (
    "INFORMATION FILED WITH THE ATTORNEY GENERAL CONCERNING THIS CHARITABLE SOLICITATION MAY BE OBTAINED FROM THE "
    "ATTORNEY GENERAL OF THE STATE OF NEW JERSEY BY CALLING 973-504-6215. REGISTRATION WITH THE ATTORNEY GENERAL DOES NOT "
    "IMPLY ENDORSEMENT."
)
MISSISSIPPI = (
    "The official registration and financial information of {legal_name} may be obtained from the Mississippi Secretary "
    "of State's office by calling 1-888-236-6167. Registration by the Secretary of State does not imply endorsement."
)
WEST_VIRGINIA = (
    "West Virginia residents may obtain a summary of the registration and financial documents from the Secretary of "
    "State, State Capitol, Charleston, West Virginia 25305. Registration does not imply endorsement."
)
NEW_YORK = (
    "A copy of our last financial report may be obtained on request from {legal_name}, {address}, or from the Attorney "
    "General's Charities Bureau, {ag_address}. A description of our programs is available from us on request."
)
NEW_YORK_2019 = NEW_YORK + (
    " Information on charitable organizations is available from the Attorney General at www.charitiesnys.com or "
    "(212) 416-8686."
)
GEORGIA = (
    "A full and fair description of the program of {legal_name} and its financial statement are available on request from "
    "{address}, {phone}."
)
VIRGINIA = (
    "A financial statement of {legal_name} is available from the Virginia Department of Agriculture and Consumer Services, "
    "P.O. Box 1163, Richmond, Virginia 23218, on request."
)
WASHINGTON = (
    "{legal_name}, {city_and_state}, is registered with the Washington Secretary of State. More information is available "
    "at 1-800-332-4483 or www.sos.wa.gov/charities."
)
FILINGS = "{{legal_name}} is registered in {state} under number {{registration_number}}. {where}"
PROGRAM_STATES = "{legal_name} is located in {city_and_state}. {deductibility} Its program: {program}."
CALIFORNIA = "{legal_name}, {address}. {non_exempt}{deductibility}"


def _filings(state: str, where: str) -> str:
    return FILINGS.format(state=state, where=where)


LEGENDS: tuple[Legend, ...] = (
    Legend("FL", "FL_LEGEND", FLORIDA_UNTIL_2014, "Fla. Stat. 496.411(3)", True, ends_on=date(2014, 7, 1)),
    Legend("FL", "FL_LEGEND", FLORIDA, "Fla. Stat. 496.411(3)", True, starts_on=date(2014, 7, 1)),
    Legend("PA", "PA_LEGEND", PENNSYLVANIA, "10 P.S. 162.13(c)", True),
    Legend(
        "NC",
        "NC_LEGEND",
        NORTH_CAROLINA.format(branch_phone="919-807-2214"),
        "N.C.G.S. 131F-9(c)",
        True,
        points=9.0,
        ends_on=date(2017, 1, 1),
    ),
    Legend(
        "NC",
        "NC_LEGEND",
        NORTH_CAROLINA.format(branch_phone="919-814-5400"),
        "N.C.G.S. 131F-9(c)",
        True,
        points=9.0,
        starts_on=date(2017, 1, 1),
    ),
    Legend("MD", "MD_LEGEND", MARYLAND, "Md. Code, Bus. Reg. 6-411", True),
    Legend("NJ", "NJ_LEGEND", NEW_JERSEY, "N.J.A.C. 13:48-11.2 (receipts: policy)", True),
    Legend("MS", "MS_LEGEND", MISSISSIPPI, "Miss. Code 79-11-523 (receipts: policy)", True),
    Legend("WV", "WV_LEGEND", WEST_VIRGINIA, "W. Va. Code 29-19-8"),
    Legend("NY", "NY_LEGEND", NEW_YORK, "N.Y. Exec. Law 174-b", points=10.0, bold=True, ends_on=date(2019, 3, 21)),
    Legend(
        "NY", "NY_LEGEND", NEW_YORK_2019, "N.Y. Exec. Law 174-b", points=10.0, bold=True, starts_on=date(2019, 3, 21)
    ),
    Legend("GA", "GA_LEGEND", GEORGIA, "O.C.G.A. 43-17-8"),
    Legend("VA", "VA_LEGEND", VIRGINIA, "Va. Code 57-55.3"),
    Legend("WA", "WA_LEGEND", WASHINGTON, "RCW 19.09.100"),
    Legend(
        "CO",
        "CO_LEGEND",
        _filings("Colorado", "Filings can be obtained from the Secretary of State, 303-894-2200, www.sos.state.co.us."),
        "policy",
    ),
    Legend("KS", "KS_LEGEND", _filings("Kansas", "Filings can be obtained from the Secretary of State."), "policy"),
    Legend(
        "WI",
        "WI_LEGEND",
        _filings("Wisconsin", "Filings can be obtained from the Department of Financial Institutions."),
        "policy",
    ),
    Legend("IL", "IL_LEGEND", _filings("Illinois", "Filings can be obtained from the Attorney General."), "policy"),
    Legend("MI", "MI_LEGEND", _filings("Michigan", "Filings can be obtained from the Attorney General."), "policy"),
    Legend("MN", "MN_DISCLOSURE", PROGRAM_STATES, "Minn. Stat. 309.556", needs_registration=False),
    Legend("NV", "NV_DISCLOSURE", PROGRAM_STATES, "NRS 82A.200", needs_registration=False),
    Legend("CA", "CA_CARD", CALIFORNIA, "Cal. B&P Code 17510.3", needs_registration=False, points=10.0),
)

NEW_YORK_ATTORNEY_GENERAL: tuple[tuple[date, str], ...] = (
    (date.min, "120 Broadway, New York, New York 10271"),
    (date(2018, 1, 1), "28 Liberty Street, New York, New York 10005"),
)
"""Where the Charities Bureau sat, from which day."""

NO_REGISTRATION: frozenset[str] = frozenset({"AZ", "DE", "IA", "ID", "IN", "MT", "NE", "SD", "TX", "VT", "WY"})
"""States that ask no registration of a charity that solicits."""


def legends_on(state: str, day: date | None) -> tuple[Legend, ...]:
    """The rows of a state in force on a day; without a day, the newest."""
    rows = tuple(legend for legend in LEGENDS if legend.state == state.strip().upper())
    if day is None:
        return rows[-1:]
    return tuple(legend for legend in rows if legend.starts_on <= day < legend.ends_on)


def attorney_general_address(day: date | None) -> str:
    """The Charities Bureau's address on a day; without a day, the newest."""
    addresses = [text for start, text in NEW_YORK_ATTORNEY_GENERAL if day is None or start <= day]
    return addresses[-1]
