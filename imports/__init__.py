"""Files in: read, recognize, plan, match, preview, apply, undo. This package's pure half needs no database.

The pipeline
============
1. ``reading.read_file(name, data) -> Workbook`` opens the bytes safely: the kind is told from the content, never the
   name; zip directories are checked before anything is inflated. Everything becomes text with type hints
   (``cells.Cell``), with the row numbers the user sees. ``reading.Refused`` carries one sentence that says what to do.
2. ``formats.recognize(workbook, slug=None) -> Format`` picks the layout: the most confident of ``formats.FORMATS``.
   ``None`` when nothing fits.
3. ``format.read(workbook, context) -> Iterable[PlannedRow]`` turns every record into a ``plans.PlannedRow``: decision,
   reason, kind, date, amount, currency, method, party, raw cells. Nothing is dropped; no row knows another.
   ``contexts.Context`` carries what the caller may set: home currency, fund aliases, Gmail-like domains, time zone.
4. ``planning.plan(rows, known, context, warnings=…) -> Plan`` compares rows with each other and with what the books
   hold (``known.Known``): who is who, rows pasted twice, gifts told before, what refunds take from, funds.
   ``Plan.as_json()`` is JSON; ``Plan.people``, ``.organizations`` and ``.households`` are the records to create or to
   add to (``is_new``); ``plans.totals_once(plans)`` counts each real gift once over several files.
   ``known.KnownRecords.remember(plan, keys)`` makes the next file see what this one would create.
   ``planning.plan_file(name, data, known, context, slug=None) -> FilePlan`` does 1 to 4; a refusal becomes a value.

Keys are strings: ``new:17`` for what would be created, else whatever the caller's known records carry.

Rows with the decision ``accept`` are applied; ``review`` waits for a person; ``same_as`` on an accepted row means "may
repeat a gift on record: not applied until a person answers". A row whose ``gift`` is a known gift's adds no
money.
"""
