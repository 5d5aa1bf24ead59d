"""The board report on screen and as a PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from core import extend
from core.clock import organization_today
from core.models import Organization
from reports.board import board_pdf
from reports.board import page as board
from reports.catalog import REPORTS
from reports.days import day_asked
from reports.figures import board_figures, dinners
from reports.views.links import linker

#: Smaller funds are collapsed.
FUNDS_AT_ONCE = 10


#: What each figure counts, in the page's words.
COUNTS = {
    "dinners_count": dinners.COUNTS,
    "counts_raised": board.COUNTS_RAISED,
    "counts_donors": board.COUNTS_DONORS,
    "counts_returned": board.COUNTS_RETURNED,
}


class BoardView(TemplateView):
    """Amount raised, compared with last year, restricted or not, number of donors, and retention."""

    permission_required = "reports.board"
    template_name = "reports/board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organization = Organization.current()
        today = organization_today()
        as_of, problem = day_asked(self.request, today)
        link = linker(self.request.user)
        page = board.board_page(
            as_of=as_of,
            first_month=organization.fiscal_year_first_month,
            link=link,
            sees_gifts=self.request.user.has_perm("gifts.view"),
        )
        funds = [
            {"fund": row, "link": link("movements", period=page.span.to_date, fund=row.fund_id)} for row in page.funds
        ]
        return super().get_context_data(
            page=page,
            funds=funds[:FUNDS_AT_ONCE],
            more_funds=funds[FUNDS_AT_ONCE:],
            smallest=board_figures.SMALL,
            today=today,
            computed_at=timezone.now(),
            problem=problem,
            dinners=dinners.side_by_side(since=page.span.last_year.start, as_of=as_of, user=self.request.user),
            **COUNTS,
            **kwargs,
        )


class BoardPdfView(View):
    """The same figures as a PDF."""

    permission_required = "reports.board"

    def get(self, request: HttpRequest) -> HttpResponse:
        organization = Organization.current()
        as_of, _ = day_asked(request, organization_today())
        page = board.board_page(
            as_of=as_of,
            first_month=organization.fiscal_year_first_month,
            link=lambda rows, **where: "",
            sees_gifts=request.user.has_perm("gifts.view"),
        )
        content = board_pdf.board_pdf(
            page=page,
            dinners=dinners.side_by_side(since=page.span.last_year.start, as_of=as_of, user=request.user),
            organization=organization,
            computed_at=timezone.now(),
        )
        return HttpResponse(
            content,
            content_type="application/pdf",
            headers={"Content-Disposition": f'inline; filename="board-{as_of}.pdf"'},
        )


class ReportsView(TemplateView):
    """Every report this user may open, with what it counts."""

    permission_required = "reports.board"
    template_name = "reports/catalog.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(reports=extend.permitted(self.request.user, REPORTS), **kwargs)
