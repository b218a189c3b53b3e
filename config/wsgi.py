"""WSGI entry point: `granian --interface wsgi config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

from config.page_cache import PageCache
from config.site_state import token

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = PageCache(get_wsgi_application(), token)
