"""Opening an uploaded file safely. See `imports` for the pipeline."""

from imports.cells import Cell, Refused, Row, Sheet, Workbook
from imports.reading import containers, text_files, workbooks

__all__ = ["Cell", "Refused", "Row", "Sheet", "Workbook", "read_file"]


def read_file(name: str, data: bytes) -> Workbook:
    """Read bytes by their detected type. Raises only `Refused`, with a sentence that says what to do."""
    kind = containers.kind_of(name, data)
    if kind == containers.TEXT:
        workbook = text_files.read_text(name, data)
    elif kind == containers.XLSX:
        workbook = workbooks.read_xlsx(name, data)
    else:
        workbook = workbooks.read_other(name, data)
    if not any(not row.is_blank for sheet in workbook.sheets for row in sheet.rows):
        raise Refused(
            "The file has no rows with anything in them: there is nothing to import. Check that it is the right one."
        )
    return workbook
