import pytest

from tests.builders import make_evidence, make_source, make_update
from tracker.models import Evidence, Source

pytestmark = pytest.mark.django_db


def test_source_counts_only_the_statements_that_rest_on_it(client):
    report = make_source(slug="report", kind=Source.Kind.PRESS_REPORT)
    make_evidence(make_update(), source=report)
    make_evidence(make_update(), source=report, review=Evidence.Review.REJECTED)

    [(kind, sources)] = client.get("/en/sources/").context["kinds"]

    assert [(source.slug, source.statements) for source in sources] == [("report", 1)]
    assert str(kind) == "press report"


def test_translation_of_a_report_says_that_it_is_no_second_witness(client):
    original = make_source(slug="original", title="First report")
    make_source(slug="copy", title="Second report", derived_from=original)

    copy = client.get("/en/sources/copy/").content.decode()
    first = client.get("/en/sources/original/").content.decode()

    assert "No second witness." in copy
    assert 'href="/en/sources/original/"' in copy
    assert 'href="/en/sources/copy/"' in first


def test_source_shows_the_statements_that_rest_on_it(client):
    update = make_update(note="Held in Harbourtown.")
    make_evidence(update, source=make_source(slug="report"))

    assert "Held in Harbourtown." in client.get("/en/sources/report/").content.decode()


def test_source_that_does_not_exist_is_not_found(client):
    assert client.get("/en/sources/nowhere/").status_code == 404
