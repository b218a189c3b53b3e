"""The shapes of dates, over the letters of tokens (see `tokens`): the same in every language.

The order counts: the first shape that fits at a place takes its tokens, the longest ones first.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from .tokens import Token
from .words import Words

_MOST_LISTED = 30


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Match:
    """A shape that fits some tokens; `token("d1")` is the one that a group of it names."""

    shape: str
    tokens: Sequence[Token]
    first: int
    last: int
    groups: re.Match[str]

    def token(self, group: str) -> Token | None:
        if group not in self.groups.re.groupindex:
            return None
        index = self.groups.start(group)
        return None if index < 0 else self.tokens[index]

    def value(self, group: str) -> int | None:
        token = self.token(group)
        return token.value if token else None

    @property
    def start(self) -> int:
        return self.tokens[self.first].start

    @property
    def end(self) -> int:
        return self.tokens[self.last].end

    def inner(self) -> Sequence[Token]:
        return self.tokens[self.first : self.last + 1]


def _year(number: int) -> str:
    return rf"(?:c?o{{0,2}}(?:yo?)?(?:(?P<y{number}>Y)|(?P<z{number}>Z))s?(?:ys?)?)"


_G = "[od]{0,3}"
_W = "(?:W[cs]?o?)?"
_TO = f"{_G}r{_W}{_G}"
_TO_OR_AND = f"{_G}[ra]{{1,2}}{_W}{_G}"
_LISTED = f"(?:{_G}c?[rac]{_G}{_W}D{_G})"


def _day(number: int) -> str:
    return rf"(?P<d{number}>[DL])s?(?P<g{number}>{_G}m?)(?P<m{number}>M)s?m?s?"


def _month_day(number: int) -> str:
    return rf"(?P<m{number}>M)s?o?(?P<d{number}>D)s?"


@cache
def shapes(words: Words) -> tuple[Shape, ...]:
    """The shapes of a language, in the order in which they are to be tried."""
    found = [
        ("numeric_range", r"(?P<x1>X)o?r[od]{0,2}(?P<x2>X)"),
        ("numeric", "(?P<x1>X)s?"),
        ("numeric_ending", f"(?P<d1>D)(?:(?P<stroke>a)(?P<n1>D))?{_TO}(?P<x2>X)"),
        *_named_months(),
        *_rules(),
        *_quarters(),
    ]
    day_first = [
        ("day_to_day", f"{_W}{_day(1)}{_year(1)}?{_TO}{_day(2)}{_year(2)}?"),
        ("between_days", f"{_W}{_day(1)}{_year(1)}?{_G}a{_W}{_G}{_day(2)}{_year(2)}?"),
        ("days", f"{_W}(?P<d1>D)s?{_LISTED}{{1,{_MOST_LISTED}}}(?P<m1>M)s?m?s?{_year(1)}?"),
        ("day", f"{_W}{_day(1)}{_year(1)}?"),
    ]
    if words.year_first:
        before = r"(?P<y3>Y)yc?" if words.code == "ru" else r"(?P<y3>Y)s?(?:ys?)?c?"
        found += [(name, before + shape) for name, shape in _year_led(words)]
    if words.code == "tr":
        found.append(("from_day_to_day", f"{_day(1)}{_year(1)}?{_day(2)}{_year(2)}?"))
    if words.code == "id":
        found.append(("days_of_each_month", "no(?P<d1>D)(?![od]{0,2}[mM])"))
    if words.spaced:
        found += day_first
    if words.month_first:
        found += [
            (
                "day_to_day",
                f"{_W}{_month_day(1)}{_year(1)}?{_TO}{_month_day(2)}{_year(2)}?",
            ),
            (
                "between_days",
                f"{_W}{_month_day(1)}{_year(1)}?{_G}a{_W}{_G}{_month_day(2)}{_year(2)}?",
            ),
            ("days", f"{_W}(?P<m1>M)s?(?P<d1>D)s?{_LISTED}{{1,{_MOST_LISTED}}}{_year(1)}?"),
            ("day", f"{_W}{_month_day(1)}{_year(1)}?"),
        ]
    if words.code == "es":
        found.append(("day", "(?P<m1>M)(?P<d1>D)(?:c?o)?(?P<y1>Y)"))
    if words.code == "vi":
        found += [
            ("day_month", r"[od]{1,2}(?P<d1>D)(?P<stroke>a)(?P<n1>D)"),
            ("month", r"(?P<m1>M)(?P<stroke>a)(?P<y1>Y)"),
            ("month_figure", r"(?P<n1>D)(?P<stroke>a)(?P<y1>Y)"),
        ]
    found += [
        ("month_to_month", f"(?P<m1>M)s?{_year(1)}?{_TO_OR_AND}(?P<m2>M)s?m?s?{_year(2)}"),
        ("month", f"(?P<m1>M)s?m?s?{_year(1)}"),
        ("years", "(?P<k>K)s?(?:ys?)?"),
        (
            "year_to_year",
            r"(?:yo?)?(?P<y1>Y)s?(?:ys?)?[od]{0,2}(?:r|a)[od]{0,2}(?:yo?)?"
            r"(?P<y2>Y)s?(?:ys?)?",
        ),
        ("year", r"(?:y(?P<w1>o?))?(?P<y1>Y)s?(?:(?P<w2>y)s?)?"),
    ]
    return tuple(Shape(name, re.compile(pattern)) for name, pattern in found)


def _year_led(words: Words) -> list[tuple[str, str]]:
    if words.month_first:
        return [
            (
                "day_to_day",
                r"o?(?P<m1>M)(?P<d1>D)[od]{0,2}r(?:(?P<y2>Y)o?)?(?P<m2>M)(?P<d2>D)",
            ),
            ("days", f"o?(?P<m1>M)(?P<d1>D){_LISTED}{{1,{_MOST_LISTED}}}"),
            ("day", r"o?(?P<m1>M)(?P<d1>D)"),
            ("month_to_month", r"o?(?P<m1>M)r(?:(?P<y2>Y)o?)?(?P<m2>M)"),
            ("month", r"o?(?P<m1>M)"),
        ]
    return [
        ("day_to_day", f"{_W}{_day(1)}{_TO}{_day(2)}"),
        ("days", f"{_W}(?P<d1>D)s?{_LISTED}{{1,{_MOST_LISTED}}}(?P<m1>M)s?m?s?"),
        ("day", f"{_W}{_day(1)}"),
        ("month_to_month", f"(?P<m1>M)s?{_TO_OR_AND}(?P<m2>M)s?m?s?"),
        ("month", r"(?P<m1>M)s?m?s?"),
    ]


def _rules() -> list[tuple[str, str]]:
    unit = "(?:(?P<u>[ewd])|(?P<W>W))s?d?s?"
    each = f"{_G}i?{_G}(?:(?P<n>n)s?)?{_G}m"
    month = f"{_G}i?m?{_G}(?P<m1>M)s?m?s?{_year(1)}?"
    return [
        ("yearly", f"(?P<L>L)s?{unit}{month}"),
        ("yearly", f"{unit}o?(?P<L>L)s?{month}"),
        ("yearly", f"(?:(?P<y3>Y)s?(?:ys?)?)?(?P<m1>M)s?(?:ms?)?{_G}(?P<L>L)s?{unit}"),
        ("two_monthly", f"(?P<L>L)s?{_G}a{_G}(?P<L2>L)s?{_G}{unit}{each}"),
        ("two_monthly", f"(?P<L>D)s?{_G}a{_G}(?P<L2>D)s?{_G}(?P<n>n)s?{_G}ms?"),
        ("monthly", f"(?P<L>L)s?{_G}{unit}{each}"),
        ("monthly", f"{unit}{_G}(?P<L>L)s?{each}"),
        ("monthly", f"{unit}{_G}(?P<L>L)s?m?{_G}(?P<n>n)"),
        ("monthly", f"(?P<n>n)s?ms?{_G}(?P<L>L)s?{unit}"),
        ("monthly", f"ms?{_G}(?P<L>L)s?{unit}"),
        ("monthly_day", f"[od]{{0,2}}(?P<d1>D)s?{_G}(?P<n>n)s?{_G}ms?"),
        ("monthly_day", f"[od]{{0,2}}(?P<d1>D)s?{_G}m(?P<n>n)"),
        ("monthly_day", f"(?P<n>n)s?ms?{_G}(?P<d1>D)s?[od]?s?"),
        ("monthly_day", r"(?P<n>n)o?(?P<d1>D)om"),
        ("weekly", f"(?P<n>n)s?{_G}(?P<W>W)s?(?!{_G}m)"),
        ("weekly", f"(?P<W>W)(?P<n>n)(?!{_G}m)"),
        ("cadence", "ns?[wmqe]s?"),
        ("cadence", "[wmqe]n"),
        ("cadence", "p"),
        ("years_apart", "b"),
    ]


def _named_months() -> list[tuple[str, str]]:
    """ "Each May", "each year in May", "in May of each year"."""
    month = f"(?P<m1>M)s?m?s?(?!{_G}c?{_G}[DYZX])"
    yearly = "(?:ns?ys?|p)"
    return [
        ("each_named_month", f"ns?(?:ms?{_G})?{month}(?!{_G}(?:L|[we]))"),
        ("each_named_month", f"{yearly}c?{_G}i?{_G}m?{_G}{month}(?!{_G}(?:L|[we]))"),
        ("each_named_month", f"(?P<m1>M)s?m?s?{_G}{yearly}"),
    ]


def _quarters() -> list[tuple[str, str]]:
    part = r"(?:(?P<L>[LD])s?o?(?P<q>[qh])s?|(?P<G>G))"
    turned = r"(?P<q>[qh])s?o?(?P<L>[LD])s?"
    return [
        ("quarter", f"{part}{_year(1)}"),
        ("quarter", f"{turned}{_year(1)}"),
        ("quarter", rf"(?P<y1>Y)s?(?:ys?)?[oc]?{part}"),
    ]


@cache
def _any_shape(words: Words) -> re.Pattern[str]:
    """All shapes in one, to see at once where none fits."""
    patterns = (re.sub(r"\?P<\w+>", "?:", shape.pattern.pattern) for shape in shapes(words))
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def fitting(run: Sequence[Token], letters: str, index: int, words: Words) -> Iterator[Match]:
    """The shapes that fit at `index` of a run, in the order in which they are to be tried."""
    if not _any_shape(words).match(letters, index):
        return
    for shape in shapes(words):
        found = shape.pattern.match(letters, index)
        if found:
            yield Match(shape.name, run, index, found.end() - 1, found)
