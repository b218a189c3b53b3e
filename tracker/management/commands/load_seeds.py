from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.services import seeds


class Command(BaseCommand):
    help = (
        "Load the structured content of the seed files. Repeatable; what an editor changed since"
        " is kept. Exits with 1 where a file is broken (nothing is stored), with 2 where there is"
        " no such folder."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dir", type=Path, default=settings.TRACKER_SEEDS_DIR, help="folder of the files"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change and store nothing"
        )

    def handle(self, *args: Any, dir: Path, dry_run: bool, verbosity: int, **options: Any) -> None:
        if not dir.is_dir():
            raise CommandError(f"There is no folder {dir}.", returncode=2)
        try:
            report = seeds.load(dir.resolve(), today=timezone.localdate(), dry_run=dry_run)
        except seeds.SeedsRefused as refused:
            for problem in refused.problems:
                self.stderr.write(str(problem))
            count = len(refused.problems)
            found = "1 problem" if count == 1 else f"{count} problems"
            raise CommandError(f"The seeds were refused: {found}. Nothing was stored.") from refused
        for line in _lines(report, dry_run=dry_run, verbosity=verbosity):
            self.stdout.write(line)


def _lines(report: seeds.Report, *, dry_run: bool, verbosity: int) -> list[str]:
    lines = []
    if verbosity > 1:
        lines += [f"created: {name}" for name in report.created]
    lines += [f"updated: {name}: {', '.join(names)}" for name, names in report.updated.items()]
    lines += [f"removed: {name}" for name in report.removed]
    lines += [
        f"kept as an editor changed it: {name}: {', '.join(names)}"
        for name, names in report.kept.items()
    ]
    lines += [f"left deleted, as an editor did it: {name}" for name in report.deleted]
    lines += [f"not made, as it belongs to what is deleted: {name}" for name in report.skipped]
    lines += [f"note: {note}" for note in report.notes]
    if not report.is_changed:
        return [*lines, f"Seeds: nothing changed ({report.unchanged} objects compared)."]
    summary = (
        f"Seeds: {len(report.created)} created, {len(report.updated)} updated,"
        f" {len(report.removed)} removed, {report.unchanged} unchanged;"
        f" {report.occurrences} occurrences added."
    )
    return (
        [*lines, summary, "Nothing was stored: this was a dry run."]
        if dry_run
        else [
            *lines,
            summary,
        ]
    )
