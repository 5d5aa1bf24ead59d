"""Core's own actions are undone by the person who did them, while nothing came in between."""

import pytest

from core.contributes import undo_actions
from core.models import Draft, JobRun
from core.outcomes import CannotUndo
from tests.support.builders import make_user

pytestmark = pytest.mark.django_db


def test_a_draft_thrown_away_comes_back_unless_there_is_a_new_one():
    user = make_user("finance")
    values = {"form": "/gifts/new/", "values": {"amount": ["5"]}}

    undo_actions.draft_discarded(values, user)

    assert Draft.objects.get(user=user).values == {"amount": ["5"]}
    with pytest.raises(CannotUndo, match="new draft was kept"):
        undo_actions.draft_discarded(values, user)


def test_a_view_of_somebody_else_is_not_undone():
    with pytest.raises(CannotUndo, match="deleted in the meantime"):
        undo_actions.view_saved({"pk": 1}, make_user("finance"))


@pytest.mark.parametrize("state", [JobRun.State.CANCELLED, JobRun.State.DONE])
def test_a_job_is_resumed_only_where_it_was_cancelled(state):
    job = JobRun.objects.create(task="core.jobs.work", label="Work", arguments={}, state=state)

    if state == JobRun.State.CANCELLED:
        assert undo_actions.job_cancelled({"pk": job.pk}, make_user("finance")) == "Job queued again."
        job.refresh_from_db()
        assert job.state == JobRun.State.READY
    else:
        with pytest.raises(CannotUndo, match="Start a new one"):
            undo_actions.job_cancelled({"pk": job.pk}, make_user("finance"))
