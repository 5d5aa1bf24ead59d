"""The web server's own logs, under the same rule as ours: no name, no address, no secret link (`core/http/logs.py`)."""

from __future__ import annotations

import logging
from typing import Any

from gunicorn.glogging import Logger


class SafeLogger(Logger):
    """Gunicorn's logger with our filter on each of its handlers, of the access log too."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.addFilter(_Late())


class _Late(logging.Filter):
    """The filter, loaded with its first record: the server logs before the application is there."""

    def filter(self, record: logging.LogRecord) -> bool:
        from core.http.logs import SafeFilter  # noqa: PLC0415  settings are read by then

        return SafeFilter().filter(record)
