"""From gifts that await a receipt to issued ones: assessed, worded, numbered."""
