"""Proposed divergences as sentences: what stands where, and no word on which text is right."""

from collections.abc import Callable, Sequence
from typing import Any

from .proposed_divergence import SAID, ProposedDivergence

Gettext = Callable[[str], str]
LanguageList = Callable[[Sequence[str]], str]

# Parameters that are lists of languages.
_LISTS = frozenset({"having", "lacking", "others", "language"})


def describe_divergence(
    one: ProposedDivergence,
    gettext: Gettext,
    language_list: LanguageList = ", ".join,
    date_text: Callable[[str], str] = str,
) -> str:
    """The difference as one sentence, in the language of `gettext`.

    `language_list` makes words of codes of languages: "Russian and Turkish" of `ru` and `tr`;
    `date_text` makes them of EDTF and RRULE.
    """
    sentences = _dates(gettext) | _tokens(gettext) | _shape(gettext)
    params: dict[str, Any] = {**one.params, "position": one.position, "line": one.line}
    for name, value in one.params.items():
        if name in _LISTS:
            params[name] = language_list(str(value).split(", "))
        elif name == "date":
            params[name] = date_text(str(value))
    params["said"] = _said(one, gettext, language_list)
    params["senses"] = _senses(one, gettext, language_list)
    return sentences[one.code] % params


def _dates(gettext: Gettext) -> dict[str, str]:
    return {
        # Translators: languages are listed by name, as in "English and Spanish"
        "date_missing": gettext(
            "The date %(date)s (“%(words)s”) stands in %(having)s and not in %(lacking)s."
        ),
        # Translators: the words of each language, as in "English: “9 May”; Russian: “8 мая”"
        "date_differs": gettext("The languages state different dates (%(said)s)."),
        "date_less_exact": gettext(
            "The languages state the date %(date)s more or less exactly (%(said)s)."
        ),
        # Translators: as in "by that date: English; before that date: French"
        "sense_differs": gettext(
            "The languages mean the date %(date)s in different ways (%(senses)s)."
        ),
        "anniversary_missing": gettext(
            "An anniversary of %(years)d years (“%(words)s”) stands in %(having)s and not in "
            "%(lacking)s."
        ),
    }


def _tokens(gettext: Gettext) -> dict[str, str]:
    return {
        # Translators: one number or several, as in "2, 8"
        "number_missing": gettext(
            "Figures that stand in %(having)s and not in %(lacking)s: %(numbers)s."
        ),
        # Translators: one acronym or several, as in "WFTU, WPC"
        "acronym_missing": gettext(
            "Acronyms that stand in %(having)s and not in %(lacking)s: %(acronyms)s."
        ),
        "acronym_differs": gettext(
            "Acronyms: %(acronyms)s in %(having)s; %(instead)s in %(lacking)s."
        ),
        # Translators: the name in each language, as in "English: “Press Day”"
        "named_day_missing": gettext(
            "A day is called by its name (%(said)s), but not in %(lacking)s."
        ),
    }


def _shape(gettext: Gettext) -> dict[str, str]:
    length = gettext(
        "The text in %(language)s has %(percent)d%% of the length that is usual for it beside the "
        "other languages."
    )
    return {
        "length_short": length,
        "length_long": length,
        "count_differs": gettext("Items in %(language)s: %(items)d; in %(others)s: %(usual)d."),
        "item_missing": gettext("The item stands in %(having)s and not in %(lacking)s."),
    }


def _said(one: ProposedDivergence, gettext: Gettext, language_list: LanguageList) -> str:
    # Translators: a language and its words, as in "English: “9 May”"
    phrase = gettext("%(language)s: “%(words)s”")
    return "; ".join(
        phrase % {"language": language_list([name.removeprefix(SAID)]), "words": words}
        for name, words in one.params.items()
        if name.startswith(SAID)
    )


def _senses(one: ProposedDivergence, gettext: Gettext, language_list: LanguageList) -> str:
    phrases = {
        "on": gettext("on that date: %(languages)s"),
        "by": gettext("by that date: %(languages)s"),
        "before": gettext("before that date: %(languages)s"),
        "from": gettext("from that date on: %(languages)s"),
        "historical": gettext("as a date of the past: %(languages)s"),
    }
    return "; ".join(
        phrases[name] % {"languages": language_list(str(languages).split(", "))}
        for name, languages in one.params.items()
        if name in phrases
    )
