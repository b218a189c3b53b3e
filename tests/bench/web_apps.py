"""What the site is compared with, each giving the bytes of one file: WSGI applications.

`raw` is a callable, `bare` a Django view without middleware, `static` whitenoise.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

FILE = Path(os.environ["BENCH_FOLDER"]) / "page.html"
BODY = FILE.read_bytes()
HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Cache-Control", "public, max-age=0, must-revalidate"),
    ("Vary", "Accept-Encoding"),
    ("Content-Length", str(len(BODY))),
]


def raw(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", HEADERS)
    return [BODY]


def _bare() -> Any:
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(BODY, headers=dict(HEADERS))

    settings.configure(
        ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="x", MIDDLEWARE=[], USE_I18N=False
    )
    django.setup()
    globals()["urlpatterns"] = [path("page.html", view)]
    return get_wsgi_application()


def _static() -> Any:
    from whitenoise import WhiteNoise

    return WhiteNoise(raw, root=str(FILE.parent), max_age=0)


bare = _bare() if os.environ.get("BENCH_APP") == "bare" else raw
static = _static() if os.environ.get("BENCH_APP") == "static" else raw
