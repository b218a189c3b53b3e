"""The sample plan in fixtures/seeds-sample, as a folder that a test may break."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from tracker.services import seeds

TODAY = date(2026, 11, 22)
SUBJECTS = "subjects.yaml"
PLAN = "plans/library-plan/plan.yaml"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the sample, to be edited."""
    return Path(shutil.copytree(settings.BASE_DIR / "fixtures/seeds-sample", tmp_path / "seeds"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text that stands once in a file of the sample."""

    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


def load(folder: Path, **options: bool) -> seeds.Report:
    return seeds.load(folder, today=TODAY, **options)


def line_of(folder: Path, name: str, text: str) -> str:
    """`seeds/<name>:<line>` of the only line that holds `text`."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if text in line]
    assert len(numbers) == 1
    return f"seeds/{name}:{numbers[0]}"


def problems(folder: Path) -> list[str]:
    with pytest.raises(seeds.SeedsRefused) as refused:
        load(folder)
    return [str(problem) for problem in refused.value.problems]
