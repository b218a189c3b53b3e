from tracker.domain.documents.alignment import Anchor, Row, align, suggest_rows
from tracker.domain.documents.errors import Finding
from tracker.domain.documents.items import ParsedItem
from tracker.domain.documents.sections import Section
from tracker.domain.documents.stated_date import StatedDate
from tracker.domain.spans import Precision


def section(language: str, *texts: str, gaps: tuple[int, ...] = ()) -> Section:
    positions = [n for n in range(1, len(texts) + len(gaps) + 1) if n not in gaps]
    items = tuple(ParsedItem(n, "1", n, text) for n, text in zip(positions, texts, strict=True))
    return Section(language, 1, "", None, "", None, items, gaps=gaps)


def test_equal_counts_align_and_shared_numbers_anchor_them():
    alignment, findings = align(
        [section("en", "in 1945", "and"), section("ru", "9 раз в 1945", "май"), section("de")]
    )

    assert (alignment.aligned, alignment.counts) == (True, (("en", 2), ("ru", 2)))
    assert alignment.anchors == (Anchor(1, "9", ("ru",)), Anchor(1, "1945", ("en", "ru")))
    assert findings == []


def test_acronyms_and_names_anchor_items_across_scripts():
    alignment, _ = align(
        [
            section("en", "the NATO of Lenin"),
            section("ru", "НАТО Ленина"),
            section("tr", "Lenin’in"),
        ]
    )

    assert alignment.anchors == (
        Anchor(1, "nato", ("en", "ru"), "acronym"),
        Anchor(1, "lenin", ("en", "ru", "tr"), "name"),
    )


def test_dates_anchor_items_whatever_their_words():
    first = StatedDate("8 March", 1, Precision.RULE, rule="FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8")
    english = ParsedItem(1, "1", 1, "on 8 March", dates=(first,))
    chinese = ParsedItem(1, "1", 2, "三月八日", dates=(first,))
    alignment, _ = align(
        [
            Section("en", 1, "", None, "", None, (english,)),
            Section("zh", 2, "", None, "", None, (chinese,)),
        ]
    )

    assert [anchor for anchor in alignment.anchors if anchor.kind == "date"] == [
        Anchor(1, "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", ("en", "zh"), "date")
    ]


def test_different_counts_do_not_align():
    alignment, findings = align([section("en", "a", "b"), section("es", "a")])

    assert (alignment.aligned, alignment.anchors) == (False, ())
    assert findings == [Finding("counts_differ", None, {"counts": "en: 2, es: 1"})]


def test_item_marked_as_lacking_counts_and_keeps_the_others_in_place():
    alignment, findings = align(
        [section("en", "in 1945", "none", "on 21"), section("es", "1945", "el 21", gaps=(2,))]
    )

    assert (alignment.aligned, alignment.counts) == (True, (("en", 3), ("es", 3)))
    assert alignment.anchors == (Anchor(1, "1945", ("en", "es")), Anchor(3, "21", ("en", "es")))
    assert findings == []


def test_shift_under_equal_counts_is_seen_by_the_numbers():
    _, findings = align(
        [section("en", "none", "on 21", "in 1945", "on 8"), section("es", "21", "1945", "8", "no")]
    )

    assert findings == [Finding("anchors_shifted", 1, {"language": "es", "reference": "en"})]


def test_shift_in_the_middle_is_seen_by_acronyms():
    english = section("en", "12", "the WPC", "the WFTU", "the WIDF", "walks and talks", "99")
    spanish = section("es", "12", "paseos", "el WPC", "la WFTU", "la WIDF y charlas", "99")

    _, findings = align([english, spanish])

    assert [finding.code for finding in findings] == ["anchors_shifted"]


def test_one_number_in_another_item_is_no_shift():
    _, findings = align(
        [section("en", "a 21", "b", "c 8", "d"), section("es", "a", "b 21", "c 8", "d")]
    )

    assert findings == []


def test_document_without_items_is_not_aligned():
    alignment, findings = align([section("en")])

    assert (alignment.aligned, alignment.counts, findings) == (False, (), [])


def test_rows_leave_a_gap_where_an_item_is_missing():
    rows = suggest_rows(
        [
            section("en", "the 12 towns", "the WPC", "in 1945", "Patria"),
            section("es", "los 12 pueblos", "en 1945", "Patria"),
            section("ru", "12 городов", "ВПЦ", "1945", "Патриа", "ещё 77"),
        ]
    )

    assert [tuple(row.cells.values()) for row in rows] == [
        (1, 1, 1),
        (2, None, 2),
        (3, 2, 3),
        (4, 3, 4),
        (None, None, 5),
    ]
    assert rows[0] == Row({"en": 1, "es": 1, "ru": 1})


def test_rows_of_equal_items_go_by_position():
    rows = suggest_rows([section("en", "walk", "talk"), section("es", "andar", "hablar")])

    assert rows == (Row({"en": 1, "es": 1}), Row({"en": 2, "es": 2}))


def test_rows_keep_positions_past_a_gap_that_a_person_made():
    rows = suggest_rows([section("en", "12", "34"), section("es", "34", gaps=(1,))])

    assert rows == (Row({"en": 1, "es": None}), Row({"en": 2, "es": 2}))


def test_rows_of_long_sections_are_compared_near_each_other():
    many = [f"item {number}" for number in range(400)]
    rows = suggest_rows([section("en", *many), section("es", *many[1:])])

    assert len(rows) == 400
    assert rows[0] == Row({"en": 1, "es": None})
    assert rows[-1] == Row({"en": 400, "es": 399})


def test_rows_of_long_sections_far_apart_go_by_position():
    many = [f"item {number}" for number in range(600)]
    rows = suggest_rows([section("en", *many), section("es", *many[300:])])

    assert len(rows) == 600
    assert rows[0] == Row({"en": 1, "es": 1})
    assert rows[-1] == Row({"en": 600, "es": None})


def test_rows_of_nothing_are_none():
    assert suggest_rows([section("en")]) == ()
