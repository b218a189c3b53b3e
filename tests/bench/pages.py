"""What a public page costs: rendered, from the cache, and as a 304, on growing data.

`python -m tests.bench.pages [commitments]` (default 1000). Ratios to the smallest view of the
site in the same run; the last line is one JSON object.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from tests.builders import make_commitment, make_item, make_key_date, make_plan  # noqa: E402
from tracker.models import Occurrence  # noqa: E402
from tracker.services import occurrences  # noqa: E402

PAGES = (
    "/en/",
    "/en/plans/bench/",
    "/en/plans/bench/items/1/",
    "/en/calendar/2026/11/",
    "/en/calendar/agenda/",
    "/en/feeds/calendar.ics",
)
ROUNDS = 7


def fill(commitments: int) -> None:
    plan = make_plan(slug="bench")
    rule = "FREQ=MONTHLY;BYDAY={}{}"
    key_dates = [
        make_key_date(
            slug=f"bench-{n}{day.lower()}", rule=rule.format(n, day), rule_start=date(2024, 1, 1)
        )
        for n in (1, 2, 3, 4)
        for day in ("MO", "TU", "WE", "TH", "FR")
    ]
    for number in range(commitments):
        if number % 20 == 0:
            item = make_item(plan=plan)
        make_commitment(
            item=item,
            key=f"k{number % 20}",
            kind="recurring",
            key_dates=[key_dates[number % len(key_dates)]],
        )
    occurrences.extend(today=date(2026, 11, 22))


def median(call: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """Seconds, the median of `ROUNDS` calls after one that warms up."""
    times = []
    for _ in range(ROUNDS + 1):
        before()
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def main() -> None:
    commitments = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    call_command("migrate", verbosity=0)
    fill(commitments)
    client = Client()
    unit = median(lambda: client.get("/healthz"))
    print(f"{commitments} commitments, {Occurrence.objects.count()} occurrences; 1 = /healthz")
    print(f"{'page':<28}{'rendered':>10}{'cached':>10}{'304':>10}{'kB':>8}")
    rows = {}
    for page in PAGES:
        response = client.get(page)
        headers = {"If-None-Match": response["ETag"]}
        row = {
            "rendered": median(lambda page=page: client.get(page), cache.clear) / unit,
            "cached": median(lambda page=page: client.get(page)) / unit,
            "304": median(lambda page=page, h=headers: client.get(page, headers=h)) / unit,
            "kB": len(response.content) / 1000,
        }
        rows[page] = {name: round(value, 2) for name, value in row.items()}
        cells = zip(rows[page].values(), (10, 10, 10, 8), strict=True)
        print(f"{page:<28}" + "".join(f"{value:>{width}}" for value, width in cells))
    print(json.dumps({"commitments": commitments, "ratios": rows}))


if __name__ == "__main__":
    main()
