"""Articles and Roman numerals as marks of items, and what is numbered without being one."""

import pytest

from tracker.domain.documents import Document, read_document


def read(text: str) -> Document:
    return read_document(text.encode())


def marks(document: Document) -> list[object]:
    """The marks of the only section's items; an item with children is a list that it begins."""
    (section,) = document.sections
    return [
        [item.printed, *(child.printed for child in item.children)]
        if item.children
        else item.printed
        for item in section.items
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("I. Build three schools.", "II. Mend all roads.", "III. Plant trees in the streets."),
        ("I) Build three schools.", "II) Mend all roads.", "III) Plant trees in the streets."),
        ("I – Build three schools.", "II – Mend all roads.", "III – Plant trees in the streets."),
    ],
)
def test_roman_numerals_in_capitals_mark_items(lines):
    document = read("The town decides:\n\n" + "\n".join(lines))

    assert marks(document) == ["I", "II", "III"]
    assert [item.text for item in document.sections[0].items] == [
        "Build three schools.",
        "Mend all roads.",
        "Plant trees in the streets.",
    ]
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("lead", "lines", "printed"),
    [
        ("The town of the lakes decides:", ("Article 1. The town builds schools for all.",
         "Article 2. The town mends all of its roads."), ["1", "2"]),
        ("La ciudad de los lagos acuerda:", ("Artículo 1.- La ciudad construye las escuelas.",
         "Artículo 2.- La ciudad repara todas las calles."), ["1", "2"]),
        ("La ville des lacs décide :", ("Article premier. La ville construit des écoles.",
         "Article 2. La ville répare toutes les rues."), ["premier", "2"]),
        ("Город у озёр решает:", ("Статья 1. Город строит школы для всех.",
         "Статья 2. Город чинит все дороги."), ["1", "2"]),
        ("Göller kenti şu kararı alır:", ("Madde 1 – Kent herkes için okullar yapar.",
         "Madde 2 – Kent bütün yolları onarır."), ["1", "2"]),
        ("تقرر مدينة البحيرات ما يلي:", ("المادة 1: تبني المدينة مدارس للجميع.",
         "المادة 2: تصلح المدينة كل الطرق."), ["1", "2"]),
        ("湖城决定：", ("第一条 本市为所有人建设学校。",
         "第二条 本市修好所有的道路。"), ["一", "二"]),
        ("Die Stadt an den Seen beschließt:", ("§ 1 Die Stadt baut Schulen für alle.",
         "§ 2 Die Stadt setzt alle Straßen instand."), ["1", "2"]),
    ],
)  # fmt: skip
def test_articles_mark_items(lead, lines, printed):
    document = read("\n".join((lead, "", *lines)))

    assert marks(document) == printed
    assert [finding.code for finding in document.warnings] == []


def test_lists_under_an_article_are_its_parts_and_so_are_its_paragraphs():
    document = read(
        "The town decides:\n\nArticle 1 Schools\n\nThe town builds schools.\n\n"
        "They are open to all.\n\nArticle 2 Roads\n1. Mend them.\n2. Clean them.\n"
    )

    assert marks(document) == ["1", ["2", "1", "2"]]
    first, second = document.sections[0].items
    assert first.text == "Schools\n\nThe town builds schools.\n\nThey are open to all."
    assert second.text == "Roads"


def test_article_on_a_line_of_its_own_takes_the_text_below_it():
    document = read(
        "The town decides:\n\nArticle 1\nThe town builds schools.\n\n"
        "Article 2\nThe town mends its roads.\n"
    )

    assert [(item.first_line, item.text) for item in document.sections[0].items] == [
        (4, "The town builds schools."),
        (7, "The town mends its roads."),
    ]


def test_numbers_under_roman_numerals_are_parts_where_each_list_begins_anew():
    document = read(
        "The town decides:\n\nI. Schools\n1. Build them.\n2. Open them.\n\n"
        "II. Roads\n1. Mend them.\n2. Clean them.\n"
    )

    assert marks(document) == [["I", "1", "2"], ["II", "1", "2"]]


def test_roman_numerals_are_themes_where_the_numbers_count_on():
    document = read(
        "The town decides:\n\nI. Schools\n1. Build them.\n2. Open them.\n\n"
        "II. Roads\n3. Mend them.\n4. Clean them.\n"
    )

    assert marks(document) == ["1", "2", "3", "4"]
    assert [item.heading for item in document.sections[0].items] == [
        "I. Schools",
        "I. Schools",
        "II. Roads",
        "II. Roads",
    ]


@pytest.mark.parametrize("line", ["I. Newton was right.", "Article 5. of the charter holds."])
def test_mark_of_a_part_without_a_fellow_is_text(line):
    document = read(f"The town decides:\n1. Build schools for all.\n2. Mend the roads.\n\n{line}")

    assert marks(document) == ["1", "2"]


@pytest.mark.parametrize(
    ("notes", "decides"),
    [
        ("The council of the town, noting that:", "Decides:"),
        ("El consejo de la ciudad, considerando que:", "Acuerda:"),
        ("Der Rat der Stadt, in der Erwägung, dass:", "Beschließt:"),
    ],
)
def test_numbers_under_a_clause_of_the_preamble_are_no_items(notes, decides):
    document = read(
        f"{notes}\n\n1. Schools are full.\n2. Roads are bad.\n\n"
        f"{decides}\n\n1. Build schools.\n2. Mend roads.\n3. Plant trees.\n"
    )

    assert [item.text for item in document.sections[0].items] == [
        "Build schools.",
        "Mend roads.",
        "Plant trees.",
    ]
    assert [(one.code, one.line) for one in document.warnings if "clauses" in one.code] == [
        ("clauses_before_actions", 3)
    ]


def test_sentence_that_comes_again_in_a_list_of_ones_begins_no_new_section():
    same = "1. Report to the assembly of the network.\n"
    for lines in (same * 5, same + "1. Mend all the books.\n" + same):
        document = read("The members of the network will:\n\n" + lines)

        assert len(document.sections) == 1
        assert len(document.sections[0].items) == lines.count("1.")


def test_what_is_left_out_of_the_report_is_counted():
    lines = "\n".join(f"1. Work on co-\n   operation{n}." for n in range(100))
    document = read(f"The members agree to:\n{lines}")

    found = [one for one in document.warnings if one.code == "more_findings"]
    assert [(one.line, one.params) for one in found] == [(40, {"more": 80})]


@pytest.mark.parametrize(
    ("lead", "lines", "printed"),
    [
        ("El pleno de la ciudad acuerda:", ("PRIMERO.- Construir una escuela para todos.",
         "SEGUNDO.- Reparar las calles de la ciudad."), ["PRIMERO", "SEGUNDO"]),
        ("تقرر المدينة ما يلي:", ("أولاً: بناء مدرسة للجميع.", "ثانياً: إصلاح كل الطرق."),
         ["أولاً", "ثانياً"]),
        ("The school will do this:", ("Action 1: Build a library.", "Action 2: Mend the roof."),
         ["1", "2"]),
        ("The school will do this:", ("A. Build a library.", "B. Mend the roof."), ["A", "B"]),
        ("The school will do this:", ("✅ Build a library", "✅ Mend the roof"), ["✅", "✅"]),
        ("No. | Action | Deadline", ("1 | Build a library | May 2026", "2 | Mend the roof | 2027"),
         ["1", "2"]),
    ],
)  # fmt: skip
def test_other_marks_of_plans_in_use_mark_items(lead, lines, printed):
    document = read("\n".join(("The plan of the school", "", lead, "", *lines)))

    assert marks(document) == printed


def test_short_bullets_are_items_where_they_are_more_than_a_menu():
    document = read(
        "Our plan for the school\n\n- Build a school\n- Repair the roads\n- Plant trees"
    )

    assert marks(document) == ["-", "-", "-"]


def test_paragraph_sign_is_part_of_an_article():
    document = read(
        "Plano da cidade\n\nArt. 1º A cidade constrói uma escola para todos.\n"
        "Art. 2º A cidade repara as ruas.\n§ 1º As ruas do centro primeiro.\n"
        "§ 2º As outras ruas depois.\nArt. 3º Este plano entra em vigor.\n"
    )

    assert marks(document) == ["1", ["2", "1", "2"], "3"]


def test_title_that_comes_again_beside_a_page_number_is_no_theme():
    document = read(
        "Plan of the lakeside town\n\n1. Build schools.\n2. Mend roads.\n\n"
        "Plan of the lakeside town 2026\nPage 2\n\n3. Open a clinic.\n"
    )

    assert marks(document) == ["1", "2", "3"]
    assert [item.heading for item in document.sections[0].items] == ["", "", ""]
