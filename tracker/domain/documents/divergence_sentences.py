"""Proposed divergences as sentences: what stands where, and no word on which text is right."""

from collections.abc import Callable

from .proposed_divergence import ProposedDivergence


def describe_divergence(one: ProposedDivergence, gettext: Callable[[str], str]) -> str:
    """The difference as one sentence, in the language of `gettext`; languages are told as codes."""
    sentences = _dates(gettext) | _tokens(gettext) | _shape(gettext)
    params = {**one.params, "position": one.position, "line": one.line}
    if one.code == "sense_differs":
        meant = _senses(gettext)
        params["senses"] = "; ".join(
            meant[name] % {"languages": languages}
            for name, languages in one.params.items()
            if name in meant
        )
    return sentences[one.code] % params


def _dates(gettext: Callable[[str], str]) -> dict[str, str]:
    return {
        "date_missing": gettext(
            "The date %(date)s (“%(words)s”) stands in %(having)s and not in %(lacking)s."
        ),
        # Translators: the words of each language, as in "en: “9 May”; ru: “8 мая”"
        "date_differs": gettext("The languages state different dates (%(words)s)."),
        "date_less_exact": gettext(
            "The languages state the date %(date)s more or less exactly (%(words)s)."
        ),
        # Translators: as in "by that date: en, es; before that date: fr"
        "sense_differs": gettext(
            "The languages mean the date %(date)s in different ways (%(senses)s)."
        ),
        "anniversary_missing": gettext(
            "An anniversary of %(years)d years (“%(words)s”) stands in %(having)s and not in "
            "%(lacking)s."
        ),
    }


def _senses(gettext: Callable[[str], str]) -> dict[str, str]:
    return {
        "on": gettext("on that date: %(languages)s"),
        "by": gettext("by that date: %(languages)s"),
        "before": gettext("before that date: %(languages)s"),
        "from": gettext("from that date on: %(languages)s"),
        "historical": gettext("as a date of the past: %(languages)s"),
    }


def _tokens(gettext: Callable[[str], str]) -> dict[str, str]:
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
            "Acronyms: %(acronyms)s in %(having)s, %(instead)s in %(lacking)s."
        ),
        "named_day_missing": gettext(
            "A day is called by its name (%(names)s), but not in %(lacking)s."
        ),
    }


def _shape(gettext: Callable[[str], str]) -> dict[str, str]:
    return {
        "length_short": gettext(
            "The text in %(language)s has %(percent)d%% of the length that is usual for it beside "
            "the other languages."
        ),
        "length_long": gettext(
            "The text in %(language)s has %(percent)d%% of the length that is usual for it beside "
            "the other languages."
        ),
        "count_differs": gettext("Items in %(language)s: %(items)d; in %(others)s: %(usual)d."),
        "item_missing": gettext("The item stands in %(having)s and not in %(lacking)s."),
    }
