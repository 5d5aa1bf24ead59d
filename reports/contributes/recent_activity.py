"""What changed since a user last looked, for users who see totals only."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Sum
from django.urls import reverse

from core.display import counted, money_text
from core.extend import ActivitySummary, Span
from core.models import User
from core.money import ZERO
from donations.models import Gift
from reports.figures.board_figures import SMALL


def for_board(user: User, span: Span) -> Iterable[ActivitySummary]:
    """The amount raised; nothing when so few people gave that the sum would reveal one gift."""
    if user.has_perm("gifts.view"):
        return  # they see every gift
    rows = Gift.objects.raised().filter(created_at__range=span.within, history=False)
    sums = rows.aggregate(total=Sum("amount"), back=Sum("refunded"), donors=Count("supporter", distinct=True))
    board = reverse("reports:board")
    if sums["donors"] >= SMALL:
        raised = money_text((sums["total"] or ZERO) - (sums["back"] or ZERO))
        yield ActivitySummary(
            f"{raised} recorded from {counted(sums['donors'], 'donor', 'donors')}",
            board,
            "chart",
            "Cash and stock, less refunds",
        )
    elif sums["donors"]:
        yield ActivitySummary(
            "A few gifts recorded", board, "chart", f"From fewer than {SMALL} donors, too few to show a total"
        )
