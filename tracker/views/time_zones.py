"""The time zones to choose from, and where a reader is likely to live."""

from functools import lru_cache
from importlib.resources import files

from babel.core import get_global
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

from tracker.domain.date_words import babel_locale
from tracker.domain.folding import fold
from tracker.views.subscription_targets import Choices, flat

UNKNOWN = "UTC"

OF_LANGUAGE = {"ru": "Europe/Moscow", "tr": "Europe/Istanbul"}
"""Where most readers of a language live, if they live in one place."""

OF_COUNTRY = {
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "ID": "Asia/Jakarta",
    "KZ": "Asia/Almaty",
    "RU": "Europe/Moscow",
}
"""Where most people of a country live, if the list of places does not begin with it."""

REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific"),
}


def zone_choices() -> Choices:
    return _zone_choices(get_language() or settings.LANGUAGE_CODE)


@lru_cache(maxsize=len(settings.LANGUAGES))
def _zone_choices(language: str) -> Choices:
    """The zones of the tz database's own list, by region, under their cities' names."""
    groups: dict[str, list[tuple[str, str]]] = {name: [] for name in REGIONS}
    for _country, zone in _places():
        groups[zone.partition("/")[0]].append((zone, _city(zone, language)))
    return [
        (UNKNOWN, gettext("Universal time (UTC)")),
        *[
            (str(REGIONS[name]), sorted(zones, key=lambda choice: (fold(choice[1]), choice[1])))
            for name, zones in groups.items()
            if zones
        ],
    ]


def _city(zone: str, language: str) -> str:
    """CLDR keeps names under the zone's first name: Kyiv's under "Europe/Kiev"."""
    known, aliases = babel_locale(language).time_zones, get_global("zone_aliases")
    named = [aliases.get(zone, zone), *_former_names().get(zone, [])]
    cities = (known.get(name, {}).get("city") for name in named)
    return next(filter(None, cities), zone.rpartition("/")[2].replace("_", " "))


@lru_cache(maxsize=1)
def _former_names() -> dict[str, list[str]]:
    former: dict[str, list[str]] = {}
    for old, new in get_global("zone_aliases").items():
        former.setdefault(new, []).append(old)
    return former


def zone_name(zone: str) -> str:
    """What the list calls `zone`; the zone itself where it is not on the list."""
    return dict(flat(zone_choices())).get(zone, zone)


def likely_zone(language: str, accept_language: str = "") -> str:
    """The zone of a reader of a page in `language`, as far as the browser's languages tell it.

    "es-AR" lives in Buenos Aires; who reads Turkish and tells no country, in Istanbul.
    """
    for tag, _quality in parse_accept_lang_header(accept_language.lower()):
        code, *more = tag.split("-")
        country = more[-1].upper() if more else ""
        if code == language and country in _zones_of_countries():
            return _zones_of_countries()[country]
    return OF_LANGUAGE.get(language, UNKNOWN)


@lru_cache(maxsize=1)
def _zones_of_countries() -> dict[str, str]:
    first: dict[str, str] = {}
    for country, zone in _places():
        first.setdefault(country, zone)
    return first | OF_COUNTRY


@lru_cache(maxsize=1)
def _places() -> list[tuple[str, str]]:
    """(country, zone) of the tz database's list, in its own order."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and line[0] != "#"]
    return [(row[0], row[2]) for row in rows if row[2].partition("/")[0] in REGIONS]
