import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from tracker.domain import rule_words
from tracker.domain.recurrence import (
    Rule,
    last_weekends,
    monthly_day,
    monthly_weekday,
    yearly_day,
    yearly_weekday,
)
from tracker.domain.rule_words import in_words


def english(text, days=1, *, until=None):
    rule = Rule.parse(text, days, start=date(2020, 1, 1), until=until)
    return in_words(
        rule,
        locale="en",
        gettext=lambda message: message,
        ngettext=lambda one, many, count: one if count == 1 else many,
    )


@pytest.mark.parametrize(
    ("text", "days", "words"),
    [
        (last_weekends(), 2, "the last weekend of each month"),
        (last_weekends(interval=3), 2, "the last weekend of the month, every 3 months"),
        (yearly_day(5, 9), 1, "every year on 9 May"),
        (yearly_day(5, 9, interval=5), 1, "every 5 years on 9 May"),
        (yearly_day(5, 4), 2, "every year, 4–5 May"),
        (yearly_day(5, 4, interval=2), 2, "every 2 years, 4–5 May"),
        (yearly_day(12, 30), 4, "every year, 30 December – 2 January"),
        (yearly_day(2, 29), 1, "every leap year on 29 February"),
        (yearly_day(2, 29), 2, "every leap year on 29 February (2 days)"),
        (yearly_day(2, 27), 2, "every year, 27–28 February"),
        (yearly_day(2, 27), 3, "every year on 27 February (3 days)"),
        (yearly_day(3, 1), 366, "every year on 1 March (366 days)"),
        (yearly_weekday(5, 6, 2), 1, "the second Sunday of May, every year"),
        (yearly_weekday(5, 6, -1, interval=4), 1, "the last Sunday of May, every 4 years"),
        (monthly_weekday(6, 2), 1, "the second Sunday of each month"),
        (monthly_weekday(4, -1), 3, "the last Friday of each month (3 days)"),
        (monthly_weekday(0, 1, interval=2), 1, "the first Monday of the month, every 2 months"),
        (monthly_day(17), 1, "day 17 of each month"),
        (monthly_day(31), 1, "day 31 of each month that has one"),
        (monthly_day(-1), 1, "the last day of each month"),
        (monthly_day(-1, interval=6), 1, "the last day of the month, every 6 months"),
        (monthly_day(17, interval=3), 1, "day 17 of the month, every 3 months"),
    ],
)
def test_rule_is_written_out(text, days, words):
    assert english(text, days) == words


def test_rule_with_an_end_says_it():
    assert (
        english(last_weekends(), 2, until=date(2024, 10, 24))
        == "the last weekend of each month, until 24 October 2024"
    )


def test_rule_words_name_every_numbered_weekday():
    ordinals = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
    weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    assert {
        (n, weekday): english(monthly_weekday(weekday, n)) for n in ordinals for weekday in range(7)
    } == {
        (n, number): f"the {ordinal} {weekday} of each month"
        for n, ordinal in ordinals.items()
        for number, weekday in enumerate(weekdays)
    }


def test_rule_words_stand_in_the_grammar_of_each_language():
    said = {
        "ru": {
            "every year on %(day)s": "ежегодно %(day)s",
            "every year, %(days)s": "ежегодно, %(days)s",
            "%(day)s of %(month)s, every year": "%(day)s %(month)s, ежегодно",
            "%(day)s of each month": "%(day)s каждого месяца",
            "the second Sunday": "второе воскресенье",
        },
        "tr": {
            "every year on %(day)s": "her yıl %(day)s",
            "every year, %(days)s": "her yıl %(days)s",
            "%(day)s of %(month)s, every year": "her yıl %(month)s ayının %(day)s",
            "%(day)s of each month": "her ayın %(day)s",
            "the second Sunday": "ikinci Pazar günü",
        },
        "es": {
            "every year on %(day)s": "cada año, el %(day)s",
            "every year, %(days)s": "cada año, %(days)s",
            "%(day)s of %(month)s, every year": "%(day)s de %(month)s, cada año",
            "%(day)s of each month": "%(day)s de cada mes",
            "the second Sunday": "el segundo domingo",
        },
    }
    rules = [
        Rule.parse(text, days, start=date(2020, 1, 1))
        for text, days in (
            (yearly_day(5, 9), 1),
            (yearly_day(5, 4), 2),
            (yearly_weekday(5, 6, 2), 1),
            (monthly_weekday(6, 2), 1),
        )
    ]

    def written(language):
        translated = {**said[language]}
        return [
            in_words(
                rule,
                locale=language,
                gettext=lambda message: translated.get(message, message),
                ngettext=lambda one, many, count: many,
            )
            for rule in rules
        ]

    assert {language: written(language) for language in said} == {
        "ru": [
            "ежегодно 9 мая",
            "ежегодно, 4–5 мая",
            "второе воскресенье мая, ежегодно",
            "второе воскресенье каждого месяца",
        ],
        "tr": [
            "her yıl 9 Mayıs",
            "her yıl 4–5 Mayıs",
            "her yıl Mayıs ayının ikinci Pazar günü",
            "her ayın ikinci Pazar günü",
        ],
        "es": [
            "cada año, el 9 de mayo",
            "cada año, 4–5 de mayo",
            "el segundo domingo de mayo, cada año",
            "el segundo domingo de cada mes",
        ],
    }


def test_rule_words_ask_for_plurals_by_their_number():
    asked = []

    def ngettext(one, many, count):
        asked.append((one, many, count))
        return many

    rule = Rule.parse(yearly_day(5, 9, interval=21), start=date(2020, 1, 1))
    words = in_words(rule, locale="en", gettext=str, ngettext=ngettext)

    assert words == "every 21 years on 9 May"
    assert asked == [("every %(count)d year on %(day)s", "every %(count)d years on %(day)s", 21)]


def test_rule_words_are_found_by_the_translators_tool():
    xgettext = shutil.which("xgettext")
    if xgettext is None:
        pytest.skip("GNU gettext (xgettext) is not installed")
    found = subprocess.run(
        [xgettext, "--language=Python", "--from-code=UTF-8", "--no-wrap", "--output=-",
         str(Path(rule_words.__file__))],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    for message in (
        'msgid "the last weekend of each month"',
        'msgid "every year on %(day)s"',
        'msgid "the last Sunday"',
        'msgid_plural "every %(count)d years, %(days)s"',
    ):
        assert message in found
