"""A site of any size, written in bulk: for measurements and for tests of growth.

One plan is written in full: 35 commitments in 7 items, linked to 20 key dates that recur weekly,
with so many meetings, sources and statements that every list fills its first page and a month its
grid. The others are copies of it that `tests.bench.copies` makes in the database, spread over three
centuries: thus a page is compared with one that shows as much.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Model

from tests.bench.copies import Copies
from tracker.models import (
    Commitment,
    CommitmentDate,
    Item,
    KeyDate,
    Kind,
    Meeting,
    MeetingSeries,
    Occurrence,
    Organisation,
    Plan,
    SiteRevision,
    Source,
    StatusUpdate,
    Theme,
)
from tracker.services import search

ITEMS = 7
COMMITMENTS = 35
KEY_DATES = 20
OCCURRENCES = 50
"""Of each key date: a thousand occurrences a plan."""
FIRST_DAY = date(1910, 1, 1)
DAYS = 365 * 288
THEMES = 5
ORGANISATIONS = 5
MEETINGS, SOURCES, STATEMENTS = 45, 65, 60
"""Of the first plan: more than the first page of their lists shows."""
CHANGED = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGES = ("en", "es", "ru", "tr", "ar")
_CHUNK = 2000


def fill(
    plans: int,
    *,
    today: date,
    occurrences: int = OCCURRENCES,
    commitments: int = COMMITMENTS,
    most: int = 0,
) -> Copies:
    """Write `plans` plans, one of them in force on `today`; `occurrences` a key date.

    `commitments` are those of the first plan; with fewer than usual there is one of everything
    else. What is returned makes more plans, until something else is written; it spreads them as if
    there were `most` in the end.
    """
    is_whole = commitments == COMMITMENTS
    themes = _write(
        Theme(slug=f"theme-{n}", **_texts("name", f"Theme {n}"))
        for n in range(THEMES if is_whole else 1)
    )
    organisations = _write(
        Organisation(slug=f"group-{n}", kind="party", **_texts("name", f"Group {n}"))
        for n in range(ORGANISATIONS if is_whole else 1)
    )
    series = MeetingSeries.objects.create(slug="congress", **_texts("name", "Congress"))
    first = today - timedelta(days=180)
    meeting = _meeting(series, 0, edition=MEETINGS, day=first)
    source = Source(slug="plan-0-source", kind="page", **_texts("title", "Report on Plan 0"))
    _write(iter([meeting]))
    _write(iter([source]))
    plan = Plan.objects.create(
        slug="plan-0",
        meeting=meeting,
        source=source,
        valid_from=first,
        valid_until=first + timedelta(days=365),
        **_texts("title", "Plan 0 of the libraries"),
        **_texts("summary", "What the libraries set out to do within a year. " * 4),
    )
    fill_plan(
        plan,
        themes,
        organisations,
        occurrences=occurrences,
        commitments=commitments,
        key_dates=KEY_DATES if is_whole else 1,
    )
    search.index([meeting])
    copies = Copies(plan, first=FIRST_DAY, days=DAYS, most=max(plans, most, 2))
    if is_whole:
        _fill_lists(plan, series)
    search.index(organisations)
    copies.up_to(plans)
    return copies


def _fill_lists(plan: Plan, series: MeetingSeries) -> None:
    """Earlier meetings, sources, and statements on the commitments of `plan`."""
    meetings = _write(
        _meeting(series, n, edition=n, day=plan.valid_from - timedelta(days=(MEETINGS - n) * 300))
        for n in range(1, MEETINGS)
    )
    _write(
        Source(slug=f"source-{n}", kind="page", **_texts("title", f"Report {n}"))
        for n in range(SOURCES)
    )
    commitments = list(Commitment.objects.filter(item__plan=plan, kind=Kind.RECURRING))
    updates = _write(
        _statement(commitments[n % len(commitments)], plan.valid_from + timedelta(days=20 + n))
        for n in range(1, STATEMENTS)
    )
    search.index(meetings)
    search.index(updates)


def _meeting(series: MeetingSeries, number: int, *, edition: int, day: date) -> Meeting:
    slug, name = ("plan-0-congress", "Congress of Plan 0")
    if number:
        slug, name = f"congress-{number}", f"Congress {number}"
    return Meeting(
        series=series,
        slug=slug,
        edition=edition,
        state="held",
        dates=day.isoformat(),
        start=day,
        end=day,
        **_texts("name", name),
    )


def _statement(
    commitment: Commitment, as_of: date, occurrence: Occurrence | None = None
) -> StatusUpdate:
    return StatusUpdate(
        commitment=commitment,
        kind=commitment.kind,
        occurrence=occurrence,
        status="reported",
        as_of=as_of,
        **_texts("note", "The readings took place."),
    )


def fill_plan(
    plan: Plan,
    themes: list[Theme],
    organisations: list[Organisation],
    *,
    occurrences: int = OCCURRENCES,
    key_dates: int = KEY_DATES,
    commitments: int = COMMITMENTS,
) -> None:
    """Items, commitments, key dates with their occurrences, and a report, for `plan`."""
    items = _write(
        Item(plan=plan, position=n + 1, **_texts("title", f"Evening readings, part {n}"))
        for n in range(min(ITEMS, commitments))
    )
    for through, name, values in (
        (Item.themes.through, "theme", themes),
        (Item.organisations.through, "organisation", organisations),
    ):
        if values:
            _write(
                through(item=item, **{name: values[n % len(values)]})
                for n, item in enumerate(items)
            )
    promised = _write(
        Commitment(
            item=items[n % ITEMS],
            key="abcde"[n // ITEMS],
            kind=Kind.UNDATED if n >= COMMITMENTS - 3 else Kind.RECURRING,
            **_texts("title", f"Read aloud in branch {n} with everybody who comes"),
        )
        for n in range(commitments)
    )
    dates = _write(
        KeyDate(
            slug=f"{plan.slug}-date-{n}",
            precision="rule",
            rule="FREQ=WEEKLY",
            rule_start=plan.valid_from + timedelta(days=1 + n % 7),
            basis="text",
            changed_at=CHANGED,
            **_texts("name", f"Reading evening {n}"),
            **_texts("description", "An evening on which the branches read aloud. " * 3),
        )
        for n in range(key_dates)
    )
    # The last three commitments of a plan are promised without saying when.
    _write(
        CommitmentDate(commitment=one, key_date=dates[n % key_dates])
        for n, one in enumerate(promised[: COMMITMENTS - 3])
    )
    _write_all(_occurrences(dates, occurrences))
    told = Occurrence.objects.filter(key_date=dates[0]).earliest("start")
    updates = _write(
        iter([_statement(promised[0], plan.valid_from + timedelta(days=20), occurrence=told)])
    )
    search.index_items([item.pk for item in items])
    search.index_key_dates([one.pk for one in dates])
    search.index(updates)


def fill_month(number: int, *, year: int) -> None:
    """`number` dates in March of `year`, spread over its days, each counting for a commitment."""
    plan = Plan.objects.create(
        slug=f"march-{year}",
        valid_from=date(year, 1, 1),
        valid_until=date(year, 12, 31),
        **_texts("title", f"Plan of {year}"),
    )
    item = Item.objects.create(plan=plan, position=1, **_texts("title", "Evening readings"))
    commitments = _write(
        Commitment(item=item, key=f"{n}", kind=Kind.RECURRING, **_texts("title", "Read aloud"))
        for n in range(20)
    )
    dates = _write(
        KeyDate(
            slug=f"march-{year}-{n}",
            precision="day",
            date=_day_in_march(n, year).isoformat(),
            basis="text",
            changed_at=CHANGED,
            **_texts("name", f"Reading evening {n}"),
        )
        for n in range(number)
    )
    _write(
        CommitmentDate(commitment=commitments[n % len(commitments)], key_date=one)
        for n, one in enumerate(dates)
    )
    _write_all(
        Occurrence(
            key_date=one,
            nominal=_day_in_march(n, year),
            start=_day_in_march(n, year),
            end=_day_in_march(n, year),
            changed_at=CHANGED,
        )
        for n, one in enumerate(dates)
    )
    SiteRevision.bump()


def fill_feed(slug: str, occurrences: int, *, key_dates: int, first: date) -> Plan:
    """A plan for whose commitments `occurrences` dates count, of `key_dates` weekly key dates."""
    each = occurrences // key_dates
    plan = Plan.objects.create(
        slug=slug,
        valid_from=first,
        valid_until=first + timedelta(days=7 * each + 30),
        **_texts("title", f"Plan {slug}"),
    )
    themes = list(Theme.objects.all()[:THEMES])
    fill_plan(plan, themes, [], occurrences=each, key_dates=key_dates)
    commitments = list(Commitment.objects.filter(item__plan=plan))
    linked = set(
        CommitmentDate.objects.filter(commitment__in=commitments).values_list(
            "key_date_id", flat=True
        )
    )
    left = KeyDate.objects.filter(slug__startswith=f"{slug}-date-").exclude(pk__in=linked)
    _write(
        CommitmentDate(commitment=commitments[n % len(commitments)], key_date=one)
        for n, one in enumerate(left)
    )
    SiteRevision.bump()
    return plan


def _day_in_march(number: int, year: int) -> date:
    return date(year, 3, 1 + number % 31)


def _occurrences(dates: list[KeyDate], each: int) -> Iterator[Occurrence]:
    for one in dates:
        first = one.rule_start
        assert first is not None
        for week in range(each):
            day = first + timedelta(days=7 * week)
            yield Occurrence(
                key_date=one, nominal=day, start=day, end=day, precision="day", changed_at=CHANGED
            )


def _texts(field: str, text: str) -> dict[str, str]:
    """`text` in every language, told apart by its code."""
    return {f"{field}_{code}": f"{text} ({code})" for code in LANGUAGES}


def _write(rows: Iterator[Any]) -> list[Any]:
    written: list[Any] = []
    while chunk := list(islice(rows, _CHUNK)):
        written += type(chunk[0])._default_manager.bulk_create(chunk, batch_size=500)
    return written


def _write_all(rows: Iterator[Model]) -> None:
    """The same where the rows are not needed afterwards: a million of them fill the memory."""
    while chunk := list(islice(rows, _CHUNK)):
        type(chunk[0])._default_manager.bulk_create(chunk, batch_size=500)
