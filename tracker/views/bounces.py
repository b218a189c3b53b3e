"""Where a mail server tells what came back. No page: a machine asks, with a secret; see
docs/reminders.md."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from tracker.domain.delivery_reports import kind_of, status_in
from tracker.models import Bounce
from tracker.services import bounces, limits

MOST_BYTES = 256 * 1024
MOST_EVENTS = 100
WRONG_SECRETS = 20
"""So many an hour from one network; then the right one has to wait as well."""

TEXTS = ("kind", "status", "message_id", "address", "detail", "event_id", "at")


class Refused(Exception):
    """What is wrong with the request, in words for who wrote the script that sends it."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def _answers_refusals(view: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answering(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except Refused as refused:
            response = JsonResponse({"detail": str(refused)}, status=refused.status)
            if refused.status == 405:
                response["Allow"] = "POST"
            if refused.status == 401:
                response["WWW-Authenticate"] = "Bearer"
            return response

    return answering


@csrf_exempt
@never_cache
@_answers_refusals
def bounces_endpoint(request: HttpRequest) -> HttpResponse:
    """`recorded` of the events were about a mail or an address of ours and new.

    A mail server that gets anything but 200 should report again later: nothing was recorded, or
    what was is known by its `event_id`.
    """
    if not settings.BOUNCE_SECRET:
        raise Http404
    if request.method != "POST":
        raise Refused(405, "This address answers POST only.")
    _check_secret(request)
    body = _body(request)
    now = timezone.now()
    try:
        if request.content_type == "message/rfc822":
            recorded = len(bounces.record_report(body, source="endpoint", now=now))
        else:
            # All are read before the first is recorded: a mistake leaves nothing half done.
            events = [_event(one, now=now) for one in _events(body)]
            recorded = sum(1 for one in events if bounces.record(**one))
    except DatabaseError as error:
        raise Refused(503, "The database does not answer; report again later.") from error
    return JsonResponse({"recorded": recorded})


def _check_secret(request: HttpRequest) -> None:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    # As bytes: a header may hold letters that a comparison of texts refuses.
    if constant_time_compare(given.encode(errors="replace"), settings.BOUNCE_SECRET.encode()):
        return
    network = limits.network_of(
        request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
    )
    if not limits.allow("bounce-secret", network, times=WRONG_SECRETS, seconds=3600):
        raise Refused(429, "Too many requests with a wrong secret.")
    raise Refused(401, "Send the secret as “Authorization: Bearer …”.")


def _body(request: HttpRequest) -> bytes:
    try:
        body = request.read(MOST_BYTES + 1)
    except (UnreadablePostError, RequestDataTooBig) as error:
        raise Refused(400, "The request could not be read to its end.") from error
    if len(body) > MOST_BYTES:
        raise Refused(413, f"More than {MOST_BYTES} bytes.")
    return body


def _events(body: bytes) -> list[Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "The request is no JSON.") from error
    events = found if isinstance(found, list) else [found]
    if len(events) > MOST_EVENTS:
        raise Refused(413, f"More than {MOST_EVENTS} events.")
    return events


def _event(event: Any, *, now: datetime) -> dict[str, Any]:
    """The arguments of `bounces.record`."""
    if not isinstance(event, dict):
        raise Refused(400, "An event is an object.")
    texts = {name: event.get(name) or "" for name in TEXTS}
    if wrong := next((name for name, text in texts.items() if not isinstance(text, str)), None):
        raise Refused(400, f"“{wrong}” is not a text.")
    if not texts["message_id"] and not texts["address"]:
        raise Refused(400, "Neither “message_id” nor “address” is given.")
    status = status_in(texts["status"])
    kind = texts["kind"] or (kind_of(status) if status else "")
    if kind not in Bounce.Kind.values:
        raise Refused(400, "Give “kind” as soft, hard or complaint, or a “status” such as 5.1.1.")
    return {
        "kind": kind,
        "message_id": texts["message_id"],
        "address": texts["address"],
        "code": status,
        "detail": texts["detail"],
        "source": "endpoint",
        "event_id": f"endpoint:{texts['event_id']}" if texts["event_id"] else None,
        "at": _moment(texts["at"], now=now),
    }


def _moment(text: str, *, now: datetime) -> datetime:
    """When it happened, not after now."""
    if not text:
        return now
    try:
        at = datetime.fromisoformat(text)
        at = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Refused(400, "“at” is not a time in ISO 8601.") from error
    return min(at, now)
