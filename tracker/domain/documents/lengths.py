"""Items that are much shorter or longer in one language than that language's others would be.

Languages and scripts differ in length, so each is compared with what is usual for it in this very
document: the median of its ratio to every other language.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import exp, log
from statistics import median, median_high, median_low

from .errors import Params
from .proposed_divergence import ADDITION, MEANING, OMISSION, ProposedDivergence, difference
from .sides import PREAMBLE, Place

_FEWEST = 5
"""Positions that two languages must share before anything is usual between them."""
_FAR = log(1 / 0.81)
_SPREADS = 2.5
"""How many usual deviations are far: in a free translation lengths vary more."""
_LEAST_SHARE = 0.12
"""Of the language's usual item; a few words more or less in a short one are nothing."""


def length_divergences(found: Sequence[Place]) -> Iterator[ProposedDivergence]:
    """The positions at which a language is far from its usual length, shorter or longer.

    Of two languages alone only the shorter is told, for either could be the unusual one.
    """
    lengths: dict[str, dict[int, int]] = {}
    for place in found:
        if place.position != PREAMBLE:
            for language, side in place.sides.items():
                lengths.setdefault(language, {})[place.position] = max(side.length, 1)
    distances = _residuals(lengths)
    all_distances = [abs(one) for by_position in distances.values() for one in by_position.values()]
    if not all_distances:
        return
    # The median deviation, in the units of a standard one for values that vary normally.
    far = max(_FAR, _SPREADS * 1.4826 * median(all_distances))
    least = {
        language: _LEAST_SHARE * median(by_position.values())
        for language, by_position in lengths.items()
    }
    for place in found:
        for language, by_position in distances.items():
            distance = by_position.get(place.position, 0.0)
            length = lengths[language].get(place.position, 0)
            beyond = abs(length / exp(distance) - length)
            if abs(distance) <= far or beyond <= least[language]:
                continue
            if distance > 0 and len(distances) < 3:
                continue
            params: Params = {"percent": round(100 * exp(distance)), "language": language}
            kind = OMISSION if distance < 0 else ADDITION
            code = "length_short" if distance < 0 else "length_long"
            yield difference(place, code, kind, MEANING, [language], params)


def _residuals(lengths: Mapping[str, Mapping[int, int]]) -> dict[str, dict[int, float]]:
    """For each language and position the logarithm of its length by the length to be expected.

    Over several other languages the median counts, so that one odd text does not make the others
    look odd.
    """
    found: dict[str, dict[int, list[float]]] = {language: {} for language in lengths}
    for language, ours in lengths.items():
        for other, theirs in lengths.items():
            if other == language:
                continue
            ratios = {
                position: log(length / theirs[position])
                for position, length in ours.items()
                if position in theirs
            }
            if len(ratios) < _FEWEST:
                continue
            usual = median(ratios.values())
            for position, ratio in ratios.items():
                found[language].setdefault(position, []).append(ratio - usual)
    return {
        language: {position: _middle(values) for position, values in positions.items()}
        for language, positions in found.items()
    }


def _middle(values: Sequence[float]) -> float:
    """The median; of two middle values the one nearer to 0, so that one language stays alone."""
    return min(median_low(values), median_high(values), key=abs)
