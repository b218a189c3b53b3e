"""Whatever the bytes are: a document or a typed refusal, each finding with its sentence.

`TRACKER_FUZZ_EXAMPLES=2000` looks longer than the 40 examples of a normal run.
"""

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.domain.documents import (
    DocumentRefused,
    SourceFile,
    as_json,
    describe,
    read_documents,
)
from tracker.domain.documents.encodings import ENCODINGS, previews
from tracker.domain.documents.reading import read_text

SAMPLES = sorted((Path(__file__).parents[3] / "fixtures" / "documents").glob("*.*"))
NAMES = ("plan.txt", "plan.md", "plan.rst", "plan.html", "")
EXAMPLES = settings(
    max_examples=int(os.environ.get("TRACKER_FUZZ_EXAMPLES", "40")),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

TEXT = (
    *("1. ", "2. ", "1) ", "14.1 ", "a) ", "• ", "- ", "1\\. ", "CAP1.PA.LA03 ", "IV. ", "第一条 "),
    *("Plan of Action", "Members will:", "План работы", "خطة العمل", "行动计划。", "Eylem Planı"),
    *("by 31 March 2025", "4-5 Мая 2024 года", "9999-99-99", "31 February 0000", "36/CP.7"),
    *(
        "on the 17th of each month",
        "1st–2nd",
        "٣ مايو ٢٠٢٤",
        "2024年5月4日",
        "En Es Ru",
        "hyphen-\n",
    ),
    *(
        "En Es Ru",
        "\n",
        "\n\n",
        "   ",
        "\t",
        ". ",
        ": ",
        "\u00ad",
        "\u200b",
        "\u2067",
        "\u2069",
        "e\u0301",
    ),
)
HTML = (
    *("<p>", "</p>", "<ol start=5>", "</ol>", "<ul>", "<li>", "<li value=x>", "<table>", "<tr>"),
    *("<td>", "</td>", "</table>", "<pre>", "</pre>", "<br>", "<dl><dd>", "</dl>", "<sup>2</sup>"),
    *("<nav>", "</nav>", "<script>", "</script>", "<!--", "-->", "<![CDATA[", "<?x ", "&#x202e;"),
    *("&amp", "&bogus;", "&#0;", "<h1 ", "hidden>", "<svg:a>", "<html>", "<head>", "</body>"),
)
MARKDOWN = (
    *("# ", "## ", "===\n", "---\n", "> ", "```\n", "    ", "* ", "+ ", "| a | b |\n|---|---|\n"),
    *("**", "_", "`", "[x](y", ")", "![", "]: ", "[1]", "<b>", "<div>\n", "\\", "&amp;", "  \n"),
)
RST = (
    *(".. ", ":: ", "note:: ", "include:: x\n", ".. |a| replace:: ", "|a| ", "`", "``", "*", "**"),
    *("_ ", "[1]_ ", ".. [#] ", "====\n", "----\n", "== ==\n", "+--+\n", "| ", ":field: ", "#. "),
    *(".. table::\n", ".. list-table::\n   ", "   :a: b\n", ".. math:: ", "::\n\n  ", ">>> "),
    *("--opt  ", "`a <b>`_", ".. _a: b_\n", "__ c\n", ".. class:: x\n", ".. figure:: a\n   :b:\n"),
)


def soup(*words: str) -> st.SearchStrategy[bytes]:
    picked = st.sampled_from(words + TEXT) | st.text(max_size=4)
    return st.lists(picked, max_size=60).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    )


def stands(data: bytes, name: str, encoding: str = "", language: str = "") -> None:
    """Read `data`; what comes back can be told to people and to programs."""
    try:
        document = read_documents([SourceFile(name, data, encoding, language=language)])
    except DocumentRefused as refused:
        errors = refused.errors
    else:
        errors = [*document.warnings, *document.errors]
        assert json.loads(json.dumps(as_json(document)))
    assert all(describe(error, str) for error in errors)
    previews(data)


@EXAMPLES
@given(st.binary(max_size=300), st.sampled_from(NAMES), st.sampled_from(["", *ENCODINGS]))
def test_any_bytes_are_read_or_refused(data, name, encoding):
    stands(data, name, encoding)


@EXAMPLES
@given(st.text(max_size=300), st.sampled_from(NAMES))
def test_any_characters_are_read_or_refused(text, name):
    stands(text.encode("utf-8", "surrogatepass"), name)


@EXAMPLES
@given(st.text(max_size=40), st.integers(0, 90), st.sampled_from(["utf-16", "utf-16-be"]))
def test_cut_utf16_is_read_or_refused(text, length, encoding):
    data = ("1. " + text).encode(encoding, "surrogatepass")[:length]

    stands(data, "plan.txt")
    stands(data, "plan.txt", "utf-16")


@EXAMPLES
@given(soup())
def test_any_lines_are_read_or_refused(data):
    stands(data, "plan.txt")


@EXAMPLES
@given(soup(*HTML))
def test_any_html_is_read_or_refused(data):
    stands(data, "plan.html")


@EXAMPLES
@given(soup(*MARKDOWN))
def test_any_markdown_is_read_or_refused(data):
    stands(data, "plan.md")


@EXAMPLES
@given(soup(*RST))
def test_any_rst_is_read_or_refused(data):
    stands(data, "plan.rst")


@EXAMPLES
@given(st.data())
def test_any_change_of_a_sample_is_read_or_refused(data):
    sample = data.draw(st.sampled_from(SAMPLES))
    content = bytearray(sample.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = min(len(content), start + data.draw(st.integers(0, 200)))
        other = data.draw(st.binary(max_size=6) | st.just(bytes(content[: end - start])))
        content[start:end] = other

    stands(bytes(content), sample.name)


@EXAMPLES
@given(st.data())
def test_samples_in_other_encodings_are_read_or_refused(data):
    sample = data.draw(st.sampled_from(SAMPLES))
    encoding = data.draw(st.sampled_from(ENCODINGS))
    content = sample.read_bytes().decode("utf-8", "replace").encode(encoding, "ignore")

    stands(content, sample.name)
    stands(content, sample.name, encoding)


WORDS = st.lists(st.from_regex(r"[a-z]{3,8}", fullmatch=True), min_size=1, max_size=4).map(" ".join)
SHAPES = {
    "plan.html": ("<p>{}</p>", "<li>{}\n", "<div>{}<br>", "<td>{} ", "<h2>{}</h2>", " <b>{}</b>\n"),
    "plan.md": ("# {}\n\n", "- {}\n", "  1. {}\n", "> {}\n", "{}\n", "| {} |\n", "    {}\n\n"),
    "plan.rst": ("{}\n\n", "- {}\n", "{}\n===\n", "  {}\n", ".. foo:: {}\n\n", "1. {}\n\n"),
}


@pytest.mark.parametrize("name", sorted(SHAPES))
@EXAMPLES
@given(st.data())
def test_no_word_of_a_marked_up_text_is_lost(name, data):
    shapes = st.tuples(st.sampled_from(SHAPES[name]), WORDS)
    parts = data.draw(st.lists(shapes, min_size=1, max_size=12))
    source = "".join(shape.format(words) for shape, words in parts)

    text = read_text(SourceFile(name, source.encode()))

    found = " ".join(text.lines).split()
    for _, words in parts:
        assert set(words.split()) <= set(found)
    assert set(text.numbers) <= set(range(1, source.count("\n") + 2))
