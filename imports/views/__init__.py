"""The pages of imports."""

from imports.views.batches import BatchDetail, CommitView, SetAsideView, UploadView
from imports.views.people import PeopleView
from imports.views.questions import FundsView, RatesView
from imports.views.rows import RowView
from imports.views.undoing import UndoView

__all__ = [
    "BatchDetail",
    "CommitView",
    "FundsView",
    "PeopleView",
    "RatesView",
    "RowView",
    "SetAsideView",
    "UndoView",
    "UploadView",
]
