"""A file kept by hand, uploaded and imported."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from imports import services
from tests.imports.books import small_log
from tests.support.builders import TODAY, make_fund, make_user

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def funds(organization):
    return {"General": make_fund("GEN", name="General"), "Wells": make_fund("WELL", name="Wells")}


def bring(content=None, name="log.xlsx"):
    return services.upload(name=name, content=small_log() if content is None else content, by=make_user("finance"))


def commit(batch):
    return services.commit(batch=batch, by=batch.created_by, today=TODAY, at=NOW)


def row(batch, name):
    return next(item for item in batch.rows.all() if item.plan["name"] == name)
