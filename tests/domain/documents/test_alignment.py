from tracker.domain.documents.alignment import Anchor, align
from tracker.domain.documents.errors import Finding
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.sections import Section


def section(language: str, *texts: str) -> Section:
    items = tuple(ParsedItem(n, "1", n, text) for n, text in enumerate(texts, start=1))
    return Section(language, 1, "", None, "", None, items)


def test_equal_counts_align_and_shared_numbers_anchor_them():
    alignment, findings = align(
        [section("en", "in 1945", "May"), section("ru", "9 мая 1945", "май"), section("de")]
    )

    assert (alignment.aligned, alignment.counts) == (True, (("en", 2), ("ru", 2)))
    assert alignment.anchors == (Anchor(1, 9, ("ru",)), Anchor(1, 1945, ("en", "ru")))
    assert findings == []


def test_different_counts_do_not_align():
    alignment, findings = align([section("en", "a", "b"), section("es", "a")])

    assert (alignment.aligned, alignment.anchors) == (False, ())
    assert findings == [Finding("counts_differ", None, {"counts": "en: 2, es: 1"})]


def test_shift_under_equal_counts_is_seen_by_the_numbers():
    _, findings = align(
        [section("en", "none", "on 21", "in 1945", "on 8"), section("es", "21", "1945", "8", "no")]
    )

    assert findings == [Finding("anchors_shifted", 1, {"language": "es", "reference": "en"})]


def test_document_without_items_is_not_aligned():
    alignment, findings = align([section("en")])

    assert (alignment.aligned, alignment.counts, findings) == (False, (), [])
