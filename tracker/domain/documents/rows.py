"""Two or more rows of items laid beside each other so that what they share meets.

The method is the alignment of sequences by dynamic programming (Needleman and Wunsch, 1970), with
a bounded number of comparisons.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_COMPARED = 100_000
"""Pairs of items that are compared for one language: some 300 items against as many."""
_BAND = 25
_GAP = -0.6
_LENGTH = 0.3
"""What two items of like length are worth that share nothing: so items pair unless gaps pay."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What an item shares with its counterparts, and its length in characters."""

    shared: frozenset[tuple[str, str]]
    length: int


def merged_rows(languages: Mapping[str, Sequence[Tokens]]) -> list[dict[str, int]]:
    """Rows of indices: the longest language first, each other laid against what is there.

    Every index of every language stands in exactly one row, in ascending order.
    """
    order = sorted(languages, key=lambda language: -len(languages[language]))
    if not order:
        return []
    first = order[0]
    rows: list[dict[str, int]] = [{first: index} for index in range(len(languages[first]))]
    for language in order[1:]:
        profile = [_united(row, languages) for row in rows]
        pairs = dict(best_path(profile, languages[language]))
        rows = _with(rows, language, pairs, len(languages[language]))
    return rows


def best_path(
    ours: Sequence[Tokens], theirs: Sequence[Tokens], *, band: int | None = None
) -> list[tuple[int, int]]:
    """The pairs of indices, both ascending, that together share most.

    A token counts the less the more items have it. `band` limits how far, beyond the difference
    in their numbers, the two indices may be apart; long sections are limited in any case, and
    equal indices are paired where even that would be too much to compare.
    """
    if band is None and len(ours) * len(theirs) > MOST_COMPARED:
        band = _BAND
    apart = abs(len(ours) - len(theirs))
    reach = max(len(ours), len(theirs)) if band is None else band + apart
    if band is not None and len(ours) * min(2 * reach + 1, len(theirs)) > MOST_COMPARED:
        return [(index, index) for index in range(min(len(ours), len(theirs)))]
    weights = _weights(ours, theirs)
    usual = _length(theirs) / _length(ours)
    # One row of best values at a time; of the choices only the band is kept.
    before = {column: column * _GAP for column in range(min(reach, len(theirs)) + 1)}
    choices: list[dict[int, str]] = [dict.fromkeys(before, "theirs")]
    for row, one in enumerate(ours, start=1):
        values: dict[int, float] = {}
        chosen: dict[int, str] = {}
        for column in range(max(0, row - reach), min(len(theirs), row + reach) + 1):
            options: list[tuple[float, str]] = []
            if column and column - 1 in before:
                value = _worth(one, theirs[column - 1], weights, usual)
                options.append((before[column - 1] + value, "pair"))
            if column in before:
                options.append((before[column] + _GAP, "ours"))
            if column - 1 in values:
                options.append((values[column - 1] + _GAP, "theirs"))
            # The first of equals: items pair rather than part.
            values[column], chosen[column] = max(options, key=lambda option: option[0])
        before = values
        choices.append(chosen)
    return _traced(choices, len(ours), len(theirs))


def _traced(choices: Sequence[Mapping[int, str]], row: int, column: int) -> list[tuple[int, int]]:
    pairs = []
    while row and column:
        choice = choices[row][column]
        if choice == "pair":
            pairs.append((row - 1, column - 1))
        row -= choice != "theirs"
        column -= choice != "ours"
    return pairs[::-1]


def _worth(
    one: Tokens, other: Tokens, weights: Mapping[tuple[str, str], float], usual: float
) -> float:
    shared = min(1.0, sum(weights[token] for token in one.shared & other.shared))
    lengths = sorted((one.length * usual, float(other.length)))
    return shared + _LENGTH * (lengths[0] / lengths[1] if lengths[1] else 1.0)


def _weights(ours: Sequence[Tokens], theirs: Sequence[Tokens]) -> dict[tuple[str, str], float]:
    """1 for a token of a single item, the less the more items of a side have it."""
    sides = [Counter(token for one in side for token in one.shared) for side in (ours, theirs)]
    return {token: 1 / max(side[token] for side in sides) for side in sides for token in side}


def _length(tokens: Sequence[Tokens]) -> int:
    return sum(one.length for one in tokens) or 1


def _united(row: Mapping[str, int], languages: Mapping[str, Sequence[Tokens]]) -> Tokens:
    """What the items of a row share with others, all together."""
    items = [languages[language][index] for language, index in row.items()]
    return Tokens(
        frozenset().union(*(one.shared for one in items)),
        sum(one.length for one in items) // len(items),
    )


def _with(
    rows: Sequence[dict[str, int]], language: str, pairs: Mapping[int, int], items: int
) -> list[dict[str, int]]:
    """The rows with a further language, whose items without a partner get rows of their own."""
    placed: list[dict[str, int]] = []
    following = 0
    for index, row in enumerate(rows):
        partner = pairs.get(index)
        if partner is None:
            placed.append(row)
            continue
        placed.extend({language: number} for number in range(following, partner))
        placed.append({**row, language: partner})
        following = partner + 1
    placed.extend({language: number} for number in range(following, items))
    return placed
