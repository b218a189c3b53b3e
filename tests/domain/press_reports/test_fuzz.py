"""Whatever the bytes are, a report is read or refused, and two of them can be compared."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.documents import DocumentRefused
from tracker.domain.documents.languages import IDENTIFIED
from tracker.domain.documents.reading import SourceFile
from tracker.domain.press_reports import PressReport, as_json, likeness, read_report

# Words that the grammar of reports is made of, among others.
PIECES = st.sampled_from(
    [
        "85 delegates", "12 países", "на 3-й встрече", "lần thứ XIII", "ke-17", "(ABC) - ", "./.",
        "20. bis 22. Oktober 2023", "\n", "\n\n", "[Anzeige_2]", "Kommentar (0)", "IMX-3",
        "第十届会议", "(Photo: A)", " - ảnh 1", "الثالث والعشرون", "about", "٣",
        "99999999", "XIIII", "İ", ".",
        "¹",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=8), max_size=30).map(" ".join)
LANGUAGES = st.sampled_from(["", *IDENTIFIED])


def read(data: bytes, language: str) -> PressReport | None:
    try:
        return read_report(SourceFile("report.txt", data, language=language))
    except DocumentRefused:
        return None


@settings(max_examples=150, deadline=None)
@given(data=st.binary(max_size=200) | TEXTS.map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_bytes_are_read_or_refused(data):
    report = read(data, "en")

    if report:
        as_json(report)


@settings(max_examples=150, deadline=None)
@given(first=TEXTS, second=TEXTS, languages=st.tuples(LANGUAGES, LANGUAGES))
def test_likeness_lies_between_none_and_full(first, second, languages):
    one = read(first.encode("utf-8", "surrogatepass"), languages[0] or "en")
    other = read(second.encode("utf-8", "surrogatepass"), languages[1] or "de")

    if one and other:
        assert 0 <= likeness(one, other).score <= 1
        assert 0 <= likeness(other, one).score <= 1
