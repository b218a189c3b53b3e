"""The site's addresses, a bare view behind the same middleware, and what the database was asked."""

import threading
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as of_site

asked = {"by_requests": 0, "by_watcher": 0}


def _count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Statements of the thread that watches the revision are told apart from those of requests."""
    watches = threading.current_thread().name == "pages"
    asked["by_watcher" if watches else "by_requests"] += 1
    return execute(sql, params, many, context)


def _watch(sender: Any, connection: Any, **_kwargs: Any) -> None:
    connection.execute_wrappers.append(_count)


connection_created.connect(_watch)


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse((Path(settings.DATA_DIR) / "body").read_bytes())


def statements(request: HttpRequest) -> JsonResponse:
    return JsonResponse(asked)


urlpatterns = [path("en/bare/", bare), path("statements", statements), *of_site]
