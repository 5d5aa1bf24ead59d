"""Exports of lists too long to write during a request: done in the background, stored as a file of the user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import resolve
from django_htmx.middleware import HtmxDetails

from core import jobs
from core.display import counted
from core.listing import spreadsheets
from core.models import StoredFile, User

#: Rows between progress updates.
STEP = 500


@jobs.task()
def write_list(*, path: str, query: str, form: str, key: str, asker: int) -> dict[str, str]:
    """Export the list at a path, filtered and sorted as its query says, for a user who must still have the permission.

    `key` is the file's: if a worker died after storing it, the next one finds it.
    """
    user = User.objects.get(pk=asker)
    if (there := StoredFile.objects.filter(key=key, owner=user).defer("content").first()) is not None:
        return _ready(there, "Your file is ready.")
    page = list_page(path, query, user)
    if not all(user.has_perm(permission) for permission in page.needed_for_file()):
        raise jobs.Failed(
            "Your roles have changed, and you no longer have access to export this list. Ask an administrator."
        )
    table = page.table_for_file()
    count = table.data.data.count()
    content = _content(form, table, page.file_name(), _with_progress(table.file_rows(), count))
    file = StoredFile.store(
        content=content,
        key=UUID(key),
        name=f"{page.file_name()}.{form}",
        purpose=StoredFile.Purpose.EXPORT,
        media_type=spreadsheets.MEDIA_TYPES[form],
        owner=user,
        permission=page.needed_for_file()[-1],
    )
    return _ready(file, f"{counted(count, 'row', 'rows')} exported.")


def _ready(file: StoredFile, text: str) -> dict[str, str]:
    return {"text": f"{text} You can download the file for 24 hours.", "url": file.get_absolute_url()}


def list_page(path: str, query: str, user: User) -> Any:
    """The list page as that user's browser would have requested it."""
    match = resolve(path)
    request = HttpRequest()
    request.method, request.path, request.GET = "GET", path, QueryDict(query)
    request.user, request.resolver_match = user, match
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]  # as the middleware sets it
    page = match.func.view_class()  # type: ignore[attr-defined]  # every list is a class
    page.setup(request, *match.args, **match.kwargs)
    return page


def _content(form: str, table: Any, title: str, rows: Iterable[Any]) -> bytes:
    header = table.file_header()
    if form == spreadsheets.XLSX:
        with spreadsheets.xlsx_file(header=header, rows=rows, title=title, totals=table.file_totals()) as file:
            return file.read()
    return "".join(spreadsheets.csv_lines(header=header, rows=rows)).encode()


def _with_progress(rows: Iterable[Any], count: int) -> Iterator[Any]:
    for number, row in enumerate(rows):
        if number % STEP == 0:
            jobs.step(done=number, of=count, doing="Creating the file")
        yield row
