"""One site with its database, in a process of its own: builds it, then measures what it is told.

Reads a JSON list a line ("page", path …) and answers with a line of JSON. Times are processor
seconds and seconds on the clock; the cache is emptied before every page.
"""

import json
import os
import sys
import time
import tracemalloc
from datetime import date
from hashlib import sha256
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.web_settings")

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests import one_by_one  # noqa: E402
from tests.bench import scale, web_urls  # noqa: E402
from tracker.models import Commitment, Occurrence  # noqa: E402
from tracker.services import calendar_files, calendar_texts  # noqa: E402

client = Client()


def build(plans: int, *, with_feeds: bool) -> dict[str, int]:
    call_command("migrate", verbosity=0)
    scale.fill(plans, today=timezone.localdate())
    scale.fill_month(20, year=1901)
    scale.fill_month(2000, year=1902)
    if with_feeds:
        scale.fill_feed("feed-2000", 2000, key_dates=40, first=date(1903, 1, 1))
        scale.fill_feed("feed-apart", 2000, key_dates=2000, first=date(1904, 1, 1))
        scale.fill_feed("feed-20000", 20000, key_dates=400, first=date(1904, 7, 1))
    with connection.cursor() as cursor:
        # As a server does by itself soon after so much was written.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    return {
        "commitments": Commitment.objects.count(),
        "occurrences": Occurrence.objects.count(),
    }


def page(path: str) -> dict[str, Any]:
    """What `path` costs when nothing is kept; a streamed answer is read to its end."""
    cache.clear()
    before = web_urls.asked["by_requests"]
    clock, processor = time.perf_counter(), time.process_time()
    response = client.get(path)
    size, digest = 0, sha256()
    for part in response.streaming_content if response.streaming else [response.content]:
        size += len(part)
        digest.update(part)
    return {
        "cpu": time.process_time() - processor,
        "seconds": time.perf_counter() - clock,
        "queries": web_urls.asked["by_requests"] - before,
        "bytes": size,
        "sha256": digest.hexdigest(),
        "status": response.status_code,
        "events": None,
    }


def one_by_one_feed(plan: str) -> dict[str, Any]:
    """What icalendar needs for the events of a feed; reading them is not counted."""
    rows = list(
        Occurrence.objects.filter(key_date__slug__startswith=f"{plan}-date-")
        .select_related("key_date")
        .prefetch_related(*one_by_one.LINKS)
    )
    processor = time.process_time()
    events = one_by_one.events(rows, language="en", site_url="http://testserver")
    for event in events:
        event.to_ical()
    return {"cpu": time.process_time() - processor, "events": len(events)}


def memory(path: str) -> dict[str, Any]:
    """The peak of Python's own memory while `path` is read piece by piece, and by its half."""
    cache.clear()
    tracemalloc.start()
    response = client.get(path)
    events, peaks = 0, []
    for part in response.streaming_content if response.streaming else [response.content]:
        events += part.count(b"BEGIN:VEVENT")
        peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    return {
        "peak": peaks[-1],
        "half": peaks[len(peaks) // 2],
        "events": events,
        "streamed": response.streaming,
    }


def forget() -> dict[str, Any]:
    """As after a start: no event's words are known."""
    calendar_texts.lines.cache_clear()
    calendar_files._kept.clear()
    return {}


COMMANDS = {
    "build": lambda plans, feeds: build(plans, with_feeds=feeds),
    "page": page,
    "one_by_one": one_by_one_feed,
    "memory": memory,
    "forget": forget,
}


def main() -> None:
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(COMMANDS[name](*arguments)), flush=True)


if __name__ == "__main__":
    main()
