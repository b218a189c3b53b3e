from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, 503 while it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            answers = cursor.fetchone() == (1,)
    except DatabaseError:
        answers = False
    body = {
        "status": "ok" if answers else "failing",
        "database": "ok" if answers else "no answer",
        "release": settings.RELEASE,
    }
    return JsonResponse(body, status=200 if answers else 503)
