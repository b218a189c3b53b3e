import pytest

from tracker.domain.documents.encodings import ENCODINGS, canonical, decode, previews
from tracker.domain.documents.errors import DocumentRefused, Finding

SAMPLES = {
    "ar": "1. تنظيم فعاليات في اليوم العالمي للسلام، في كل عام؟",
    "de": "1. Öffentliche Plätze für die Städte schützen",
    "el": "1. Κοινή δράση για την ειρήνη",
    "es": "1. Acción común el día 4 de mayo, ¿también mañana?",
    "fr": "1. Les délégués décident d’une journée à Évry",
    "pl": "1. Źródła i świadectwa zbierze łódzki oddział",
    "pt": "1. As ações são decididas pela comissão até março",
    "ru": "1. Проведём семинар в мае 2024 года",
    "tr": "1. Barış günü için ortak açıklama yayımlanır",
    "uk": "1. Спільні дії на підтримку миру щороку",
    "vi": "1. To\u0309 chu\u031b\u0301c ho\u0323p ma\u0323t ha\u0300ng na\u0306m",
    "zh": "1. 在世界各国组织活动，支持和平。",
}


def refusal(data: bytes, encoding: str = "") -> list[Finding]:
    with pytest.raises(DocumentRefused) as refused:
        decode(data, encoding)
    return refused.value.errors


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ar", "windows-1256"),
        ("ar", "iso-8859-6"),
        ("de", "windows-1252"),
        ("el", "windows-1253"),
        ("es", "windows-1252"),
        ("es", "ibm850"),
        ("fr", "windows-1252"),
        ("pl", "windows-1250"),
        ("pl", "iso-8859-2"),
        ("pt", "windows-1252"),
        ("ru", "windows-1251"),
        ("ru", "koi8-r"),
        ("ru", "iso-8859-5"),
        ("ru", "ibm866"),
        ("tr", "windows-1254"),
        ("uk", "windows-1251"),
        ("uk", "koi8-u"),
        ("zh", "gb18030"),
    ],
)
def test_previews_begin_with_the_page_that_makes_sense(language, encoding):
    data = ("Plan\n\n" + SAMPLES[language]).encode(encoding)

    first = previews(data)[0]

    assert (first.encoding, first.lines) == (encoding, ((3, SAMPLES[language]),))


def test_preview_of_vietnamese_has_its_marks():
    text = "Th\u00f4ng b\u00e1o, \u0110oa\u0300n k\u00ea\u0301t qu\u00f4\u0301c t\u00ea\u0301"

    assert previews(text.encode("windows-1258"))[0].encoding == "windows-1258"


def test_previews_show_each_text_once_and_choose_nothing():
    shown = previews("Acción".encode("iso-8859-1"))

    assert len({preview.lines for preview in shown}) == len(shown) > 5
    assert {preview.encoding for preview in shown} <= set(ENCODINGS)


def test_page_that_cannot_decode_the_file_is_not_shown():
    pages = {preview.encoding for preview in previews(b"a\x81\xe9")}

    assert "windows-1252" not in pages
    assert "windows-1256" in pages


def test_page_that_the_file_declares_is_shown_first():
    page = "<html><meta charset='ISO-8859-15'><p>caf\u00e9"

    assert previews(page.encode("iso-8859-15"))[0].encoding == "iso-8859-15"
    assert previews(page.replace("-15", "-99").encode("latin-1"))[0].encoding == "windows-1252"


def test_text_in_utf8_needs_no_previews():
    assert previews("Día".encode()) == ()
    assert previews("Día".encode("utf-16")) == ()


def test_utf16_without_its_mark_is_shown_in_both_byte_orders():
    shown = previews("День 1, день 2, день 3".encode("utf-16-le"))

    assert shown[0].encoding == "utf-16-le"
    assert shown[0].lines == ((1, "День 1, день 2, день 3"),)


def test_preview_shows_the_place_of_the_first_foreign_letter_in_a_long_line():
    line = "x" * 1000 + "é" + "y" * 1000

    ((number, text),) = previews(line.encode("latin-1"))[0].lines

    assert number == 1
    assert "xé" in text
    assert len(text) == 160


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("", ""),
        ("UTF8", "utf-8"),
        ("CP1251", "windows-1251"),
        ("Latin-1", "iso-8859-1"),
        ("ISO_8859-9", "iso-8859-9"),
        ("Shift_JIS", "shift_jis"),
        ("GBK", "gb18030"),
    ],
)
def test_names_are_known_as_people_write_them(written, name):
    assert canonical(written) == name


def test_lines_in_utf8_beside_others_are_refused_even_where_a_page_was_chosen():
    data = "Día\n".encode() + "mañana".encode("latin-1")
    error = Finding("mixed_encodings", 2, {"byte": "0xF1", "offset": 7})

    assert refusal(data) == [error]
    assert refusal(data, "windows-1252") == [error]


def test_chosen_page_on_a_file_in_utf8_is_used_with_a_warning():
    decoded = decode("Día".encode(), "windows-1252")

    assert decoded.text == "DÃ\xada"
    assert [note.code for note in decoded.notes] == ["encoding_chosen", "looks_like_utf8"]


def test_byte_that_the_chosen_page_lacks_is_refused_with_its_line():
    errors = refusal(b"a\nb\xe9\x81", "windows-1252")

    params = {"byte": "0x81", "offset": 4, "encoding": "Windows-1252"}
    assert errors == [Finding("not_in_encoding", 2, params)]


def test_mark_against_the_choice_is_refused():
    errors = refusal("\ufeffПлан".encode(), "windows-1251")

    params = {"encoding": "Windows-1251", "marked": "UTF-8"}
    assert errors == [Finding("mark_contradicts", 1, params)]


def test_lone_surrogate_is_refused_with_its_line():
    utf8 = refusal(b"Plan\n\xed\xa0\x80")
    utf16 = refusal(b"\xff\xfea\x00\n\x00\x00\xd8b\x00")

    assert utf8 == [Finding("surrogate", 2, {"byte": "0xED", "offset": 5})]
    assert [(error.code, error.line) for error in utf16] == [("surrogate", 2)]


def test_half_a_character_at_the_end_is_refused():
    errors = refusal(b"\xff\xfea\x00b")

    assert [(error.code, error.line) for error in errors] == [("not_in_encoding", 1)]
