"""From gifts whose receipt is not yet issued to issued receipts: assessed, worded, numbered."""
