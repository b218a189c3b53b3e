import pytest

from tracker.domain.documents.errors import DocumentRefused, Finding
from tracker.domain.documents.from_html import MAX_LINES, html_lines
from tracker.domain.documents.html_lists import printed


def lines(source: str) -> list[str]:
    return html_lines(source)[0]


def refusal(source: str) -> list[Finding]:
    with pytest.raises(DocumentRefused) as refused:
        html_lines(source)
    return refused.value.errors


def test_blocks_become_paragraphs_with_the_lines_of_the_file():
    source = """<html><head><title>Page</title></head>
<body>
<h1>Plan of
  <em>work</em></h1>
<p>Having met<!-- a
comment --> in May,
the assembly
  decides:</p>
<div>One.</div><div>Two.</div>
</body></html>"""

    found, numbers, notes = html_lines(source)

    assert list(zip(numbers, found, strict=True)) == [
        (3, "Plan of"),
        (4, "work"),
        (5, ""),
        (5, "Having met"),
        (6, "in May,"),
        (7, "the assembly"),
        (8, "decides:"),
        (9, ""),
        (9, "One."),
        (9, "Two."),
    ]
    assert notes == []


def test_title_of_the_page_counts_where_no_heading_gives_one():
    assert lines("<title>Plan</title><p>Text") == ["Plan", "", "Text"]
    assert lines("<title>Site</title><h1>Plan</h1><p>Text") == ["Plan", "", "Text"]


def test_ordered_lists_get_their_numbers():
    source = """<ol start="9"><li>a<li>b<li value=3>c</ol>
<ol reversed><li>a<li>b</ol>
<ol type="a"><li>a<li>b</ol>
<ol style="list-style-type: upper-roman"><li>a</ol>
<ul><li>a</ul>
<ul style="list-style: none"><li>1.2 a</ul>"""

    assert [line for line in lines(source) if line] == [
        *("9. a", "10. b", "3. c"),
        *("2. a", "1. b"),
        *("a) a", "b) b"),
        "I) a",
        "• a",
        "1.2 a",
    ]


@pytest.mark.parametrize(
    ("value", "style", "mark"),
    [
        (27, "lower-alpha", "aa)"),
        (0, "lower-alpha", "0."),
        (1994, "lower-roman", "mcmxciv)"),
        (4000, "upper-roman", "4000."),
        (-1, "decimal", "-1."),
    ],
)
def test_numbers_are_printed_as_browsers_do(value, style, mark):
    assert printed(value, style) == mark


def test_nested_lists_and_second_paragraphs_are_indented():
    source = """<ol>
<li><p>One</p><p>more</p>
  <ul><li>sub
   wraps</li><li>second</ul>
<li>Two
</ol>After"""

    assert lines(source) == [
        "1. One",
        "",
        "   more",
        "   • sub",
        "     wraps",
        "   • second",
        "2. Two",
        "",
        "After",
    ]


def test_wrapped_line_that_looks_like_an_item_is_joined_to_its_paragraph():
    assert lines("<p>the meeting of\n24. June and\n- so on") == [
        "the meeting of 24. June and - so on"
    ]


def test_tables_are_read_row_by_row():
    source = """<table><tr><th>No.<th>Action<th>When</tr>
<tr><td>14.1</td><td><p>Do
it</p></td><td>2025</td></tr>
<tr><td>2</td><td>Do that</td><td></td></tr></table>"""

    found, numbers, _ = html_lines(source)

    assert list(zip(numbers, found, strict=True)) == [
        (1, "No. | Action | When"),
        (2, "14.1 Do it | 2025"),
        (4, "2. Do that"),
    ]


def test_table_for_layout_is_read_as_the_blocks_in_it():
    source = "<table><tr><td><p>One.</p><p>Two.</p><td><ul><li>a</ul></table>"

    assert [line for line in lines(source) if line] == ["One.", "Two.", "• a"]


def test_navigation_and_hidden_text_are_left_out_with_a_note():
    source = """<nav><a>Home</a></nav>
<p>Text<span hidden> secret</span>
<div style="color:red; display: none">more</div><div role=navigation>Next page</div>"""

    found, _, notes = html_lines(source)

    assert found == ["Text"]
    assert notes == [
        Finding("left_out", 1, {"characters": 4}),
        Finding("left_out", 2, {"characters": 6}),
        Finding("left_out", 3, {"characters": 4}),
        Finding("left_out", 3, {"characters": 9}),
    ]


def test_scripts_styles_and_controls_are_no_text():
    source = "<style>a</style><p>Te<script>alert(1)</script>xt<select><option>x</select>"

    assert lines(source) == ["Text"]


def test_text_is_kept_as_text():
    source = "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; 1 < 2&nbsp;&bogus;"

    assert lines(source) == ["<script>alert(1)</script> &amp; 1 < 2\xa0&bogus;"]


def test_raised_figures_do_not_run_into_the_word_before():
    assert lines("<p>in 1945<sup>12</sup>, CO<sub>2</sub>, the 4<sup>th</sup>") == [
        "in 1945¹², CO₂, the 4th"
    ]


def test_line_breaks_end_lines_and_two_end_a_paragraph():
    assert lines("<p>one<br>two<br><br>three") == ["one", "two", "", "three"]


def test_preformatted_text_keeps_its_lines():
    assert lines("<pre>\n1. a\n   b  c\n</pre>") == ["1. a", "   b  c", ""]


def test_definitions_are_indented_under_their_terms():
    assert lines("<dl><dt>Term<dd>What it is</dl>") == ["Term", "    What it is"]


@pytest.mark.parametrize(
    "source", ["<div>" * 100_000 + "x", "<ol><li>" * 50_000 + "x", "<table><tr><td>" * 30_000]
)
def test_deep_nesting_is_refused(source):
    assert [error.code for error in refusal(source)] == ["nested_too_deeply"]


def test_more_lines_than_can_be_numbered_are_refused():
    errors = refusal("<p>\n" * MAX_LINES)

    assert errors == [Finding("too_many_lines", None, {"lines": MAX_LINES + 1, "limit": MAX_LINES})]


def test_entities_of_the_documents_own_stay_unread():
    source = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><p>&b; text'

    assert "aaaa aaaa" not in " ".join(lines(source))
    assert lines(source)[-1].endswith("&b; text")
