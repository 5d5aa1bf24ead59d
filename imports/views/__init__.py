"""The pages of imports."""

from imports.views.batches import BatchDetail, CommitView, LeaveColumnsView, SetAsideView, UploadView
from imports.views.columns import ColumnsView
from imports.views.kinds import KindForgetView, KindRenameView
from imports.views.people import PeopleView
from imports.views.questions import FundsView, HeadingsView, RatesView
from imports.views.rows import RowView
from imports.views.undoing import UndoView

__all__ = [
    "BatchDetail",
    "ColumnsView",
    "CommitView",
    "FundsView",
    "HeadingsView",
    "KindForgetView",
    "KindRenameView",
    "LeaveColumnsView",
    "PeopleView",
    "RatesView",
    "RowView",
    "SetAsideView",
    "UndoView",
    "UploadView",
]
