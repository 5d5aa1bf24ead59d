"""The web server's way in."""

import gc
import os
import sys
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

#: What gunicorn takes for a program that cannot be loaded; after any other code it starts the process again, for ever.
CANNOT_BE_LOADED = 4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
try:
    application = get_wsgi_application()
    from core.db import statement_limit
    from core.organization import readiness

    statement_limit.limit_web_queries()
    readiness.refuse(pages=True)
except SystemExit as refused:
    print(refused, file=sys.stderr, flush=True)
    raise SystemExit(CANNOT_BE_LOADED) from None
connections.close_all()  # a server that forks afterwards must not share one
# Every view is loaded now, for the first visitor's sake. What is loaded stays: a full collection that walked all of it
# would cost whoever waits for a page a tenth of a second.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
