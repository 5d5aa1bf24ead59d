"""Rows that may be about a protected person: the list, and the page that asks whether they are."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views import View
from django.views.decorators.cache import never_cache

from core.listing.groups import Grouping
from core.listing.pages import Empty, ListFilter, TablePage
from core.listing.tables import FileColumn, ListTable, MomentColumn, badge
from crm import identity
from crm.forms import RevealForm
from crm.models import NameReview
from crm.protection import typed_rows
from crm.reveal.sessions import revealed_until
from crm.services.name_reviews import AlreadyAnswered, CannotJoin, answer_review, reveal_typed


class ReviewTable(ListTable):
    caption = "Names to look at"

    what = tables.Column("Row", accessor="object_id", orderable=False, attrs={"td": {"class": "c-main"}})
    candidate = tables.Column("Maybe", order_by=("candidate__sort_name",))
    number = FileColumn(verbose_name="Supporter number", accessor="candidate__spoken_number")
    sure = tables.Column("Shown")
    created_at = MomentColumn(verbose_name="Since")
    answer = tables.Column(empty_values=())

    class Meta:
        order_by = ("-created_at",)

    def render_what(self, record: NameReview) -> Any:
        url = reverse("crm:name-review", args=[record.pk])
        return format_html('<a href="{}">{}</a>', url, self.value_what(record))

    def value_what(self, record: NameReview) -> str:
        return title_of(record)

    def render_candidate(self, record: NameReview) -> str:
        return f"{record.candidate.shown_name}, {record.candidate.spoken_number}"

    def value_candidate(self, record: NameReview) -> str:
        return record.candidate.shown_name

    def render_sure(self, value: bool) -> Any:
        return badge("By a code", "plum") if value else badge("As typed", hollow=True)

    def value_sure(self, value: bool) -> str:
        return "by a code" if value else "as typed"

    def render_answer(self, record: NameReview) -> Any:
        return badge(record.get_answer_display()) if record.answer else badge("To answer", "warn")

    def value_answer(self, record: NameReview) -> str:
        return record.get_answer_display()


class ReviewFilter(ListFilter):
    answer = django_filters.ChoiceFilter(
        choices=[("waiting", "To answer"), *NameReview.Answer.choices],
        empty_label="Any answer",
        method="by_answer",
        label="Answer",
    )

    def by_answer(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(answer="" if value == "waiting" else value)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(candidate__shown_name__icontains=text)


class ReviewList(TablePage):
    """What waits for an answer, and what was answered."""

    permission_required = "supporters.edit"
    title, noun = "Names to look at", ("name", "names")
    lede = "What somebody typed may be about a protected person. Say whether it is; until then nobody else sees more."
    placeholder = "Code"
    table_class, filter_class = ReviewTable, ReviewFilter
    groupings = (
        Grouping("answer", "Answer", "answer", words=lambda code: NameReview.Answer(code).label, none="To answer"),
    )
    export_permission = None
    empty = Empty("Nothing to look at", "Names that may be a protected person's stand here.", icon="check")

    def get_queryset(self) -> QuerySet:
        return NameReview.objects.visible_to(self.request.user).select_related("candidate")


def title_of(review: NameReview) -> str:
    """What a review calls its row: never by the typed name."""
    row = typed_rows.row_of(review.object_type, review.object_id)
    return typed_rows.kind_of(review.object_type).title(row) if row is not None else "A row that is gone"


@method_decorator(never_cache, name="dispatch")
class ReviewPage(View):
    """One row and one protected person: their names side by side once revealed, and the question."""

    permission_required = "supporters.edit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self._review(pk)
        row, kind = typed_rows.row_of(review.object_type, review.object_id), typed_rows.kind_of(review.object_type)
        until = revealed_until(review.candidate, request.session)
        open_ = until is not None or not review.candidate.protected
        context = {
            "review": review,
            "title": title_of(review),
            "url": kind.url(row) if row is not None else "",
            "until": until,
            "hidden": not open_,
            "typed": kind.name(row) if open_ and row is not None else "",
            "known": identity.everything_typed(review.candidate) if open_ else "",
            "may_join": kind.join is not None,
        }
        return render(request, "crm/name_review.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        review, answer = self._review(pk), request.POST.get("answer", "")
        if answer not in NameReview.Answer.values:
            messages.error(request, "Say whether it is them or somebody else.")
            return redirect("crm:name-review", pk)
        try:
            answer_review(review=review, answer=answer, by=request.user, at=timezone.now())
        except AlreadyAnswered:
            messages.info(request, "Somebody answered this meanwhile.")
        except CannotJoin as error:
            messages.error(request, str(error))
            return redirect("crm:name-review", pk)
        else:
            same = answer == NameReview.Answer.SAME
            said = "Noted: it is them. It stays under a code." if same else "Noted: it is somebody else."
            messages.success(request, said)
        return redirect("crm:name-review-list")

    def _review(self, pk: int) -> NameReview:
        rows = NameReview.objects.visible_to(self.request.user).select_related("candidate", "answered_by")
        return get_object_or_404(rows, pk=pk)


@method_decorator(never_cache, name="dispatch")
class ReviewReveal(View):
    """Ask for both names, for a reason that is kept."""

    permission_required = "supporters.edit"
    fresh_sign_in = True

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._show(request, self._review(pk), RevealForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        review, form = self._review(pk), RevealForm(request.POST)
        if not form.is_valid():
            return self._show(request, review, form, status=422)
        reason = form.cleaned_data["reason"]
        reveal_typed(review=review, session=request.session, by=request.user, reason=reason, now=timezone.now())
        return redirect("crm:name-review", pk)

    def _review(self, pk: int) -> NameReview:
        rows = NameReview.objects.visible_to(self.request.user).select_related("candidate")
        return get_object_or_404(rows, pk=pk)

    def _show(self, request: HttpRequest, review: NameReview, form: RevealForm, status: int = 200) -> HttpResponse:
        context = {"review": review, "title": title_of(review), "form": form}
        return render(request, "crm/name_review_reveal.html", context, status=status)
