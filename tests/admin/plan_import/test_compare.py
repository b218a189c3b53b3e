"""The languages side by side: every button, what it refuses, and tabs that are out of date."""

import pytest

from tracker.models import ImportDraft
from tracker.services import drafts

from .wizard import COUNTS_DIFFER, NO_MARKS, TWO_LANGUAGES, do, shown_items, started, step, told


def test_items_are_joined_moved_gapped_and_dropped_and_undone(administrator):
    draft = started(administrator, TWO_LANGUAGES)

    do(administrator, draft, "join 0 1")
    assert shown_items(administrator, draft) == [
        ["Opening every", "Abrir las"],
        ["Reading aloud", "Prestar al"],
        [None, "Leer en"],
    ]
    do(administrator, draft, "down 1 2")
    do(administrator, draft, "gap 0 2")
    assert shown_items(administrator, draft) == [
        ["Opening every", "Abrir las"],
        [None, "Leer en"],
        ["Reading aloud", "Prestar al"],
    ]
    do(administrator, draft, "drop 1 3")
    do(administrator, draft, "undo")
    do(administrator, draft, "undo")
    do(administrator, draft, "undo")
    do(administrator, draft, "undo")

    assert shown_items(administrator, draft)[1] == ["Lending at", "Prestar al"]
    assert told(do(administrator, draft, "undo")) == ["There is nothing to undo."]


def test_item_is_split_where_the_editor_leaves_an_empty_line(administrator):
    draft = started(administrator, TWO_LANGUAGES)
    stamp = administrator.get(step(draft, "compare")).context["stamp"]
    here = f"{step(draft, 'split')}?section=0&item=3&stamp={stamp}"
    text = administrator.get(here).context["form"]["text"].value()
    assert text == "Reading aloud for children, and publishing the list of 25 books."
    asked = {"section": 0, "item": 3, "stamp": stamp}

    changed = administrator.post(here, asked | {"text": "Reading aloud.\n\nPublishing."})
    assert changed.status_code == 200
    assert "The words differ" in str(changed.context["form"].errors)
    assert "Publishing." in changed.content.decode()
    split = administrator.post(
        here, asked | {"text": text.replace("and publishing", "\r\n\r\nand publishing")}
    )

    assert split.url.endswith("#cell-0-3")
    assert [row[0] for row in shown_items(administrator, draft)][2:] == [
        "Reading aloud",
        "and publishing",
    ]


def test_text_without_marks_is_split_by_hand(administrator):
    draft = started(administrator, NO_MARKS)
    page = administrator.get(step(draft, "compare"))
    paragraphs = page.context["table"].heads[0].paragraphs
    assert [text.split()[1] for _number, (_line, text) in paragraphs] == [
        "neighbours",
        "open",
        "plant",
        "tell",
    ]

    answer = do(administrator, draft, "itemise 0", **{"starts-0": ["1", "2"]})

    (section,) = drafts.read(draft := ImportDraft.objects.get(pk=draft.pk)).document.sections
    assert answer.status_code == 200
    assert [(one.position, one.first_line) for one in section.items] == [(1, 5), (2, 7)]
    assert section.items[1].text.endswith("We tell the town council what became of it.")
    assert section.preamble == "The neighbours of the gardens met and agreed on this."

    do(administrator, draft, "undo")
    do(administrator, draft, "itemise-all 0", **{"starts-0": ["1"], "count-0": "4"})

    assert [row[0] for row in shown_items(administrator, draft)] == [
        "We open",
        "We plant",
        "We tell",
    ]


def test_suggested_gap_puts_the_languages_side_by_side(administrator):
    draft = started(administrator, COUNTS_DIFFER)
    page = administrator.get(step(draft, "compare"))
    assert "Spanish: 2" in page.context["suggestion"].sentence
    assert "differ in their number of items" in page.content.decode()

    do(administrator, draft, "suggest")

    assert shown_items(administrator, draft)[1:] == [
        ["Lending at", None],
        ["Reading aloud", "Leer en"],
    ]
    assert administrator.get(step(draft, "compare")).context["suggestion"] is None


@pytest.mark.parametrize("doing", ["join 0 1", "undo", "suggest"])
def test_step_decided_in_a_stale_tab_is_refused(administrator, doing):
    draft = started(administrator, COUNTS_DIFFER)
    stale = administrator.get(step(draft, "compare")).context["stamp"]
    do(administrator, draft, "gap 1 1")
    before = shown_items(administrator, draft)

    answer = administrator.post(step(draft, "compare"), {"do": doing, "stamp": stale}, follow=True)

    assert shown_items(administrator, draft) == before
    assert "in another window" in told(answer)[0]


@pytest.mark.parametrize(
    "doing",
    [
        *("", "burn 0 1", "join", "join x y", "join 7 1", "join 0 99", "up 0 1", "down 0 3"),
        *("itemise 0", "itemise-all 0", "drop -1 -1", "gap 0 99999999", "suggest"),
    ],
)
def test_nonsense_at_the_side_by_side_changes_nothing_and_is_told(administrator, doing):
    draft = started(administrator, TWO_LANGUAGES)
    before = shown_items(administrator, draft)

    answer = do(administrator, draft, doing)

    assert answer.status_code == 200
    assert len(told(answer)) == 1
    assert shown_items(administrator, draft) == before


def test_arabic_text_says_its_language_and_direction(administrator):
    text = (
        "تتفق المكتبات على ما يلي:\n\n1. فتح قاعات القراءة للزوار.\n2. القراءة للأطفال بصوت عال.\n"
    )
    draft = started(administrator, text)

    page = administrator.get(step(draft, "compare")).content.decode()

    assert 'lang="ar" dir="rtl"' in page


def test_long_document_is_shown_a_page_at_a_time(administrator):
    items = "".join(f"{n}. Reading number {n} aloud to the children.\n" for n in range(1, 61))
    draft = started(administrator, f"The libraries agree on this:\n\n{items}")

    first = administrator.get(step(draft, "compare"))
    last = administrator.get(step(draft, "compare") + "?page=3")
    proposals = administrator.get(step(draft, "proposals") + "?part=items&page=99")

    assert [row.position for row in first.context["table"].rows] == list(range(1, 26))
    assert [row.position for row in last.context["table"].rows] == list(range(51, 61))
    assert [row.proposal.position for row in proposals.context["rows"]] == list(range(41, 61))
