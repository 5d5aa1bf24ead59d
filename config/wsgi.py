"""The web server's way in."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
# Every view is loaded now, for the first visitor's sake. What is loaded stays: a full collection that walked all of it
# would cost whoever waits for a page a tenth of a second.
assert get_resolver().url_patterns
gc.collect()
gc.freeze()
