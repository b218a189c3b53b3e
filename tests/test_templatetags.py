import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tests.builders import make_item, make_plan, make_theme
from tracker.models import Status
from tracker.models.translated import LocalText
from tracker.templatetags import tracker


def _render(text, path="/en/", **context):
    request = RequestFactory().get(path)
    return Template("{% load tracker %}" + text).render(Context({"request": request} | context))


@pytest.mark.django_db
def test_text_in_the_readers_language_is_shown_as_it_is():
    theme = make_theme(name="Reading & writing", name_tr="Okuma")

    assert _render('{% local theme "name" %}', theme=theme) == "Reading &amp; writing"
    with translation.override("tr"):
        assert _render('{% local theme "name" %}', theme=theme) == "Okuma"


@pytest.mark.django_db
def test_fallback_carries_language_direction_and_a_note():
    theme = make_theme(name="", name_ar="قراءة <b>")

    assert _render('{% local theme "name" %}', theme=theme) == (
        '<span lang="ar" dir="rtl">قراءة &lt;b&gt;</span> '
        '<small class="fallback">(in Arabic)</small>'
    )


@pytest.mark.django_db
def test_fallback_is_said_where_no_markup_can_stand():
    theme = make_theme(name="", name_ar="قراءة")

    assert _render('{{ theme|plain:"name" }}', theme=theme) == "قراءة (in Arabic)"


@pytest.mark.django_db
def test_long_text_stands_in_paragraphs():
    item = make_item(summary="One.\n\nTwo <i>.")

    assert _render('{% local_block item "summary" %}', item=item) == (
        "<p>One.</p>\n\n<p>Two &lt;i&gt;.</p>"
    )


@pytest.mark.django_db
def test_missing_text_is_nothing_at_all():
    assert _render('{% local plan "summary" %}', plan=make_plan()) == ""


def test_every_status_has_a_shape_of_its_own_beside_its_words():
    for status in Status:
        badge = _render("{% badge status %}", status=status)
        assert f'aria-hidden="true">{tracker.SHAPES[status]}</span>{status.label}' in badge


def test_language_links_translate_the_path_and_keep_the_query():
    links = _render("{% language_links %}", path="/en/search/?q=caf%C3%A9&page=2")

    assert 'href="/ar/search/?q=caf%C3%A9&amp;page=2" lang="ar" hreflang="ar" dir="rtl"' in links
    assert 'lang="en" hreflang="en" dir="ltr" aria-current="true">English</a>' in links
    assert ">Türkçe</a>" in links


def test_page_without_a_language_leads_to_the_first_page_of_each():
    links = _render("{% language_links %}", path="/admin/login/?next=/admin/")

    assert 'href="/es/"' in links
    assert "next=" not in links


def test_page_without_a_language_announces_no_alternates():
    assert _render("{% alternate_links %}", path="/healthz").strip() == ""


def test_alternates_are_whole_addresses():
    links = _render("{% alternate_links %}", path="/tr/plans/")

    assert '<link rel="canonical" href="http://testserver/tr/plans/">' in links
    assert '<link rel="alternate" hreflang="ar" href="http://testserver/ar/plans/">' in links
    assert '<link rel="alternate" hreflang="x-default" href="http://testserver/en/plans/">' in links


def test_query_is_changed_one_parameter_at_a_time():
    text = "{% query_with page=3 plan=None %}"

    assert _render(text, path="/en/updates/?page=2&plan=x&q=a") == "?page=3&amp;q=a"


def test_direction_of_a_language_without_a_name_is_left_to_the_browser():
    assert [tracker.direction(code) for code in ("ar", "tr", "zz")] == ["rtl", "ltr", "auto"]


def test_found_text_is_marked_like_any_other():
    assert tracker.marked(LocalText("Читать", "ru", is_fallback=True)) == (
        '<span lang="ru" dir="ltr">Читать</span> <small class="fallback">(in Russian)</small>'
    )
