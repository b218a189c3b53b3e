import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.template import TemplateDoesNotExist
from django.test import RequestFactory

from tracker.views import errors


@pytest.mark.parametrize(
    ("path", "language"),
    [("/en/nothing/", "en"), ("/ar/nothing/", "ar"), ("/nothing-at-all/", "tr"), ("/xx/", "tr")],
)
def test_missing_page_is_told_in_the_language_of_its_address(db, client, path, language):
    response = client.get(path, headers={"Accept-Language": "tr"}, follow=True)

    assert response.status_code == 404
    assert response["Content-Language"] == language
    assert f'<html lang="{language}"' in response.content.decode()


def test_missing_page_claims_no_address_of_its_own(db, client):
    page = client.get("/en/nothing/").content.decode()

    assert 'rel="canonical"' not in page
    assert "hreflang" not in page.split("</head>")[0]
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize(
    ("view", "error", "status", "text"),
    [
        (errors.bad_request, SuspiciousOperation(), 400, "This request could not be understood"),
        (errors.forbidden, PermissionDenied(), 403, "This page may not be opened"),
        (errors.not_found, None, 404, "This page does not exist"),
    ],
)
def test_error_pages_stand_in_the_style_of_the_site_without_the_database(view, error, status, text):
    response = view(RequestFactory().get("/en/plans/?kind=dated"), error)
    page = response.content.decode()

    assert response.status_code == status
    assert text in page
    assert 'href="/tr/plans/?kind=dated"' in page


def test_mistake_of_ours_is_told_without_the_database():
    response = errors.server_error(RequestFactory().get("/ar/"))

    assert response.status_code == 500
    assert '<html lang="ar" dir="rtl">' in response.content.decode()


def test_mistake_in_the_style_itself_is_told_plainly(monkeypatch):
    def fail(*args, **kwargs):
        raise TemplateDoesNotExist("500.html")

    monkeypatch.setattr(errors, "render_to_string", fail)

    response = errors.server_error(RequestFactory().get("/en/"))

    assert (response.status_code, response.content.decode()) == (500, errors.PLAIN)


def test_mistake_in_a_view_shows_the_page(db, client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr("tracker.views.home.counts_of", fail)
    client.raise_request_exception = False

    response = client.get("/ru/")

    assert response.status_code == 500
    assert '<html lang="ru"' in response.content.decode()
