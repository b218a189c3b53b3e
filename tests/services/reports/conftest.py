from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import make_alias, make_meeting, make_series
from tracker.domain.documents.reading import SourceFile
from tracker.domain.press_reports import PressReport, read_report
from tracker.models import Meeting

FIXTURES = Path(__file__).parents[3] / "fixtures" / "documents" / "reports"


@pytest.fixture
def file() -> Callable[[str], SourceFile]:
    """A sample report by its name."""
    return lambda name: SourceFile(name, (FIXTURES / name).read_bytes())


@pytest.fixture
def report(file) -> Callable[[str], PressReport]:
    return lambda name: read_report(file(name))


@pytest.fixture
def library_meeting(db) -> Meeting:
    """The third library meeting, 14–15 June 2025, whose series has names in four languages."""
    series = make_series(
        slug="libraries",
        name="Library Meeting",
        name_es="Encuentro de Bibliotecas",
        name_ru="Встреча библиотек",
        name_tr="Kütüphane Toplantısı",
        name_ar="لقاء المكتبات",
    )
    make_alias(series=series, language="es", name="EB")
    return make_meeting(
        slug="libraries-3",
        series=series,
        edition=3,
        name="3rd Library Meeting",
        dates="2025-06-14/2025-06-15",
    )
