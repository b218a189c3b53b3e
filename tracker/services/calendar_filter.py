"""What of the calendar is asked for: one filter for every view, feed and download.

Its words stand in the address (`?plan=…&theme=…`), so that a filtered page, its feed and its file
hold the same dates. A page leaves out an unknown value and says so; a feed or file refuses it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from tracker.domain.spans import Span
from tracker.models import (
    Commitment,
    CommitmentDate,
    Item,
    Kind,
    Occurrence,
    Organisation,
    Plan,
    Status,
    StatusUpdate,
    Theme,
)
from tracker.models.occurrence import counts
from tracker.models.translated import stored
from tracker.services.calendar_choices import Choice, choices, has_items
from tracker.services.follow_up import Counted, DateRow, date_rows
from tracker.services.unknown_words import Unknown, UnknownWords

LONGEST_SLUG = 200
NAMED = 5000
"""Of so many occurrences a filter is asked one by one."""


@dataclass
class CalendarFilter:
    """`item` is the position within `plan` and means nothing without it.

    The lists to choose from are asked of the database when they are first needed.
    """

    plan: Plan | None = None
    theme: Theme | None = None
    organisation: Organisation | None = None
    item: Item | None = None
    kind: str = ""
    status: str = ""
    unknown: list[Unknown] = field(default_factory=list)

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Read the words of an address; a query for each thing that one of them names."""
        asked = cls()
        asked.plan = asked._one_of(query, "plan", lambda: Plan.objects.select_related("ends_with"))
        asked.theme = asked._one_of(
            query, "theme", lambda: Theme.objects.filter(has_items("themes"))
        )
        asked.organisation = asked._one_of(
            query,
            "organisation",
            lambda: Organisation.objects.filter(has_items("organisations")),
        )
        asked.kind = asked._word(query, "kind", Kind.values)
        asked.status = asked._word(query, "status", Status.values)
        asked._find_item(query.get("item", ""))
        return asked

    @classmethod
    def exactly(cls, query: Mapping[str, str]) -> Self:
        """As `of`, for answers that cannot say what was left out. Raises `UnknownWords`."""
        asked = cls.of(query)
        if asked.unknown:
            raise UnknownWords(asked.unknown)
        return asked

    @property
    def ignored(self) -> list[str]:
        """The values that are left out, for a page to say so."""
        return [one.value for one in self.unknown]

    @cached_property
    def choices(self) -> dict[str, list[Choice]]:
        """What a form offers under "plan", "theme" and "organisation", in one query.

        Of many only the first and what is chosen; the others are found on their pages.
        """
        return choices(self.plan, self.theme, self.organisation)

    def _one_of(
        self, query: Mapping[str, str], name: str, known: Callable[[], QuerySet[Any]]
    ) -> Any:
        slug = query.get(name, "").replace("\x00", "")
        if not slug:
            return None
        found = known().filter(slug=slug[:LONGEST_SLUG]).first()
        if found is None:
            self.unknown.append(Unknown.of(name, slug, known().values_list("slug", flat=True)))
        return found

    def _word(self, query: Mapping[str, str], name: str, known: list[str]) -> str:
        value = query.get(name, "")
        if value and value not in known:
            self.unknown.append(Unknown.of(name, value, known))
            return ""
        return value

    def _find_item(self, position: str) -> None:
        if not position:
            return
        if self.plan is None:
            self.unknown.append(Unknown.of("item", position, without="plan=…"))
            return
        if position.isascii() and position.isdigit():
            self.item = self.plan.items.filter(position=int(position[:5])).first()
        if self.item is None:
            known = self.plan.items.values_list("position", flat=True)
            self.unknown.append(Unknown.of("item", position, known))

    @property
    def words(self) -> dict[str, str]:
        """What is asked for, as it stands in an address."""
        asked = {
            "plan": self.plan.slug if self.plan else "",
            "item": str(self.item.position) if self.item else "",
            "theme": self.theme.slug if self.theme else "",
            "organisation": self.organisation.slug if self.organisation else "",
            "kind": self.kind,
            "status": self.status,
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def query(self) -> str:
        """The words as the query of an address, "" without any."""
        return f"?{urlencode(self.words)}" if self.words else ""

    @property
    def more(self) -> str:
        """The words as they follow other parameters: "&plan=…", "" without any."""
        return f"&{urlencode(self.words)}" if self.words else ""

    @property
    def names(self) -> list[str]:
        """What is asked for, in the reader's words."""
        things = [
            self.plan and self.plan.local("title"),
            self.item and self.item.local("title"),
            self.theme and self.theme.local("name"),
            self.organisation and self.organisation.local("name"),
            self.kind and Kind(self.kind).label,
            self.status and Status(self.status).label,
        ]
        return [str(thing) for thing in things if thing]

    @property
    def kinds(self) -> list[tuple[str, Any]]:
        return [choice for choice in Kind.choices if choice[0] != Kind.POSITION]

    @property
    def statuses(self) -> list[tuple[str, Any]]:
        return [choice for choice in Status.choices if choice[0] != Status.POSITION]

    def occurrences(self, base: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
        """Those of `base` that count for a commitment asked for; `status` is not looked at."""
        wanted = self._of_commitments("key_date__links__commitment__")
        if not wanted:
            return base
        return base.filter(counts("", "key_date__links__"), **wanted).distinct()

    def _of_commitments(self, path: str) -> dict[str, Any]:
        """What the commitments at `path` are asked to be; their status is not looked at."""
        wanted: dict[str, Any] = {
            "item__plan": self.plan,
            "item": self.item,
            "item__themes": self.theme,
            "item__organisations": self.organisation,
            "kind": self.kind,
        }
        return {f"{path}{name}": value for name, value in wanted.items() if value}

    def commitments(self, base: QuerySet[Commitment]) -> QuerySet[Commitment]:
        """Those of `base`, which comes from `with_status`, that are asked for."""
        found = base.filter(**self._of_commitments(""))
        if self.status:
            found = found.filter(Q(status=self.status))
        return found.distinct() if self.theme or self.organisation else found

    def updates(self, base: QuerySet[StatusUpdate]) -> QuerySet[StatusUpdate]:
        """Those of `base` on a commitment asked for; `status` is the one that they state."""
        found = base.filter(**self._of_commitments("commitment__"))
        if self.status:
            found = found.filter(status=self.status)
        return found.distinct() if self.theme or self.organisation else found

    def rows(self, base: QuerySet[Occurrence], *, on: date) -> list[DateRow]:
        """The occurrences asked for with what is known of them at the end of `on`."""
        rows = date_rows(self.occurrences(base), on=on)
        if not self.status:
            return rows
        items = self._items()
        return [row for row in rows if any(self._is_asked(one, items) for one in row.counted)]

    def within(self, span: Span, *, on: date) -> list[DateRow]:
        """`rows` of the occurrences that share a day with `span`."""
        return self.rows(Occurrence.objects.overlapping(span), on=on)

    def around(self, span: Span) -> QuerySet[Occurrence]:
        """The occurrences of `span` for the filter to look through.

        Those alone whose key dates are linked to what is asked for: key dates are few. Told which
        they are, PostgreSQL looks them up; else it puts whole tables together.
        """
        found = Occurrence.objects.overlapping(span)
        wanted = self._of_commitments("commitment__")
        if not wanted:
            return found
        beginning, going_on = Occurrence.objects.halves(span)
        # In this order SQLite finds those that go on by their own index.
        halves = (beginning.order_by(), going_on.order_by("end", "start", "pk"))
        rows = [row for half in halves for row in stored(half, "pk", "key_date_id")[: NAMED + 1]]
        if len(rows) > NAMED:
            return found
        key_dates = {key_date for _pk, key_date in rows}
        links = CommitmentDate.objects.filter(key_date__among=key_dates, **wanted).order_by()
        linked = set(links.values_list("key_date_id", flat=True))
        return Occurrence.objects.filter(pk__among=[pk for pk, one in rows if one in linked])

    def narrowed(self, base: QuerySet[Occurrence], *, on: date) -> QuerySet[Occurrence]:
        """The same occurrences as `rows`, for those who need no more than the occurrences."""
        if not self.status:
            return self.occurrences(base)
        return base.filter(pk__in=[row.occurrence.pk for row in self.rows(base, on=on)])

    def _items(self) -> set[int] | None:
        """Primary keys of the items of the theme and organisation asked for; None for all."""
        wanted: dict[str, Any] = {}
        if self.theme:
            wanted["themes"] = self.theme
        if self.organisation:
            wanted["organisations"] = self.organisation
        return set(Item.objects.filter(**wanted).values_list("pk", flat=True)) if wanted else None

    def _is_asked(self, counted: Counted, items: set[int] | None) -> bool:
        """Whether it is one of the commitments asked for and has the status asked for."""
        item = counted.commitment.item
        return (
            counted.status == self.status
            and (self.plan is None or item.plan_id == self.plan.pk)
            and (self.item is None or item.pk == self.item.pk)
            and (not self.kind or counted.commitment.kind == self.kind)
            and (items is None or item.pk in items)
        )
