"""Addresses of the public site. Those with a language prefix are under `/<lang>/`."""

from datetime import date

from django.urls import path, re_path, register_converter

from tracker import feeds
from tracker.views import (
    about,
    agenda,
    calendar,
    calendar_year,
    cards,
    downloads,
    embeds,
    home,
    items,
    key_dates,
    meetings,
    organisations,
    plan_comparison,
    plans,
    reader_reports,
    search,
    sources,
    subscribing,
    subscriptions,
    themes,
    timeline,
    updates,
    well_known,
    whole_plan,
    wordings,
)


class YearConverter:
    """Four digits; the calendar knows no others. Absurd years are no address at all."""

    regex = r"(?:19|20|21)\d\d"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


class MonthConverter:
    regex = r"0[1-9]|1[0-2]"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:02d}"


class DayConverter:
    """A day as ISO 8601 writes it; one that does not exist is no address."""

    regex = r"(?:19|20|21)\d\d-[01]\d-[0-3]\d"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")
register_converter(YearConverter, "yyyy")
register_converter(MonthConverter, "mm")

app_name = "tracker"

urlpatterns = [
    path("", home.home, name="home"),
    path("manifest.webmanifest", well_known.manifest, name="manifest"),
    path("card.png", cards.site, name="card"),
    path("plans/", plans.index, name="plans"),
    path("plans/<slug:plan>/", plans.plan, name="plan"),
    path("plans/<slug:plan>/compare/", plan_comparison.choose, name="choose-comparison"),
    path(
        "plans/<slug:plan>/compare/<slug:other>/", plan_comparison.compare, name="plan-comparison"
    ),
    path("plans/<slug:plan>/charts/", plans.charts, name="charts"),
    path("plans/<slug:plan>/whole/", whole_plan.whole_plan, name="whole-plan"),
    path(
        "plans/<slug:plan>/commitments.<slug:extension>",
        downloads.commitments,
        name="commitments-file",
    ),
    path("plans/<slug:plan>/card.png", cards.plan, name="plan-card"),
    path("plans/<slug:plan>/calendar.ics", feeds.plan_calendar, name="plan-calendar"),
    path("plans/<slug:plan>/items/<int:position>/", items.item, name="item"),
    path("plans/<slug:plan>/items/<int:position>/compare/", wordings.compare, name="compare"),
    path("plans/<slug:plan>/items/<int:position>/card.png", cards.item, name="item-card"),
    path(
        "plans/<slug:plan>/items/<int:position>/calendar.ics",
        feeds.item_calendar,
        name="item-calendar",
    ),
    path("calendar/", calendar.today, name="calendar"),
    path("calendar/<yyyy:year>/<mm:month>/", calendar.month, name="month"),
    path("calendar/year/", calendar_year.this_year, name="this-year"),
    path("calendar/<yyyy:year>/", calendar_year.year, name="year"),
    path("calendar/agenda/", agenda.agenda, name="agenda"),
    path("calendar/timeline/", timeline.timeline, name="timeline"),
    path("dates/", key_dates.index, name="key-dates"),
    path("dates/<slug:slug>/", key_dates.key_date, name="key-date"),
    path("dates/<slug:slug>/card.png", cards.key_date, name="key-date-card"),
    path("dates/<slug:slug>/calendar.ics", feeds.key_date_calendar, name="key-date-calendar"),
    path(
        "dates/<slug:slug>/<day:nominal>.ics",
        feeds.occurrence_calendar,
        name="occurrence-calendar",
    ),
    path("themes/", themes.index, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("themes/<slug:slug>/calendar.ics", feeds.theme_calendar, name="theme-calendar"),
    path("meetings/", meetings.index, name="meetings"),
    path("meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path(
        "organisations/<slug:slug>/calendar.ics",
        feeds.organisation_calendar,
        name="organisation-calendar",
    ),
    path("sources/", sources.index, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("about/status/", about.method, name="about-status"),
    path("about/accessibility/", about.accessibility, name="about-accessibility"),
    path("embed/", embeds.snippets, name="embeds"),
    path("embed/<slug:view>/", embeds.embed, name="embed"),
    path("data/", downloads.dictionary, name="data"),
    path("data/dates.<slug:extension>", downloads.dates, name="dates-file"),
    path("data/updates.<slug:extension>", downloads.updates, name="updates-file"),
    path("updates/", updates.index, name="updates"),
    path("search/", search.search, name="search"),
    path("feeds/calendar.ics", feeds.calendar, name="calendar-feed"),
    path("feeds/updates.json", feeds.updates_json, name="updates-json"),
    path("feeds/updates.atom", feeds.updates, name="updates-feed"),
    path("report/", reader_reports.report, name="report"),
    path("report/thanks/", reader_reports.thanks, name="report-sent"),
    path("subscribe/", subscribing.subscribe, name="subscribe"),
    path("subscribe/sent/", subscribing.sent, name="subscribe-sent"),
    path("subscriptions/", subscribing.find, name="find"),
    path("subscriptions/sent/", subscribing.find_sent, name="find-sent"),
    re_path(r"^subscribe/confirm/(?P<token>[\w:.-]+)/$", subscribing.confirm, name="confirm"),
    re_path(r"^subscriptions/(?P<token>[\w:.-]+)/$", subscriptions.manage, name="manage"),
    re_path(r"^subscriptions/(?P<token>[\w:.-]+)/leave/$", subscriptions.leave, name="leave"),
]
