"""The words of calendar events, rendered by icalendar once for all events that share them.

The occurrences of a rule differ in their days only: name, description, address, themes and place
are the same lines of the file. They are rendered from everything that stands in them, and kept
under just that: whatever an editor changes, what was kept for other words is never shown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Alarm, Event, vUri

from tracker.models import Commitment, DateStatement, Item, KeyDate
from tracker.models.place import Position
from tracker.models.plan import plan_end
from tracker.models.translated import LocalText, local_text
from tracker.services.date_texts import provenance

KEPT = 20_000
"""Events of about a kilobyte each: one process keeps some 20 MB at most."""

Texts = tuple[str | None, ...]
"""A text in each content language, in the order of the settings."""


def columns(field: str, path: str = "") -> list[str]:
    """The columns of a translated field at `path`, one for each language of `Texts`."""
    return [f"{path}{field}_{code}" for code in settings.MODELTRANSLATION_LANGUAGES]


class Promise(NamedTuple):
    """A commitment for which an occurrence counts; `is_open` until the plan's end is confirmed."""

    item: int
    code: str
    is_open: bool
    title: Texts
    plan: Texts


class Words(NamedTuple):
    """Everything that stands in the lines of an event beside its days and its state."""

    language: str
    site_url: str
    key_date: tuple[Any, ...]
    statements: tuple[tuple[str, str], ...]
    promises: tuple[Promise, ...]
    themes: tuple[Texts, ...]
    note: Texts
    place: Texts
    position: Position | None
    alarm: timedelta | None


@dataclass(frozen=True, slots=True)
class Named:
    """A key date as its row has it; `values` are in the order of `NamedDates.COLUMNS`."""

    slug: str
    changed_at: datetime
    values: tuple[Any, ...]


class NamedDates:
    """What the events of some key dates say, read in four queries."""

    COLUMNS = (
        "slug",
        "precision",
        "date",
        "rule",
        "rule_start",
        "rule_until",
        "duration_days",
        "basis",
        "latitude",
        "longitude",
    )

    def __init__(self, key_dates: Collection[int], commitments: Collection[int]) -> None:
        self.dates = {
            row[0]: Named(row[2], row[1], row[2:])
            for row in KeyDate.objects.filter(pk__among=key_dates)
            .order_by()
            .values_list("pk", "changed_at", *_key_date_columns())
        }
        statements: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for pk, language, stated in (
            DateStatement.objects.filter(key_date_id__among=key_dates)
            .order_by("key_date", "language", "pk")
            .values_list("key_date_id", "language", "stated")
        ):
            statements[pk].append((language, stated))
        self.statements = {pk: tuple(rows) for pk, rows in statements.items()}
        self.promises = _promises(commitments)
        self._order = {pk: number for number, pk in enumerate(self.promises)}
        self.themes = _themes({one.item for one in self.promises.values()})
        self._together: dict[frozenset[int], tuple[tuple[Promise, ...], tuple[Texts, ...]]] = {}

    def words(
        self,
        key_date: int,
        counting_for: Iterable[int],
        *,
        language: str,
        site_url: str,
        note: Texts,
        place: Texts,
        position: Position | None,
        alarm: timedelta | None,
    ) -> Words:
        """Of an occurrence of `key_date` that counts for the commitments `counting_for`."""
        promises, themes = self._promised(frozenset(counting_for))
        return Words(
            language,
            site_url,
            self.dates[key_date].values,
            self.statements.get(key_date, ()),
            promises,
            themes,
            note,
            place,
            position,
            alarm,
        )

    def _promised(self, pks: frozenset[int]) -> tuple[tuple[Promise, ...], tuple[Texts, ...]]:
        """The commitments `pks` in the order of all, and the themes of their items."""
        found = self._together.get(pks)
        if found is None:
            promises = tuple(self.promises[pk] for pk in sorted(pks, key=self._order.__getitem__))
            themes = {
                pk: texts
                for item in dict.fromkeys(one.item for one in promises)
                for pk, texts in self.themes.get(item, ())
            }
            found = self._together[pks] = promises, tuple(themes.values())
        return found


def _key_date_columns() -> list[str]:
    return [*NamedDates.COLUMNS, *columns("name"), *columns("description"), *columns("place")]


def _promises(commitments: Collection[int]) -> dict[int, Promise]:
    """By primary key, in the order in which commitments are listed everywhere."""
    titles, plans = columns("title"), columns("title", "item__plan__")
    rows = (
        Commitment.objects.filter(pk__among=commitments)
        .order_by("-item__plan__valid_from", "item__plan", "item__position", "key")
        .annotate(ends=plan_end("item__plan__"))
        .values_list("pk", "item_id", "item__position", "key", "ends", *titles, *plans)
    )
    end = 5 + len(titles)
    return {
        row[0]: Promise(row[1], f"{row[2]}{row[3]}", row[4] is None, row[5:end], row[end:])
        for row in rows
    }


def _themes(items: Collection[int]) -> dict[int, list[tuple[int, Texts]]]:
    found: dict[int, list[tuple[int, Texts]]] = defaultdict(list)
    rows = (
        Item.themes.through.objects.filter(item_id__among=items)
        .order_by("theme__slug")
        .values_list("item_id", "theme_id", *columns("name", "theme__"))
    )
    for row in rows:
        found[row[0]].append((row[1], row[2:]))
    return found


@lru_cache(maxsize=KEPT)
def lines(words: Words) -> bytes:
    """The lines of an event for `words`, folded, in the active language: half a millisecond."""
    language = words.language
    key_date = KeyDate(**dict(zip(_key_date_columns(), words.key_date, strict=True)))
    url = f"{words.site_url}/{language}/dates/{key_date.slug}/"
    name = key_date.local("name", language)
    event = Event()
    event.add("summary", str(name), {"LANGUAGE": name.language})
    event.add("description", _description(words, key_date, url), {"LANGUAGE": language})
    event.add("url", vUri(url))
    if words.themes:
        event.add("categories", sorted(str(_local(one, language)) for one in words.themes))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    place = _local(words.place, language) or key_date.local("place", language)
    if place:
        event.add("location", str(place), {"LANGUAGE": place.language})
    if words.alarm is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", str(name))
        alarm.add("trigger", -words.alarm)
        event.add_component(alarm)
    whole: bytes = event.to_ical()
    own_place = any(words.place)
    position = words.position if words.position or own_place else key_date.own_position
    return _geo(position) + whole.removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")


def _geo(position: Position | None) -> bytes:
    """To six decimals, as RFC 5545 has them; icalendar would write one near zero as 1e-05."""
    return b"GEO:%.6f;%.6f\r\n" % position if position else b""


def _description(words: Words, key_date: KeyDate, url: str) -> str:
    language = words.language
    texts = [key_date.local("description", language), _local(words.note, language)]
    statements = [
        DateStatement(language=spoken, stated=stated) for spoken, stated in words.statements
    ]
    paragraphs = [_said(text) for text in texts if text]
    paragraphs.append(provenance(key_date, language, statements))
    if words.promises:
        told = [_promise(one, language) for one in words.promises]
        paragraphs.append("\n".join([gettext("What was promised for it:"), *told]))
    if any(one.is_open for one in words.promises):
        paragraphs.append(gettext("End of the plan not confirmed: dates go on until it is."))
    return "\n\n".join([*paragraphs, url])


def _promise(promise: Promise, language: str) -> str:
    return gettext("%(code)s %(title)s (%(plan)s)") % {
        "code": promise.code,
        "title": _local(promise.title, language),
        "plan": _local(promise.plan, language),
    }


def _said(text: LocalText) -> str:
    if not text.is_fallback:
        return text.text
    return gettext("%(text)s (in %(language)s)") % {
        "text": text.text,
        "language": text.language_name,
    }


def _local(texts: Texts, language: str) -> LocalText:
    by_code = dict(zip(settings.MODELTRANSLATION_LANGUAGES, texts, strict=True))
    return local_text(by_code.__getitem__, language)
