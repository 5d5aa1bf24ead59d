"""How dates read on screens in US English: "Nov 7, 2026"."""

DATE_FORMAT = "M j, Y"
DATETIME_FORMAT = "M j, Y, g:i A"
SHORT_DATE_FORMAT = "M j, Y"
TIME_FORMAT = "g:i A"
