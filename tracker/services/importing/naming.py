"""Short names for addresses: readable, unique, made of what is known."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.text import slugify

from tracker.domain.documents.key_dates import ProposedKeyDate
from tracker.domain.recurrence import Pattern, Shape, UnsupportedRule
from tracker.services.date_texts import stated_text

LONGEST = 50
_LONGEST_NAME = 36


class Slugs:
    """Hands out slugs that no row of `model` has, nor `given`; reads them once, when asked."""

    def __init__(self, model: Any, given: Iterable[str] = ()) -> None:
        self._model = model
        self._given = set(given)
        self._taken: set[str] | None = None

    def free(self, first: str, last: str) -> str:
        """`first-last`, at most 50 characters, with a number behind it where that is taken."""
        if self._taken is None:
            self._taken = self._given | set(self._model.objects.values_list("slug", flat=True))
        number = 1
        while True:
            tail = last if number == 1 else f"{last}-{number}"
            slug = f"{first[: LONGEST - len(tail) - 1].strip('-')}-{tail}".strip("-")
            if slug not in self._taken:
                self._taken.add(slug)
                return slug
            number += 1


def name_slug(names: Iterable[str]) -> str:
    """The first of `names` that has Latin letters, cut between words; "" where none has."""
    for name in names:
        words = slugify(name)
        if words:
            cut = words[: _LONGEST_NAME + 1]
            return cut.rpartition("-")[0] or cut if len(words) > _LONGEST_NAME else words
    return ""


def date_slug(one: ProposedKeyDate) -> str:
    """The name printed beside the date, else the date or the rule: `2024-05-09`, `monthly-17`."""
    source = settings.MODELTRANSLATION_DEFAULT_LANGUAGE
    printed = name_slug([one.names.get(source, ""), *one.names.values()])
    if printed:
        return printed
    if one.edtf:
        return slugify(one.edtf.partition("/")[0])
    try:
        pattern = Pattern.parse(one.rule)
    except UnsupportedRule:
        return "date"
    day = "last" if pattern.day == -1 else f"{pattern.day or 0:02d}"
    match pattern.shape:
        case Shape.YEARLY_DAY:
            return f"{pattern.month:02d}-{day}"
        case Shape.MONTHLY_DAY:
            return f"monthly-{day}"
        case Shape.LAST_WEEKEND:
            return "last-weekends"
    words = slugify(stated_text(one.rule, "en")).removeprefix("the-")
    return words[:_LONGEST_NAME].strip("-") or "date"
