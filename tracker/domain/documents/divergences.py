"""Differences between the language versions of a document, proposed for an editor to judge.

Only what a machine can see without understanding: dates, numbers, acronyms, anniversaries, names
of days, lengths, counts. A proposal says which texts have something and which have not, never
which is right.
"""

from collections import Counter

from .alignment import present_sections
from .date_divergences import ToldLead, anniversary_divergences, date_divergences
from .divergence_sentences import describe_divergence
from .document import Document
from .errors import Params
from .lengths import length_divergences
from .proposed_divergence import (
    ADDITION,
    OMISSION,
    TRACKED,
    ProposedDivergence,
    stable_id,
)
from .sides import PREAMBLE, Place, places
from .token_divergences import Acronyms, named_day_divergences, number_divergences

__all__ = ["ProposedDivergence", "describe_divergence", "propose"]


def propose(document: Document) -> tuple[ProposedDivergence, ...]:
    """The differences between the languages of `document`, in the order of the positions.

    Where the items cannot be put side by side only their counts are compared.
    """
    if not document.alignment.aligned:
        return tuple(_counts(document))
    found = [place for place in places(document) if len(place.sides) + len(place.lacking) > 1]
    proposed: list[ProposedDivergence] = []
    told: set[ToldLead] = set()
    for place in found:
        proposed.extend(_lacking_items(place))
        if place.position != PREAMBLE:
            proposed.extend(date_divergences(place, told))
        proposed.extend(anniversary_divergences(place))
        proposed.extend(number_divergences(place))
        proposed.extend(named_day_divergences(place))
    proposed.extend(Acronyms.of(found).divergences(found))
    proposed.extend(length_divergences(found))
    return tuple(sorted(proposed, key=lambda one: one.position))


def _counts(document: Document) -> list[ProposedDivergence]:
    """The languages whose number of items is not the one that most have, or the first has."""
    counts = dict(document.alignment.counts)
    if len(set(counts.values())) < 2:
        return []
    usual = Counter(counts.values()).most_common(1)[0][0]
    sections = present_sections(document.sections)
    found = []
    for language, count in counts.items():
        if count == usual:
            continue
        others = ", ".join(one for one, number in counts.items() if number == usual)
        params: Params = {
            "language": language,
            "items": count,
            "others": others,
            "usual": usual,
        }
        found.append(
            ProposedDivergence(
                stable_id(PREAMBLE, "count_differs", (language,), params),
                PREAMBLE,
                (language,),
                OMISSION if count < usual else ADDITION,
                "count_differs",
                params,
                sections[language].first_line,
                TRACKED,
                sections[language].file,
            )
        )
    return found


def _lacking_items(place: Place) -> list[ProposedDivergence]:
    if not place.lacking:
        return []
    languages = tuple(section.language for section in place.lacking)
    params = {"having": ", ".join(place.sides), "lacking": ", ".join(languages)}
    first = place.lacking[0]
    return [
        ProposedDivergence(
            stable_id(place.position, "item_missing", languages, params),
            place.position,
            languages,
            OMISSION,
            "item_missing",
            params,
            first.first_line,
            TRACKED,
            first.file,
        )
    ]
