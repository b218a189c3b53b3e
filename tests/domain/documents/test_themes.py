from tracker.domain.documents import Section, read_document


def section(*lines: str) -> Section:
    (found,) = read_document("\n".join(["Title", "", *lines]).encode()).sections
    return found


def themes(found: Section) -> list[tuple[str, str, int | None]]:
    """Printed number, heading and line of the lead of each item."""
    return [(item.printed, item.heading, item.lead_line) for item in found.items]


ENGLISH = "The members of the network agree to the following:"


def test_short_lines_between_items_are_themes_of_one_section():
    found = section(ENGLISH, "", "Reading", "", "1. Read.", "", "Gardens", "", "2. Plant.")

    assert themes(found) == [("1", "Reading", 3), ("2", "Gardens", 3)]
    assert (found.heading, found.preamble) == ("", ENGLISH)


def test_chapters_and_capitals_are_themes_without_blank_lines():
    assert themes(section(ENGLISH, "Chapter 1", "1. Read", "Chapter 2", "2. Plant")) == [
        ("1", "Chapter 1", 3),
        ("2", "Chapter 2", 3),
    ]
    assert themes(section(ENGLISH, "READING", "1. Read", "GARDENS", "2. Plant")) == [
        ("1", "READING", 3),
        ("2", "GARDENS", 3),
    ]


def test_short_lines_without_blank_lines_are_themes_where_the_list_begins_under_one():
    found = section(ENGLISH, "Reading", "1. Read aloud here", "Gardens", "2. Plant trees")

    assert themes(found) == [("1", "Reading", 3), ("2", "Gardens", 3)]


def test_markdown_headings_are_themes():
    found = section(ENGLISH, "## Reading", "1. Read.", "## Gardens", "1. Plant.")

    assert themes(found) == [("1", "Reading", 3), ("1", "Gardens", 3)]


def test_theme_may_be_above_the_first_item_with_no_preamble():
    found = section("I. Reading", "", "1. Read to all the members of the network.", "",
                    "II. Gardens", "", "2. Plant the trees.")  # fmt: skip

    assert themes(found) == [("1", "I. Reading", None), ("2", "II. Gardens", None)]
    assert (found.first_line, found.heading) == (3, "")


def test_single_heading_above_the_items_is_the_sections_own():
    found = section("Joint programme", "", ENGLISH, "1. Read.", "2. Plant.")

    assert (found.heading, found.heading_line) == ("Joint programme", 3)
    assert themes(found) == [("1", "", 5), ("2", "", 5)]


def test_lead_line_governs_the_items_under_it():
    found = section("By 31 December 2025, the members will:", "1. Read.", "2. Mend.",
                    "By 1 March 2026, the members will:", "3. Plant.")  # fmt: skip

    assert [(item.printed, item.lead, item.lead_line) for item in found.items] == [
        ("1", "By 31 December 2025, the members will:", 3),
        ("2", "By 31 December 2025, the members will:", 3),
        ("3", "By 1 March 2026, the members will:", 6),
    ]


def test_lead_line_may_be_wrapped_and_stand_under_a_heading():
    found = section("Chapter 1", "By 31 December 2025, the members of the", "network will:",
                    "1. Read.", "", "Chapter 2", "", "2. Plant.")  # fmt: skip

    assert [(item.heading, item.lead, item.lead_line) for item in found.items] == [
        ("Chapter 1", "By 31 December 2025, the members of the network will:", 4),
        ("Chapter 2", "", None),
    ]


def test_long_preamble_is_no_lead_line():
    found = section("The members " + "of the network " * 20 + "agree to:", "1. Read.")

    assert themes(found) == [("1", "", None)]
    assert found.preamble_line == 3


def test_prose_between_items_is_kept_apart_and_said():
    document = read_document(
        f"Title\n\n{ENGLISH}\n1. Read.\n\nThe towns met twice. They will meet again.\n\n"
        "2. Plant.".encode()
    )

    (found,) = document.sections
    assert [item.text for item in found.items] == ["Read.", "Plant."]
    assert found.paragraphs == ((3, ENGLISH), (6, "The towns met twice. They will meet again."))
    assert [(one.code, one.line) for one in document.warnings] == [("prose_between_items", 6)]


def test_prose_that_is_neither_heading_nor_lead_leaves_the_lead_as_it_was():
    found = section(
        ENGLISH, "1. Read.", "", "The towns met twice. They will meet again.", "", "2. Plant."
    )

    assert themes(found) == [("1", "", 3), ("2", "", 3)]
