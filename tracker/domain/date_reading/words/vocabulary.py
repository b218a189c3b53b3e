"""What the grammar asks of a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def numbers(listed: str) -> dict[str, int]:
    """Words with their numbers from a text such as "one: 1, two|twain: 2"."""
    pairs = (entry.rpartition(":") for entry in listed.split(","))
    return {" ".join(words.split()): int(number) for words, _, number in pairs}


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The words of one language, in its own spelling; they are made plain when compiled.

    Each text is an alternation as in a regular expression ("each|every"), matched as whole
    words. `months` are twelve such texts for forms beyond those of CLDR. The prefixes `by`,
    `before`, `since` stand in front of a date, those with `_after` behind it.
    """

    code: str
    months: tuple[str, ...] = ("",) * 12
    day: str = r"\d{1,2}"
    """A day of the month in figures, with what its language appends."""
    year: str = r"\d{4}"
    suffix: str = ""
    """Endings put to a figure or a name behind an apostrophe."""
    glue: str = ""
    """Words between the parts of a date: "of", "the"."""
    year_word: str = ""
    and_: str = ""
    to: str = ""
    between: str = ""
    """Words after which two dates joined by "and" are the ends of a range."""
    inside: str = ""
    """Between a numbered weekday and its month: "the first Sunday in October"."""
    between_after: str = ""
    """The same behind them."""
    each: str = ""
    month: str = ""
    week: str = ""
    weekend: str = ""
    weekdays: tuple[str, ...] = ("",) * 7
    """Forms of Monday to Sunday beyond CLDR's."""
    day_word: str = ""
    quarter: str = ""
    half: str = ""
    ordinals: Mapping[str, int] = field(default_factory=dict)
    """-1 is "last"."""
    day_ordinals: bool = True
    """Whether an ordinal word and a month make a day without a word between: "premier mai"."""
    cadence: str = ""
    """Adverbs that are a rule by themselves: "weekly"."""
    years_apart: str = ""
    """Rules with years between: "every two years"."""
    by: str = ""
    before: str = ""
    since: str = ""
    by_after: str = ""
    before_after: str = ""
    since_after: str = ""
    end_of: str = ""
    """Between "before" and a date: "before the end of 2025" is by 2025."""
    year_intro: str = ""
    """Words behind which a bare number is a year."""
    then: str = ""
    """Small words that may follow a year that follows a name."""
    name_before: str = ""
    """Words that make a number behind them a name: "Agenda 2030", "Resolution 1325"."""
    name_after: str = ""
    counted: str = ""
    """What is counted or measured: a number before it is no year."""
    place: str = ""
    """Streets and squares are named after days."""
    cardinals: Mapping[str, int] = field(default_factory=dict)
    anniversary_ordinals: Mapping[str, int] = field(default_factory=dict)
    anniversaries: tuple[str, ...] = ()
    """Regular expressions; `{n}` stands for a figure, `{ordinal}` and `{cardinal}` for words."""
    jubilees: Mapping[str, int] = field(default_factory=dict)
    """Regular expressions whose number is in the word: "centenary"."""
    month_first: bool = False
    year_first: bool = False
    spaced: bool = True
    """Whether words stand apart, as they don't in Chinese."""
