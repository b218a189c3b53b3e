"""Loading the structured content of `seeds/`: repeatable, and an editor's later change stays.

Per field the last seeded value is remembered (`SeedRecord`). A value that is no longer the last
seeded one was changed by an editor and is kept; an object that an editor deleted stays deleted.
"""

from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import translation

from tracker.models import Occurrence
from tracker.services import occurrences

from . import shapes
from .checking import check
from .problems import Place, Problem, Problems, SeedsRefused
from .report import Report
from .writing import Writer

__all__ = ["Place", "Problem", "Report", "SeedsRefused", "load"]


def load(directory: Path, *, today: date, dry_run: bool = False) -> Report:
    """Bring the database to what the YAML files below `directory` say, in one transaction.

    Occurrences are extended to the horizon on the way, because status updates name them. With
    `dry_run` everything is done and taken back. Raises `SeedsRefused` with every problem found,
    each with its file and line; nothing is stored then.
    """
    problems, notes, report = Problems(), Problems(), Report()
    with translation.override("en"):
        entries = check(directory, problems, notes)
        if not entries.known and not problems:
            problems.add(Place(directory.name, 1), "The folder holds no seed files (*.yaml).")
        if not entries.is_whole:
            problems.refuse()
        with transaction.atomic():
            writer = Writer(entries, problems, report, today)
            for shape in shapes.BEFORE_OCCURRENCES:
                writer.write(shape)
            for key_date in writer.moved_dates:
                occurrences.refresh(key_date, today=today)
            report.occurrences = occurrences.extend(today=today).added
            writer.stored.forget(Occurrence)
            for shape in shapes.AFTER_OCCURRENCES:
                writer.write(shape)
            writer.finish()
            transaction.set_rollback(dry_run)
    report.notes = [str(note) for note in sorted(notes)]
    return report
