"""The web server's way in."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
from core import readiness  # noqa: E402  needs Django set up

readiness.refuse(pages=True)
connections.close_all()  # a server that forks afterwards must not share one
# Every view is loaded now, for the first visitor's sake. What is loaded stays: a full collection that walked all of it
# would cost whoever waits for a page a tenth of a second.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
