"""Import files: read, recognize, plan, match, preview, apply, undo. Reading and planning need no database.

1. `reading.read_file(name, data) -> Workbook` opens the bytes safely: the type is detected from the content, never the
name; zip directories are checked before anything is inflated. Everything becomes text with type hints (`cells.Cell`),
with the row numbers the user sees. `reading.Refused` carries one sentence that says what to do.

2. `formats.recognize(workbook, slug=None) -> Format` picks the most confident format of `formats.FORMATS`; None when
none fits.

3. `format.read(workbook, context) -> Iterable[PlannedRow]` turns every record into a `plans.PlannedRow`: decision,
reason, kind, date, amount, currency, method, party, raw cells. No row is dropped, and rows are read independently.
`contexts.Context` holds the caller's settings: home currency, fund aliases, Gmail-like domains, time zone.

4. `planning.plan(rows, known, context, warnings=…) -> Plan` compares rows with each other and with existing records
(`known.Known`): who is who, rows pasted twice, gifts recorded before, the gifts that refunds are of, funds.
`Plan.as_json()` is JSON; `Plan.people`, `.organizations` and `.households` are the records to create (`is_new`) or to
add to; `plans.totals_once(plans)` counts each gift once over several files. After `known.KnownRecords.remember(plan,
keys)` the next file sees what this one would create.

`planning.plan_file(name, data, known, context, slug=None) -> FilePlan` does 1 to 4; a refusal is returned as a value.

Keys are strings: `new:17` for records to create, else the keys of the caller's known records. Rows with the decision
`accept` are applied; `review` waits for a person. `same_as` on an accepted row means that it may repeat a recorded
gift: it is not applied until a person answers. A row whose `gift` is a known gift adds no money.
"""
