"""Files damaged by chance, each by its number: the same number makes the same file everywhere.

A mutant begins as a sound file (a log, a list, an export, an OpenDocument sheet) and then suffers one to three damages:
bytes turned, parts of the archive lost, moved or emptied, attributes and cells set to what no program writes.
"""

import random
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO

from tests.imports.books import small_log
from tests.imports.files import raw_xlsx

HOSTILE = (
    "", " ", "0", "-1", "-0", "1", "99999999999999999999999", "1e999", "-1e308", "1e-400", "NaN", "Infinity",
    "²", "१२", "۱۲۳", "٣٫٥", "1/1/00000", "0/0/00", "31/31/9999", "2024-13-45", "2024-02-30T25:61:61Z",
    "2024-01-01T00:00+99:99", "0001-01-01 00:00 UTC", "9999-12-31 23:59 UTC", "20240230", "00000000",
    "12345678901234567890", "١٢/٣/٢٠٢٤", "=1+1", "=HYPERLINK(1)", "@SUM(A1)", "'", "''''", '"', '""', ",", ";",
    "\t", "|", "&", "&&", " & ", "/", "and", "or", "and wife", "Mr. and Mrs.", "The Estate of", "Family",
    "The  Family", ",,", ", ,", "Jr.", "M.D., PhD", "- -", "()", "(((", "$", "£", "$-", "(5", "5)", "--5", "5-",
    "Rs", "Rs /-", "1,2,3", "1.2.3", ",5", "5,", "1,000,00", "€1.234,567", "@", "a@", "@b", "a@b@c", "mailto:",
    "mailto:@", "a@b..c", "x" * 300+ "@example.com", "ä@ö.example", "+", "+1", "tel:", "ext.", "x12", "1 x",
    "(317)", "3.1E+09", "3.1E+999", "1E", "00", "000000000000000000000000", "٠١٢٣", "\u202e", "\u200b",
    "\ufeff", "\ue000", "\ue000end of file\ue000", "\u2028", "\x0b", "\x1f", "\x85", "é", "e\u0301", "😀",
    "👨‍👩‍👧‍👦", "علی", "محمد اور فاطمہ", "ﷺ", "İ", "ß", "ǅ", "A" * 5000, "a b " * 500, "<b>", "{{ x }}",
    "%s", "\\", "rId1", "rId99", "s", "e", "b", "str", "inlineStr", "A0", "A-1", "XFE1", "ZZZZZZ1", "A1048577",
    "A:B", "1:2", "A1:", "hidden", "../../etc/passwd", "/xl/workbook.xml", "http://x.example", "External",
    "yyyy-mm-dd", "[$-", '[$£-809]#,##0', "_xD800_", "_x0000_", "_xFFFF_", "TRUE", "#REF!", "#DIV/0!", "refund",
    "pledge", "in kind", "TOTAL", "Sub-total",
)  # fmt: skip
_LISTS = (
    "Date,Name,Amount,Check #,For,Notes\n3/14/2024,Ann Lee,$50.00,1001,General,\n"
    "2024-03-15,Bo & Cy Day,75,,Wells,refund\n",
    "Name;Betrag;Datum\nUlf Beispiel;1.250,50;14.3.2024\nEva Beispiel;20,00;15.3.2024\n",
    "First Name,Last Name,Email,Phone,Zip,Email Opt Out,Deceased\n"
    "Amina,Sample,a@example.com,(317) 555-0101,46032,Yes,\n",
    "nationbuilder_id,first_name,last_name,email,email1_is_bad,do_not_contact,tag_list,primary_city,is_volunteer\n"
    "1,Ali,Sample,ali@example.com,false,true,\"a, b\",Carmel,false\n",
    "nationbuilder_donation_id,amount,amount_in_cents,payment_type_name,succeeded_at,failed_at,first_name,last_name\n"
    "7,50.00,5000,Check,2024-03-05 10:00:00 -0500,,Ali,Sample\n",
    "id,Description,Amount,Fee,Status,Created (UTC)\nch_1,Gift,50.00,1.75,Paid,2024-12-31 23:59\n",
    "نام,رقم,تاریخ\nعلی رضا,۱۰۰,2024-03-05\n",
    "PLEDGES NOT YET RECEIVED,,\nAmounts in GBP,,\nDate,Name,Amount\n2024-01-05,Ann Lee,5\nBo Day,,7\nTOTAL,,12\n",
)  # fmt: skip
_CELLS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Date</t></is></c><c r="B1" t="inlineStr"><is><t>Name</t></is></c>'
    '<c r="C1" t="inlineStr"><is><t>Amount</t></is></c></row>'
    '<row r="2"><c r="A2" s="1"><v>45356</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" s="2"><v>50</v></c></row>'
    '<row r="3"><c r="A3" s="1"><v>45357</v></c><c r="B3" t="s"><v>1</v></c><c r="C3"><f>25+25</f><v>50</v></c></row>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet>"
    '<table:table table:name="Gifts">{}</table:table></office:spreadsheet></office:body>'
    "</office:document-content>"
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def mutant(number: int) -> tuple[str, bytes]:
    """Name and bytes of one damaged file."""
    chance = random.Random(number)  # noqa: S311  # nosec B311: damage, not a secret
    name, data = chance.choice(sound_files())
    for _ in range(chance.randint(1, 3)):
        data = chance.choice(_DAMAGES[name.rpartition(".")[2]])(data, chance)
    return name, data


@lru_cache(maxsize=1)
def sound_files() -> list[tuple[str, bytes]]:
    """What mutants are made of."""
    strings = f"<sst {_MAIN}><si><t>Ann Lee</t></si><si><r><t>Bo</t></r><r><t> Day</t></r></si></sst>"
    styled = {
        "xl/sharedStrings.xml": strings.encode(),
        "xl/styles.xml": (
            f'<styleSheet {_MAIN}><numFmts><numFmt numFmtId="164" formatCode="[$£-809]#,##0.00"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>'
        ).encode(),
    }
    texts = [(f"list{number}.csv", text.encode()) for number, text in enumerate(_LISTS)]
    return [*texts, ("log.xlsx", small_log()), ("hand.xlsx", raw_xlsx(_CELLS, extra=styled)), ("sheet.ods", _ods())]


def _ods() -> bytes:
    rows = [["Date", "Name", "Amount"], ["2024-03-05", "Ann Lee", "50"]]
    cells = (
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        for row in rows
    )
    body = _ODS.format("".join(f"<table:table-row>{row}</table:table-row>" for row in cells))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = _MANIFEST.format(kind).encode()
    return _packed({"mimetype": kind.encode(), "content.xml": body.encode(), "META-INF/manifest.xml": manifest})


def _turn_bytes(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _cut_bytes(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + chance.choice((b"", data[start:end] * 2, bytes(chance.randrange(256) for _ in range(8)))) + (
        chance.choice((data[end:], b""))
    )  # fmt: skip


def _spoil_cells(data: bytes, chance: random.Random) -> bytes:
    """Set some cells of a list to something hostile; the list stays a list."""
    lines = [re.split("([,;])", line) for line in data.decode("utf-8", "replace").split("\n")]
    for _ in range(chance.randint(1, 6)):
        line = chance.choice(lines)
        line[chance.randrange(len(line))] = chance.choice(HOSTILE)
    return "\n".join("".join(line) for line in lines).encode("utf-8", "replace")


def _encode_otherwise(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(("utf-16", "utf-16-be", "utf-32", "cp1252")), "replace")


def _repeat_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.splitlines(keepends=True) or [data]
    chance.shuffle(lines)
    return b"".join(lines + chance.choices(lines, k=3))


def _spoil_part(data: bytes, chance: random.Random) -> bytes:
    """Change what stands in attributes and texts of one part; the XML stays well-formed more often than not."""

    def spoil(name: str, body: bytes) -> bytes:
        text = body.decode("utf-8", "replace")
        places = list(re.finditer(r'="([^"]*)"|>([^<>]+)<|<(\w+)', text))
        for place in sorted(chance.sample(places, min(len(places), chance.randint(1, 5))), key=lambda m: -m.start()):
            group = place.lastindex or 0
            new = chance.choice(HOSTILE).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
            new = chance.choice(("c", "v", "row", "sheet", "t", "xf")) if group == 3 else new
            text = text[: place.start(group)] + new + text[place.end(group) :]
        return text.encode("utf-8", "replace")

    return _with_parts(data, chance, spoil)


def _damage_part(data: bytes, chance: random.Random) -> bytes:
    damage = chance.choice((_turn_bytes, _cut_bytes, lambda body, chance: b""))
    return _with_parts(data, chance, lambda name, body: damage(body, chance))


def _with_parts(data: bytes, chance: random.Random, change: Callable[[str, bytes], bytes]) -> bytes:
    parts = _parts(data)
    if not parts:
        return data
    name = chance.choice(sorted(parts))
    return _packed({**parts, name: change(name, parts[name])})


def _move_parts(data: bytes, chance: random.Random) -> bytes:
    """Lose, rename, move or double a part."""
    parts = _parts(data)
    if not parts:
        return data
    name = chance.choice(sorted(parts))
    body = parts.pop(name)
    new = chance.choice((None, name.upper(), name.swapcase(), f"other/{name}", name.replace("/", "\\"), f"/{name}"))
    return _packed(parts if new is None else {**parts, new: body, **chance.choice(({}, {name: body}))})


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # noqa: BLE001  the archive was damaged before
        return {}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name, body, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


_OF_ZIPS = (_spoil_part, _spoil_part, _spoil_part, _damage_part, _move_parts, _turn_bytes, _cut_bytes)
_DAMAGES: dict[str, tuple[Callable[[bytes, random.Random], bytes], ...]] = {
    "csv": (_spoil_cells, _spoil_cells, _spoil_cells, _turn_bytes, _cut_bytes, _encode_otherwise, _repeat_lines),
    "xlsx": _OF_ZIPS,
    "ods": _OF_ZIPS,
}
