"""A document is parsed once for the pages of a draft, and again as soon as anything differs."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache

from tests.builders import make_plan
from tracker.domain.documents import DocumentRefused
from tracker.domain.documents.reading import SourceFile
from tracker.services.importing import kept

FILE = SourceFile("plan.txt", b"The libraries agree:\n\n1. Open every branch.\n2. Lend books.\n")


@pytest.fixture
def parsings(monkeypatch) -> list[object]:
    """What was parsed, as it happens."""
    cache.clear()
    done: list[object] = []
    parse = kept.read

    def counting(plan, files, *, starts):
        done.append(files)
        return parse(plan, files, starts=starts)

    monkeypatch.setattr(kept, "read", counting)
    return done


@pytest.mark.django_db
def test_same_files_are_parsed_once(parsings):
    plan = make_plan()

    first = kept.read_kept("draft", plan, [FILE], starts=True)
    again = kept.read_kept("draft", plan, [FILE], starts=True)

    assert (again, len(parsings)) == (first, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "other",
    [
        {"file": replace(FILE, data=FILE.data + b"3. Read aloud.\n")},
        {"file": replace(FILE, language="tr")},
        {"file": replace(FILE, format="markdown")},
        {"name": "other-draft"},
        {"starts": False},
        {"valid_from": date(2001, 1, 1)},
    ],
)
def test_whatever_differs_is_parsed_anew(parsings, other):
    plan = make_plan()
    kept.read_kept("draft", plan, [FILE], starts=True)

    plan.valid_from = other.get("valid_from", plan.valid_from)
    file, name = other.get("file", FILE), other.get("name", "draft")
    kept.read_kept(name, plan, [file], starts=other.get("starts", True))

    assert len(parsings) == 2


@pytest.mark.django_db
def test_refusal_is_told_each_time(parsings):
    for _time in range(2):
        with pytest.raises(DocumentRefused):
            kept.read_kept("draft", make_plan(), [replace(FILE, data=b"\0")], starts=True)
    assert len(parsings) == 2
