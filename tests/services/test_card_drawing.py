"""What is drawn: every word, in its script, inside the picture."""

import re

import pytest
import uharfbuzz
from django.utils.translation import override

from tracker.models import Status
from tracker.services import card_drawing, typesetting
from tracker.services.cards import Card

LANGUAGES = ["en", "es", "ru", "tr", "ar"]


def make_card(**fields) -> Card:
    values = {
        "path": "/card.png",
        "language": "en",
        "is_rtl": False,
        "overline": "Library network plan",
        "title": "1. Evening readings",
        "sentence": "1 of 2 tracked commitments with reports",
        "statuses": (("reported", "Reported by a party", 1),),
    }
    return Card(**(values | fields))


def words_of(card: Card) -> str:
    return " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", card_drawing.svg_of(card)))


def test_words_stand_in_the_picture():
    words = words_of(make_card())

    for text in (
        "Library network plan",
        "1. Evening readings",
        "1 of 2",
        "Reported by a party · 1",
    ):
        assert text in words


@pytest.mark.parametrize(
    "title",
    ["", "W" * 400, "long words " * 300, "<&>\"' \x00\x1b\u202e\ud800", "計画 😀 " * 50],
)
def test_any_title_is_drawn(title):
    card = make_card(title=title, overline=title, sentence=title)

    assert card_drawing.png_of(card).startswith(b"\x89PNG")


def test_long_title_is_cut_where_even_small_letters_do_not_suffice():
    lines = typesetting.wrapped("reading " * 90, 36, width=1000, most=3, weight=700)

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(typesetting.width_of(line, 36, 700) <= 1000 for line in lines)


def test_right_to_left_begins_at_the_right_edge():
    drawn = card_drawing.svg_of(make_card(language="ar", is_rtl=True, title="قراءات (PAME) 29"))

    assert '<text x="1128.0"' in drawn
    assert 'text-anchor="start"' not in drawn
    assert "\u2067قراءات (PAME) 29\u2069" in drawn


def test_arabic_letters_are_joined():
    """ "لا" is one sign, narrower than its two letters side by side."""
    apart = sum(typesetting.width_of(letter, 60, 400) for letter in "لا")

    assert typesetting.width_of("لا", 60, 400) < 0.95 * apart


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_status_has_its_shape_and_letters_in_every_language(language):
    with override(language):
        statuses = tuple((one.value, str(one.label), 3) for one in Status)
    card = make_card(language=language, is_rtl=language == "ar", statuses=statuses)

    words = words_of(card)

    assert all(label in words for _status, label, _number in statuses)
    assert not missing_letters(" ".join(label for _status, label, _number in statuses))


def test_letters_of_all_languages_are_in_the_fonts():
    assert not missing_letters(
        "İıĞğŞşÇçÖöÜü Ññ¿¡«» ЁёЪъЫыЭэ№ ابتثجحخدذرزسشصضطظعغفقكلمنهوي ًٌٍَُِّْ ؟،؛ ٠١٢…·"
    )


def missing_letters(text: str) -> set[str]:
    fonts = [uharfbuzz.Face(uharfbuzz.Blob.from_file_path(typesetting.font_file(one)))
             for one in typesetting.FAMILIES]  # fmt: skip
    known = set().union(*(font.unicodes for font in fonts))
    return {letter for letter in text if ord(letter) not in known}
