import pytest

from tracker.domain.documents.errors import DocumentRefused, Finding
from tracker.domain.documents.from_rst import CHUNK_LINES, rst_lines


def lines(source: str) -> list[str]:
    return rst_lines(source)[0]


def test_structure_becomes_lines_with_the_numbers_of_the_file():
    source = """====
Plan
====

:Place: Izmir

The assembly *having* met
in **May** decides:

1. one
   wraps
#. two

   - sub
   - sub

     more

Theme
-----

a) alpha
(b) beta
"""

    found, numbers, notes = rst_lines(source)

    assert list(zip(numbers, found, strict=True)) == [
        (2, "Plan"),
        (5, ""),
        (5, "Place: Izmir"),
        (7, ""),
        (7, "The assembly having met"),
        (8, "in May decides:"),
        (10, ""),
        (10, "1. one"),
        (11, "   wraps"),
        (12, "2. two"),
        (14, "   • sub"),
        (15, "   • sub"),
        (17, ""),
        (17, "     more"),
        (19, ""),
        (19, "Theme"),
        (22, ""),
        (22, "a) alpha"),
        (23, "(b) beta"),
    ]
    assert notes == []


def test_printed_numbers_are_kept():
    assert lines("1. a\n1. b\n1. c\n") == ["1. a", "1. b", "1. c"]
    assert lines("4. a\n5. b\n") == ["4. a", "5. b"]


def test_nothing_is_fetched_dated_or_passed_on(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    source = f""".. include:: {secret}

.. raw:: html
   :file: {secret}

.. csv-table::
   :file: {secret}

.. role:: plan

.. |today| date::

On |today|.
"""

    found = lines(source)

    assert "secret" not in found
    assert found[0] == f".. include:: {secret}"
    assert found[-1] == "On |today|."
    assert "plan" not in lines(":plan:`x`")


def test_what_the_parser_cannot_read_stays_as_it_was_written():
    source = """.. foo:: bar
   first

Bad *inline

=== ===
a   b
= = =

Short
--
"""

    found = " ".join(" ".join(lines(source)).split())

    assert found == ".. foo:: bar first Bad *inline === === a b = = = Short --"


def test_comments_are_left_out_with_a_note():
    found, _, notes = rst_lines("Text\n\n.. note: a slip of the pen\n")

    assert found == ["Text"]
    assert notes == [Finding("left_out", 3, {"characters": 23})]


def test_links_notes_and_substitutions_show_their_texts():
    source = """See `the plan <http://a.example>`_ and |org| [1]_.

.. |org| replace:: the *assembly*
.. [1] A note
.. _target: http://b.example
"""

    assert lines(source) == ["See the plan and the assembly [1].", "", "[1] A note"]


def test_tables_are_read_row_by_row():
    source = "=== ======\nNo. Action\n=== ======\n1   Do *it*\n1.2 That\n=== ======\n"

    assert lines(source) == ["No. | Action", "1. Do it", "1.2 That"]


def test_long_text_is_read_in_parts_with_its_line_numbers():
    source = "".join(f"{n}. item\n\n   more\n\nText {n}\n\n" for n in range(1, CHUNK_LINES))

    found, numbers, _ = rst_lines(source)

    marked = [(number, line) for number, line in zip(numbers, found, strict=True) if "item" in line]
    assert marked == [(6 * n - 5, f"{n}. item") for n in range(1, CHUNK_LINES)]


def test_substitutions_that_swell_are_refused():
    source = f".. |a| replace:: {'a' * 1000}\n\n" + "|a| " * 100 + "\n\n" + "|a| " * 10 + "\n"

    with pytest.raises(DocumentRefused) as refused:
        rst_lines(source)

    assert [(one.code, one.line) for one in refused.value.errors] == [("expands_too_much", 5)]


def test_deep_nesting_is_refused_or_read():
    source = "".join("  " * depth + "- a\n\n" for depth in range(400))

    with pytest.raises(DocumentRefused) as refused:
        rst_lines(source)

    assert [error.code for error in refused.value.errors] == ["nested_too_deeply"]
