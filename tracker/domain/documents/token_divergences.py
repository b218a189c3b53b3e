"""Differences in numbers, acronyms and names of days at one position."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .anchors import LONGEST_TEXT, without_dates
from .day_names import names_a_day
from .proposed_divergence import (
    FORM,
    NAME,
    TRACKED,
    ProposedDivergence,
    difference,
    had_and_lacked,
    said_in,
)
from .sides import PREAMBLE, Place

# Languages that write foreign acronyms out in their own script.
_WITHOUT_ACRONYMS = frozenset({"ar", "zh"})
# Languages in which a name of a day is told by its capitals.
_WITH_CAPITALS = frozenset({"de", "en", "es", "fr", "id", "it", "pt", "ru", "tr"})


def number_divergences(place: Place) -> Iterator[ProposedDivergence]:
    """Numbers, outside dates, that one language has in figures and another has in no way."""
    alike: dict[tuple[frozenset[str], frozenset[str]], list[int]] = {}
    for number in sorted({one for side in place.sides.values() for one in side.anchors.numbers}):
        having, lacking = set(), set()
        for language, side in place.sides.items():
            if number in side.anchors.numbers:
                having.add(language)
            elif number not in side.anchors.any_numbers and number not in side.anniversaries:
                lacking.add(language)
        if lacking:
            alike.setdefault((frozenset(having), frozenset(lacking)), []).append(number)
    for (with_it, without), numbers in alike.items():
        params = {"numbers": ", ".join(map(str, numbers))}
        yield had_and_lacked(place, "number_missing", TRACKED, with_it, without, params)


@dataclass(frozen=True, slots=True)
class Acronyms:
    """The acronyms of a whole document by language, so that a habit is told once."""

    everywhere: dict[str, frozenset[str]]
    """For each language those that it has anywhere, in comparable form."""

    @classmethod
    def of(cls, found: Sequence[Place]) -> "Acronyms":
        collected: dict[str, set[str]] = {}
        for place in found:
            for language, side in place.sides.items():
                collected.setdefault(language, set()).update(side.anchors.acronyms)
        return cls({language: frozenset(those) for language, those in collected.items()})

    def divergences(self, found: Sequence[Place]) -> Iterator[ProposedDivergence]:
        """Acronyms that languages share at a position and another lacks there.

        A language that has an acronym nowhere in the document (it says OTAN for NATO) is told
        once. With three languages and more, what only one of them has is its own way of writing.
        """
        told: set[tuple[str, str]] = set()
        for place in found:
            yield from self._at(place, told)

    def _at(self, place: Place, told: set[tuple[str, str]]) -> Iterator[ProposedDivergence]:
        able = [one for one in place.sides if one not in _WITHOUT_ACRONYMS]
        counted = Counter(one for name in able for one in place.sides[name].anchors.acronyms)
        least = 2 if len(able) > 2 else 1
        shared = [one for one, languages in counted.items() if least <= languages < len(able)]
        printed = {
            one: place.sides[name].anchors.acronyms[one]
            for name in reversed(able)
            for one in place.sides[name].anchors.acronyms
        }
        for language in able:
            own = place.sides[language].anchors.acronyms
            if len(able) == 2 and language == able[0]:
                continue  # Of two languages the second is compared with the first.
            missing = [
                one
                for one in shared
                if one not in own
                and not (one not in self.everywhere[language] and (language, one) in told)
            ]
            told.update((language, one) for one in missing)
            if not missing:
                continue
            instead = [own[one] for one in own if counted[one] == 1]
            having = {one for one in able if set(missing) & set(place.sides[one].anchors.acronyms)}
            params = {"acronyms": ", ".join(printed[one] for one in missing)}
            if instead:
                told_of = {
                    **params,
                    "instead": ", ".join(instead),
                    "having": ", ".join(one for one in able if one in having),
                    "lacking": language,
                }
                yield difference(place, "acronym_differs", NAME, FORM, [language], told_of)
            else:
                yield had_and_lacked(place, "acronym_missing", FORM, having, [language], params)


def named_day_divergences(place: Place) -> Iterator[ProposedDivergence]:
    """A day that all languages but one call by a name ("the Press Day"), and that one does not.

    Told only with three languages and more, for the names themselves cannot be compared.
    """
    able = [one for one in place.sides if one in _WITH_CAPITALS]
    if place.position == PREAMBLE or len(able) < 3:
        return
    named = {language: names_a_day(_undated(place, language), language) for language in able}
    lacking = [language for language in able if not named[language]]
    if len(lacking) == 1:
        having = [language for language in able if named[language]]
        params = {said_in(one): named[one] for one in having}
        yield had_and_lacked(place, "named_day_missing", TRACKED, having, lacking, params)


def _undated(place: Place, language: str) -> str:
    side = place.sides[language]
    return without_dates(side.text[:LONGEST_TEXT], side.dates, blank="|")
