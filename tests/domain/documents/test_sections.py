import pytest

from tracker.domain.documents.errors import Finding
from tracker.domain.documents.marks import classify
from tracker.domain.documents.sections import split, without


def parts(text: str):
    return split(classify(text.split("\n")))


def items_of(text: str) -> list[list[str]]:
    return [[item.text for item in section.items] for section in parts(text).sections]


def codes(text: str) -> list[str]:
    return [finding.code for finding in parts(text).findings]


def test_prose_after_items_starts_the_next_section_though_all_numbers_are_one():
    text = "We agree:\n1. Read.\n1. Mend.\n\nMy reshili:\n1. Chitat.\n1. Chinit."

    assert items_of(text) == [["Read.", "Mend."], ["Chitat.", "Chinit."]]
    assert codes(text) == []


def test_short_line_without_full_stop_is_heading_and_the_rest_preamble():
    (section,) = parts("Joint plan\n\nWe met.\nWe agree:\n\n1. Read.").sections

    assert (section.first_line, section.heading, section.heading_line) == (1, "Joint plan", 1)
    assert (section.preamble, section.preamble_line) == ("We met. We agree:", 3)


def test_section_without_prose_begins_with_its_first_item():
    (section,) = parts("\n1. Read.\n2. Mend.").sections

    assert (section.first_line, section.heading, section.preamble) == (2, "", "")


@pytest.mark.parametrize(
    "text",
    [
        "1. Read\n   aloud.\n2. Mend.",
        "1. Read\naloud.\n2. Mend.",
        "1. Read aloud.\n2. Mend.",
    ],
)
def test_wrapped_item_is_one_text(text):
    assert items_of(text) == [["Read aloud.", "Mend."]]


def test_wrapped_line_may_begin_a_sentence():
    assert items_of("1. Read aloud.\nTo all.\n2. Mend.") == [["Read aloud. To all.", "Mend."]]


def test_indented_paragraph_belongs_to_the_item_above():
    assert items_of("1. Read.\n\n   To all.\n2. Mend.") == [["Read.\n\nTo all.", "Mend."]]


def test_lead_line_right_under_an_item_starts_a_section():
    text = "1. Read.\n2. Mend.\nLos miembros acuerdan:\n1. Leer.\n2. Reparar."

    assert items_of(text) == [["Read.", "Mend."], ["Leer.", "Reparar."]]


def test_change_of_script_starts_a_section_even_without_prose():
    text = "1. Read.\n2. Mend.\n1. Читать.\n2. Чинить."

    assert items_of(text) == [["Read.", "Mend."], ["Читать.", "Чинить."]]
    assert items_of("1. Read\nПлан\n1. Читать.") == [["Read"], ["Читать."]]


def test_bullets_under_an_item_are_its_children():
    (section,) = parts("1. Read:\n• to children\n  aloud\n• to all\n2. Mend.").sections

    first = section.items[0]
    assert [(child.position, child.printed, child.text) for child in first.children] == [
        (1, "•", "to children aloud"),
        (2, "•", "to all"),
    ]
    assert first.full_text == "Read:\n• to children aloud\n• to all"


def test_navigation_bullets_above_the_items_are_left_out_and_said():
    found = parts("• Home\n• News\n\nWe agree:\n1. Read.")

    assert found.sections[0].preamble == "We agree:"
    assert found.findings == (Finding("bullets_before_items", 1, {"lines": 2}),)


@pytest.mark.parametrize(
    "text",
    [
        "1. Prepare the\n24. Toplantı together.\n2. Mend.",
        "1. Mend.\n1. Prepare the\n24. Toplantı together.",
    ],
)
def test_ordinal_inside_a_sentence_is_no_item(text):
    found = parts(text)

    assert sorted(item.text for item in found.sections[0].items) == [
        "Mend.",
        "Prepare the 24. Toplantı together.",
    ]
    assert [finding.code for finding in found.findings] == ["ordinal_as_text"]


def test_ordinal_that_begins_a_heading_is_no_item():
    text = "1. Read.\n2. Mend.\n\n24. Toplantı Planı\n\nÜyeler:\n1. Okumak.\n2. Onarmak."

    assert items_of(text) == [["Read.", "Mend."], ["Okumak.", "Onarmak."]]
    assert parts(text).sections[1].heading == "24. Toplantı Planı"


def test_text_after_the_last_item_is_said_and_kept_out_of_it():
    found = parts("1. Read.\n2. Mend.\n\nPrinted on paper.\n\nAll rights.")

    assert [item.text for item in found.sections[0].items] == ["Read.", "Mend."]
    params = {"last_line": 6, "language": "en"}
    assert found.findings == (Finding("trailing_text", 4, params),)


def test_text_without_numbers_is_one_section_without_items():
    found = parts("The groups met.\n\n• They talked.")

    assert [section.items for section in found.sections] == [()]
    assert found.sections[0].preamble == "The groups met.\n\n• They talked."
    assert found.sections[0].paragraphs == ((1, "The groups met."), (3, "• They talked."))


def test_lines_of_the_header_are_passed_over_and_numbers_stay():
    lines = without(classify(["Title", "We agree:", "1. Read."]), frozenset({1}))

    assert split(lines).sections[0].first_line == 2


def test_hyphen_at_the_end_of_a_line_is_kept_and_said():
    found = parts("1. Read alo-\n   ud.")

    assert found.sections[0].items[0].text == "Read alo-ud."
    assert found.findings == (Finding("hyphen_at_line_end", 1),)


def test_text_without_marks_offers_each_sentence_that_has_a_line():
    (found,) = parts("We agree to this.\nRead to all.\nMend the\nbooks.").sections
    (single,) = parts("We agree to this.\nRead to all.\nMend the books.").sections

    assert found.paragraphs == ((1, "We agree to this. Read to all. Mend the books."),)
    assert single.paragraphs == (
        (1, "We agree to this."),
        (2, "Read to all."),
        (3, "Mend the books."),
    )


def test_number_alone_on_its_line_is_that_of_the_text_below():
    text = "We agree:\n\n1.\n\nRead.\n\n2.\nMend and\nlend."

    assert items_of(text) == [["Read.", "Mend and lend."]]
    assert [item.first_line for item in parts(text).sections[0].items] == [5, 8]


def test_indented_paragraph_under_bullets_stays_with_the_item():
    (section,) = parts(
        "The members agree:\n\n1. Read to the children:\n\n   - aloud\n\n"
        "   The rooms are open to all.\n\n2. Mend the books."
    ).sections

    assert [item.full_text for item in section.items] == [
        "Read to the children:\n- aloud\n\nThe rooms are open to all.",
        "Mend the books.",
    ]
