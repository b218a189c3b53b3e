import pytest

from tests.builders import (
    make_alias,
    make_figure,
    make_meeting,
    make_organisation,
    make_plan,
    make_series,
    make_source,
)
from tracker.models import Figure, Participation, SourceNote

pytestmark = pytest.mark.django_db
URL = "/en/meetings/congress/"


@pytest.fixture
def meeting():
    return make_meeting(
        slug="congress",
        name="First congress",
        city="Harbourtown",
        country="Islandia",
        dates_basis="text",
        series=make_series(name="Library congresses"),
    )


def _take_part(meeting, role="host", **fields):
    return Participation.objects.create(
        meeting=meeting,
        organisation=fields.pop("organisation", None) or make_organisation(),
        role=role,
        **fields,
    )


def _doubt(code, text, *sources):
    note = SourceNote.objects.create(code=code, text_en=text)
    note.sources.set(sources)
    return note


def test_index_lists_meetings_with_place_host_and_plan(client, meeting):
    _take_part(meeting, organisation=make_organisation(name="Readers' Union"))
    make_plan(meeting=meeting, title="Library network plan")
    make_meeting(name="Second congress", state="planned", series=meeting.series)

    page = client.get("/en/meetings/").content.decode()

    for text in (
        "20–22 October 2023",
        "Harbourtown, Islandia",
        "Host: Readers&#x27; Union",
        "Library network plan",
        "Second congress",
        "date not known",
    ):
        assert text in page


def test_meeting_tells_its_days_with_what_they_rest_on(client, meeting):
    assert "20–22 October 2023 (stated in the text)" in client.get(URL).content.decode()


def test_figures_count_a_translation_as_no_second_witness(client, meeting):
    original = make_source(title="The paper's report")
    make_figure(meeting, value=120, source=original, preferred=True)
    make_figure(meeting, value=120, source=make_source(derived_from=original))
    make_figure(meeting, value=104, source=make_source(title="Another paper"))

    response = client.get(URL)
    [measure] = response.context["measures"]
    page = response.content.decode()

    assert (measure.label, measure.reports, measure.independent) == ("delegates", 3, 2)
    assert [figure.value for figure in measure.figures] == [120, 120, 104]
    assert "3 reports, 2 independent" in page
    assert "Another paper" in page
    assert "no second witness" in page


def test_figures_stand_by_measure_in_a_fixed_order(client, meeting):
    make_figure(meeting, measure=Figure.Measure.COUNTRIES, value=54)
    make_figure(meeting, measure=Figure.Measure.DELEGATES, value=120)

    measures = client.get(URL).context["measures"]

    assert [measure.label for measure in measures] == ["delegates", "countries"]


def test_hosts_and_participants_stand_with_their_source(client, meeting):
    _take_part(meeting, organisation=make_organisation(slug="union", name="Readers' Union"))
    _take_part(
        meeting,
        role="participant",
        organisation=make_organisation(name="Writers' Union"),
        source=make_source(title="List of guests"),
    )

    response = client.get(URL)
    page = response.content.decode()

    assert [one.organisation.slug for one in response.context["hosts"]] == ["union"]
    assert 'href="/en/organisations/union/"' in page
    assert "Source: List of guests" in page


def test_doubts_about_its_sources_are_told_once_and_no_others(client, meeting):
    about, cited = make_source(meeting=meeting), make_source()
    make_figure(meeting, source=cited)
    _doubt("R1", "The year is missing.", about, cited)
    _doubt("R2", "The city is not the capital.", cited)
    _doubt("R3", "Concerns another meeting.", make_source())

    response = client.get(URL)

    assert [doubt.code for doubt in response.context["doubts"]] == ["R1", "R2"]
    assert "The year is missing." in response.content.decode()


def test_meeting_leads_to_plans_adopted_and_ended(client, meeting):
    make_plan(slug="adopted", meeting=meeting, title="Adopted there")
    make_plan(slug="ended", ends_with=meeting, title="Ended by it")

    page = client.get(URL).content.decode()

    assert 'href="/en/plans/adopted/"' in page
    assert 'href="/en/plans/ended/"' in page


def test_names_of_the_series_stand_with_language_and_kind(client, meeting):
    make_alias(series=meeting.series, name="Konresse", language="de", kind="misspelling")

    page = client.get(URL).content.decode()

    assert '<bdi lang="de">Konresse</bdi>' in page
    assert "misspelling in a document" in page


def test_unknown_meeting_is_not_found(client):
    assert client.get("/en/meetings/none/").status_code == 404


@pytest.mark.parametrize("path", ["meetings/", "meetings/congress/"])
def test_meetings_ask_the_database_a_fixed_number_of_times(
    client, meeting, path, django_assert_max_num_queries
):
    def fill(number: int) -> None:
        for _each in range(number):
            source = make_source(meeting=meeting, derived_from=make_source())
            _doubt(f"R{SourceNote.objects.count()}", "A doubt.", source)
            make_figure(meeting, source=source)
            _take_part(meeting, source=source)
            _take_part(meeting, role="participant", source=source)
            make_plan(meeting=meeting)
            make_alias(series=meeting.series, name=source.slug)
            make_meeting(series=meeting.series)

    def queries() -> int:
        with django_assert_max_num_queries(25) as asked:
            client.get(f"/en/{path}")
        return len(asked)

    fill(1)
    few = queries()
    fill(25)

    assert queries() == few


def test_meeting_without_a_theme_has_no_line_for_it(client):
    make_meeting(slug="without-theme", theme="")

    assert "Theme in brief" not in client.get("/en/meetings/without-theme/").content.decode()
