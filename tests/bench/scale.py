"""A site of any size, written in bulk: for measurements and for tests of growth.

Plans last a year and are spread over three centuries, the first of them over this year; each has
35 commitments in 7 items, linked to 20 key dates that recur weekly. A month thus has dates enough
to fill its grid with one plan already, and a page is compared with one that shows as much.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Model

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
CHANGED = datetime(2026, 1, 1, tzinfo=UTC)
LANGUAGES = ("en", "es", "ru", "tr", "ar")
_CHUNK = 2000


def fill(plans: int, *, today: date, occurrences: int = OCCURRENCES) -> None:
    """Write `plans` plans, the latest of which is in force on `today`; `occurrences` a key date."""
    themes = _write(Theme(slug=f"theme-{n}", **_texts("name", f"Theme {n}")) for n in range(THEMES))
    organisations = _write(
        Organisation(slug=f"group-{n}", kind="party", **_texts("name", f"Group {n}"))
        for n in range(ORGANISATIONS)
    )
    series = MeetingSeries.objects.create(slug="congress", **_texts("name", "Congress"))
    held = _write(
        Meeting(
            series=series,
            slug=f"congress-{n}",
            edition=n + 1,
            state="held",
            dates=day.isoformat(),
            start=day,
            end=day,
            **_texts("name", f"Congress {n}"),
        )
        for n, day in enumerate(_beginnings(plans, today))
    )
    sources = _write(
        Source(slug=f"source-{n}", kind="page", **_texts("title", f"Report {n}"))
        for n in range(plans)
    )
    written = _write(
        Plan(
            slug=f"plan-{n}",
            meeting=meeting,
            source=source,
            valid_from=meeting.start,
            valid_until=meeting.start + timedelta(days=365),
            **_texts("title", f"Plan {n} of the libraries"),
            **_texts("summary", "What the libraries set out to do within a year. " * 4),
        )
        for n, (meeting, source) in enumerate(zip(held, sources, strict=True))
    )
    fill_plans(written, themes, organisations, occurrences=occurrences)
    SiteRevision.bump()


def fill_more(plans: int, *, first: int) -> None:
    """Write `plans` more after the `first` ones of `fill`, each with one occurrence a key date."""
    written = _write(
        Plan(
            slug=f"plan-{n}",
            valid_from=FIRST_DAY + timedelta(days=n * 30),
            valid_until=FIRST_DAY + timedelta(days=n * 30 + 365),
            **_texts("title", f"Plan {n} of the libraries"),
        )
        for n in range(first, first + plans)
    )
    themes, organisations = list(Theme.objects.all()), list(Organisation.objects.all())
    fill_plans(written, themes, organisations, occurrences=1)
    SiteRevision.bump()


def fill_plans(
    plans: list[Plan],
    themes: list[Theme],
    organisations: list[Organisation],
    *,
    occurrences: int = OCCURRENCES,
    key_dates: int = KEY_DATES,
) -> None:
    """Items, commitments, key dates with their occurrences, and reports, for each of `plans`."""
    items = _write(
        Item(plan=plan, position=n + 1, **_texts("title", f"Evening readings, part {n}"))
        for plan in plans
        for n in range(ITEMS)
    )
    numbered = list(enumerate(items))
    for through, name, values in (
        (Item.themes.through, "theme", themes),
        (Item.organisations.through, "organisation", organisations),
    ):
        if values:
            _write(through(item=item, **{name: values[n % len(values)]}) for n, item in numbered)
    commitments = _write(
        Commitment(
            item=items[number * ITEMS + n % ITEMS],
            key="abcde"[n // ITEMS],
            kind=Kind.UNDATED if n >= COMMITMENTS - 3 else Kind.RECURRING,
            **_texts("title", f"Read aloud in branch {n} with everybody who comes"),
        )
        for number in range(len(plans))
        for n in range(COMMITMENTS)
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
        for plan in plans
        for n in range(key_dates)
    )
    # The last three commitments of a plan are promised without saying when.
    _write(
        CommitmentDate(
            commitment=commitments[number * COMMITMENTS + n],
            key_date=dates[number * key_dates + n % key_dates],
        )
        for number in range(len(plans))
        for n in range(COMMITMENTS - 3)
    )
    _write_all(_occurrences(dates, occurrences))
    told = _first_of(dates[::key_dates])
    _write(
        StatusUpdate(
            commitment=commitments[number * COMMITMENTS],
            kind=Kind.RECURRING,
            occurrence=told.get(dates[number * key_dates].pk),
            status="reported",
            as_of=plan.valid_from + timedelta(days=20),
            **_texts("note", "The readings took place."),
        )
        for number, plan in enumerate(plans)
    )
    search.index_items([item.pk for item in items])


def _first_of(dates: list[KeyDate]) -> dict[int, Occurrence]:
    found: dict[int, Occurrence] = {}
    for start in range(0, len(dates), 500):
        of_these = [one.pk for one in dates[start : start + 500]]
        rows = Occurrence.objects.filter(key_date__in=of_these).order_by("-start")
        found |= {one.key_date_id: one for one in rows}
    return found


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
    fill_plans([plan], themes, [], occurrences=each, key_dates=key_dates)
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


def _beginnings(plans: int, today: date) -> list[date]:
    """The first days of the plans; the first began half a year ago."""
    others = [FIRST_DAY + timedelta(days=DAYS * n // max(1, plans - 1)) for n in range(plans - 1)]
    return [today - timedelta(days=180), *others]


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
