"""Records that may be about a protected person: the list, and the page of one name review."""

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
from core.views.actions import ActionView
from crm import identity
from crm.forms import RevealForm
from crm.models import NameReview
from crm.protection import typed_rows
from crm.services.name_reviews import AlreadyAnswered, CannotJoin, answer_review, is_answerable, reveal_typed


class ReviewTable(ListTable):
    caption = "Name reviews"
    sorts = ("candidate", "created_at")

    what = tables.Column("Record", accessor="object_id", orderable=False, attrs={"td": {"class": "c-main"}})
    candidate = tables.Column("Possible match", order_by=("candidate__sort_name",))
    number = FileColumn(verbose_name="Supporter number", accessor="candidate__spoken_number")
    sure = tables.Column("Shown as")
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
        return badge("Code", "plum") if value else badge("Name", hollow=True)

    def value_sure(self, value: bool) -> str:
        return "code" if value else "name"

    def render_answer(self, record: NameReview) -> Any:
        return badge(record.get_answer_display()) if record.answer else badge("Needs review", "warn")

    def value_answer(self, record: NameReview) -> str:
        return record.get_answer_display()


class ReviewFilter(ListFilter):
    answer = django_filters.ChoiceFilter(
        choices=[("waiting", "Needs review"), *NameReview.Answer.choices],
        empty_label="Any answer",
        method="by_answer",
        label="Answer",
    )

    def by_answer(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(answer="" if value == "waiting" else value)

    def search(self, rows: QuerySet, text: str) -> QuerySet:
        return rows.filter(candidate__shown_name__icontains=text)


class ReviewList(TablePage):
    """Open and answered name reviews."""

    permission_required = "supporters.edit"
    above = ("Supporters", "crm:supporter-list")
    title, noun = "Name reviews", ("name", "names")
    lede = "These names may be about a protected person. Until you answer, no one else sees more than is shown now."
    placeholder = "Code"
    table_class, filter_class = ReviewTable, ReviewFilter
    groupings = (
        Grouping("answer", "Answer", "answer", words=lambda code: NameReview.Answer(code).label, none="Needs review"),
    )
    export_permission = None
    empty = Empty("No names to review", "Names that may be a protected person's are listed here.", icon="check")

    def get_queryset(self) -> QuerySet:
        return NameReview.objects.visible_to(self.request.user).select_related("candidate")


def title_of(review: NameReview) -> str:
    """The title of a row in a review; never its typed name."""
    row = typed_rows.row_of(review.object_type, review.object_id)
    return typed_rows.kind_of(review.object_type).title(row) if row is not None else "Deleted record"


@method_decorator(never_cache, name="dispatch")
class ReviewPage(View):
    """One row and one protected person: both names once revealed, and the question."""

    permission_required = "supporters.edit"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review = self._review(pk)
        row, kind = typed_rows.row_of(review.object_type, review.object_id), typed_rows.kind_of(review.object_type)
        open_ = is_answerable(review, request.session)
        context = {
            "review": review,
            "title": title_of(review),
            "url": kind.url(row) if row is not None else "",
            "hidden": not open_,
            "typed": kind.name(row) if open_ and row is not None else "",
            "known": identity.everything_typed(review.candidate) if open_ else "",
            "may_join": kind.join is not None,
        }
        return render(request, "crm/name_review.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        review, answer = self._review(pk), request.POST.get("answer", "")
        if answer not in NameReview.Answer.values:
            messages.error(request, "Choose “Same person” or “Different person”.")
            return redirect("crm:name-review", pk)
        if not is_answerable(review, request.session):
            messages.error(request, "Reveal both names first, with a reason. Then answer.")
            return redirect("crm:name-review", pk)
        try:
            answer_review(review=review, answer=answer, by=request.user, at=timezone.now())
        except AlreadyAnswered:
            messages.info(request, "A colleague has already answered this.")
        except CannotJoin as error:
            messages.error(request, str(error))
            return redirect("crm:name-review", pk)
        else:
            same = answer == NameReview.Answer.SAME
            message = "Marked as the same person. The code is still shown." if same else "Marked as a different person."
            messages.success(request, message)
        return redirect("crm:name-review-list")

    def _review(self, pk: int) -> NameReview:
        rows = NameReview.objects.visible_to(self.request.user).select_related("candidate", "answered_by")
        return get_object_or_404(rows, pk=pk)


@method_decorator(never_cache, name="dispatch")
class ReviewReveal(ActionView):
    """Reveal both names, for a recorded reason."""

    permission_required = "supporters.edit"
    fresh_sign_in = True
    template_name, form_class = "crm/name_review_reveal.html", RevealForm

    def prepare(self) -> None:
        rows = NameReview.objects.visible_to(self.request.user).select_related("candidate")
        self.review = get_object_or_404(rows, pk=self.kwargs["pk"])

    def perform(self, form: RevealForm) -> None:
        session, reason = self.request.session, form.cleaned_data["reason"]
        reveal_typed(review=self.review, session=session, by=self.request.user, reason=reason, now=timezone.now())

    def get_success_url(self) -> str:
        return reverse("crm:name-review", args=[self.review.pk])

    def get_context(self) -> dict[str, Any]:
        return {"review": self.review, "title": title_of(self.review)}
