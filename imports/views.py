"""Uploading a file, seeing its plan, committing it, answering what waits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from core import display
from core.clock import organization_today
from core.lists import TablePage
from core.models import Organization
from donations.models import Gift, Movement
from imports import services
from imports.forms import AnswerForm, FundsForm, RatesForm, UploadForm
from imports.lists import DECISIONS, RowFilter, RowTable, amount_text
from imports.models import ImportBatch, ImportRow


class UploadView(View):
    """Take a file, read and plan it; a file that must not be read is refused in a sentence, and nothing is written."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "imports/upload.html", {"form": UploadForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                batch = services.upload(name=file.name, content=file.read(), by=request.user)
            except services.RefusedFile as refusal:
                form.add_error("file", str(refusal))
            else:
                messages.success(request, f"{batch.name} is read. Look at what will happen, then commit it.")
                return redirect("imports:batch-detail", pk=batch.pk)
        return render(request, "imports/upload.html", {"form": form}, status=422)


class BatchDetail(TablePage):
    """What a file would do, row by row, or what it did."""

    permission_required = "imports.run"
    noun = ("row", "rows")
    placeholder = "Name, reason or row number"
    table_class, filter_class = RowTable, RowFilter
    template_name = "imports/batch_detail.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.batch = None

    def get_queryset(self) -> QuerySet:
        self.batch = get_object_or_404(ImportBatch, pk=self.kwargs["pk"])
        self.title = self.batch.name
        return self.batch.rows.all()

    def get_context(self) -> dict[str, Any]:
        batch = self.batch
        planned = batch.state == ImportBatch.State.PLANNED
        return {
            "batch": batch,
            "planned": planned,
            "decisions": _decisions(batch),
            "states": _states(batch),
            "cash": _money(batch.totals.get("cash_net_by_currency", {})),
            "kinds": _kinds(batch),
            "people": _people(batch),
            "unmapped": services.unmapped_funds(batch) if planned else [],
            "rates_wanted": _rates_wanted(batch),
            "booked": _booked(batch),
        }


class CommitView(View):
    """Write it, in one transaction."""

    permission_required = "imports.run"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(ImportBatch, pk=pk)
        try:
            done = services.commit(batch=batch, by=request.user, today=organization_today(), at=timezone.now())
        except services.AlreadyCommitted:
            messages.info(request, "This file was committed before: nothing was written twice.")
        except services.BooksChanged:
            messages.warning(request, "The books changed since this was planned. Look at the new plan, then commit.")
        except services.FundsUnknown:
            messages.error(request, "Say first which fund each name in the file means.")
            return redirect("imports:funds", pk=pk)
        else:
            rest = f" {done.waiting} wait for an answer." if done.waiting else ""
            messages.success(
                request,
                f"{done.gift_count:,} gifts of {done.people_count:,} new supporters are in the books.{rest}"
                " No receipt was queued: choose them in Acknowledgments.",
            )
        return redirect("imports:batch-detail", pk=pk)


class SetAsideView(View):
    permission_required = "imports.run"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = get_object_or_404(ImportBatch, pk=pk)
        try:
            services.set_aside(batch=batch, by=request.user)
            messages.success(request, f"{batch.name} was set aside. Nothing of it was written.")
        except services.AlreadyCommitted:
            messages.error(request, "This file is committed already.")
        return redirect("imports:batch-list")


class FundsView(View):
    """Which fund each name in the file means."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch, names = self._load(pk)
        if not names:
            return redirect("imports:batch-detail", pk=pk)
        return render(request, "imports/questions.html", _asked(batch, FundsForm(names=names), "funds"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch, names = self._load(pk)
        form = FundsForm(request.POST, names=names)
        if not form.is_valid():
            return render(request, "imports/questions.html", _asked(batch, form, "funds"), status=422)
        services.map_funds(batch=batch, funds=form.chosen(), by=request.user)
        messages.success(request, "Funds mapped. The next file will know these names.")
        return redirect("imports:batch-detail", pk=pk)

    def _load(self, pk: int) -> tuple[ImportBatch, list[str]]:
        batch = get_object_or_404(ImportBatch, pk=pk, state=ImportBatch.State.PLANNED)
        return batch, services.unmapped_funds(batch)


class RatesView(View):
    """Exchange rates on the dates of gift, for rows that wait for one."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch, wanted, home = self._load(pk)
        if not wanted:
            return redirect("imports:batch-detail", pk=pk)
        return render(request, "imports/questions.html", _asked(batch, RatesForm(wanted=wanted, home=home), "rates"))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch, wanted, home = self._load(pk)
        form = RatesForm(request.POST, wanted=wanted, home=home)
        if not form.is_valid():
            return render(request, "imports/questions.html", _asked(batch, form, "rates"), status=422)
        done = services.give_rates(
            batch=batch,
            rates=form.rates(),
            source=form.cleaned_data["source"],
            by=request.user,
            today=organization_today(),
        )
        messages.success(request, f"{done.gift_count:,} more gifts are in the books.")
        return redirect("imports:batch-detail", pk=pk)

    def _load(self, pk: int) -> tuple[ImportBatch, list[tuple[str, date]], str]:
        batch = get_object_or_404(ImportBatch, pk=pk, state=ImportBatch.State.APPLIED)
        return batch, _rates_wanted(batch), Organization.current().currency


class RowView(View):
    """One row as it stands in the file, what is made of it, and the answer it may wait for."""

    permission_required = "imports.run"

    def get(self, request: HttpRequest, batch: int, pk: int) -> HttpResponse:
        row = self._row(batch, pk)
        return self._show(request, row, self._form(request, row) if self._waits(row) else None)

    def post(self, request: HttpRequest, batch: int, pk: int) -> HttpResponse:
        row, today = self._row(batch, pk), organization_today()
        if not self._waits(row):
            raise Http404("This row does not wait for an answer.")
        if "leave_out" in request.POST:
            return self._answer(request, row, record=False, values={}, today=today)
        form = self._form(request, row, request.POST)
        if not form.is_valid():
            return self._show(request, row, form, status=422)
        return self._answer(request, row, record=True, values=form.values(), today=today)

    def _answer(self, request: HttpRequest, row: ImportRow, **given: Any) -> HttpResponse:
        try:
            row = services.answer(row=row, by=request.user, **given)
        except services.AlreadyCommitted:
            messages.info(request, "Somebody answered this row meanwhile.")
        else:
            text = row.waits_for if row.state == ImportRow.State.WAITING else row.get_state_display()
            messages.success(request, f"{row.place}: {text.lower()}.")
        return redirect(f"{reverse('imports:batch-detail', args=[row.batch_id])}?state=waiting")

    def _row(self, batch: int, pk: int) -> ImportRow:
        return get_object_or_404(ImportRow.objects.select_related("batch", "gift", "pledge"), batch=batch, pk=pk)

    def _waits(self, row: ImportRow) -> bool:
        return row.state == ImportRow.State.WAITING

    def _form(self, request: HttpRequest, row: ImportRow, data: Any = None) -> AnswerForm:
        return AnswerForm(data, row=row, today=organization_today(), user=request.user)

    def _show(self, request: HttpRequest, row: ImportRow, form: AnswerForm | None, status: int = 200) -> HttpResponse:
        context = {
            "row": row,
            "batch": row.batch,
            "form": form,
            "amount": amount_text(row),
            "twin": _twin(row),
            "raw": {key or "(no title)": value for key, value in row.plan["raw"].items()},
            "decision": DECISIONS[row.decision][0],
        }
        return render(request, "imports/row.html", context, status=status)


def _asked(batch: ImportBatch, form: Any, what: str) -> dict[str, Any]:
    words = {
        "funds": ("Which fund does each name mean?", "Asked once: the next file will know these names."),
        "rates": (
            "Exchange rates on the dates of gift",
            "A receipt states the foreign amount, the rate and its source. Rows without a rate go on waiting.",
        ),
    }
    return {"batch": batch, "form": form, "heading": words[what][0], "lede": words[what][1]}


def _decisions(batch: ImportBatch) -> list[dict[str, Any]]:
    counts = batch.totals.get("decisions", {})
    return [
        {"slug": slug, "label": label, "tone": tone, "count": counts[slug]}
        for slug, (label, tone) in DECISIONS.items()
        if counts.get(slug)
    ]


def _states(batch: ImportBatch) -> list[dict[str, Any]]:
    rows = batch.rows.order_by().values("state").annotate(count=Count("pk"))
    labels = dict(ImportRow.State.choices)
    return [{"slug": row["state"], "label": labels[row["state"]], "count": row["count"]} for row in rows]


def _money(sums: dict[str, str]) -> list[str]:
    home = sorted(sums.items(), key=lambda pair: pair[0] != display.BASE_CURRENCY)
    return [display.money_text(Decimal(amount), currency) for currency, amount in home]


def _kinds(batch: ImportBatch) -> list[dict[str, str]]:
    rows = []
    for key, amount in batch.totals.get("sum_by_kind_currency", {}).items():
        kind, _, currency = key.partition("|")
        rows.append({"kind": kind.replace("_", " "), "amount": display.money_text(Decimal(amount), currency)})
    return rows


def _people(batch: ImportBatch) -> dict[str, int]:
    parties = [*batch.parties.get("people", {}).values(), *batch.parties.get("organizations", {}).values()]
    new = sum(party["is_new"] for party in parties)
    maybe = sum(bool(party.get("maybe_same_as")) for party in parties)
    return {"new": new, "known": len(parties) - new, "maybe": maybe}


def _rates_wanted(batch: ImportBatch) -> list[tuple[str, date]]:
    if batch.state != ImportBatch.State.APPLIED:
        return []
    rows = batch.rows.filter(state=ImportRow.State.WAITING, decision="accept", waits_for__startswith="The rate of ")
    return sorted({(row.currency, row.date) for row in rows})


def _booked(batch: ImportBatch) -> Decimal | None:
    """What of this file counts as raised in the books now."""
    if batch.state != ImportBatch.State.APPLIED:
        return None
    gifts = batch.rows.filter(gift__isnull=False, state=ImportRow.State.APPLIED).values("gift")
    return Movement.objects.raised().filter(gift__in=gifts).total()


def _twin(row: ImportRow) -> Gift | None:
    """The gift in the books this row may repeat."""
    name, _, number = (row.plan["same_as"] or "").partition(":")
    if name != "gift" or not number.isdecimal():
        return None
    return Gift.objects.select_related("supporter").filter(pk=int(number)).first()
