"""`import_report FILE …`: read press reports, compare them, and keep them as texts of sources."""

import json
import sys
from argparse import ArgumentParser
from itertools import combinations
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext

from tracker.domain.documents import DocumentRefused, describe, finding_as_json
from tracker.domain.documents.reading import SourceFile
from tracker.domain.press_reports import (
    MAX_BYTES,
    PressReport,
    as_json,
    likeness,
    likeness_as_json,
    read_report,
)
from tracker.models import Source
from tracker.services import reports
from tracker.services.reports import texts

REFUSED = 2


class Command(BaseCommand):
    help = "Read press reports and keep them as texts of sources. Exit 2: refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="a text file")
        parser.add_argument("--source", metavar="SLUG", help="the source whose text FILE is")
        parser.add_argument("--dry-run", action="store_true", help="read and compare only")
        parser.add_argument("--json", action="store_true", help="one object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        as_object: bool = options["json"]
        source = self._source(options["source"], options["files"])
        files = [self._file(path) for path in options["files"]]
        found = self._read(files, as_object)
        told: list[dict[str, Any]] = []
        try:
            with transaction.atomic():
                for file, report in zip(files, found, strict=True):
                    told.append(self._one(file, report, source, options))
        except ValidationError as error:
            self._refuse(*error.messages)
        pairs = [(a, b, likeness(a, b)) for a, b in combinations(found, 2)]
        if as_object:
            alike = [{"files": [a.name, b.name], **likeness_as_json(one)} for a, b, one in pairs]
            self._print_json({"reports": told, "likeness": alike, "errors": []})
            return
        for first, second, one in pairs:
            if one.is_candidate:
                for line in texts.likeness_lines(one, first.name, second.name):
                    self.stdout.write(line)
        if options["dry_run"]:
            self.stdout.write(gettext("Nothing was stored, because this was a dry run."))

    def _source(self, slug: str | None, files: list[Path]) -> Source | None:
        if slug is None:
            return None
        if len(files) > 1:
            self._refuse(gettext("With --source, give one file."))
        source = Source.objects.filter(slug=slug).first()
        if source is None:
            self._refuse(gettext("There is no source “%(slug)s”.") % {"slug": slug})
        return source

    def _file(self, path: Path) -> SourceFile:
        try:
            with path.open("rb") as file:
                return SourceFile(path.name, file.read(MAX_BYTES + 1))
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._refuse(
                gettext("%(file)s cannot be read: %(reason)s.") % {"file": path, "reason": reason}
            )

    def _read(self, files: list[SourceFile], as_object: bool) -> list[PressReport]:
        """All of them, or none: one that is refused ends the command."""
        found, errors = [], []
        for file in files:
            try:
                found.append(read_report(file))
            except DocumentRefused as refused:
                errors += [(file.name, error) for error in refused.errors]
        if errors and as_object:
            refusals = [{**finding_as_json(one, gettext), "file": name} for name, one in errors]
            self._print_json({"reports": [], "likeness": [], "errors": refusals})
        if errors:
            self._refuse(*(f"{name}: {describe(one, gettext)}" for name, one in errors))
        return found

    def _one(
        self,
        file: SourceFile,
        report: PressReport,
        source: Source | None,
        options: dict[str, Any],
    ) -> dict[str, Any]:
        """Tell of one report and, unless it is a dry run, store it."""
        proposal = reports.propose(report)
        stored: reports.Stored | None = None
        if not options["dry_run"] and not proposal.is_known:
            choices = _choices(report, proposal, source)
            stored = reports.store(reports.keep(file), choices)
        if not options["json"]:
            for line in (*texts.report_lines(report), *texts.proposal_lines(proposal)):
                self.stdout.write(line)
            self._tell_stored(proposal, stored)
        return {
            **as_json(report, gettext),
            "proposal": texts.proposal_as_json(proposal),
            "stored": _stored_as_json(stored) if stored else None,
        }

    def _tell_stored(self, proposal: reports.Proposal, stored: reports.Stored | None) -> None:
        if stored:
            self.stdout.write(
                gettext(
                    "Stored as the text of the source “%(slug)s”; figures: %(new)d new, "
                    "%(kept)d stored before."
                )
                % {
                    "slug": stored.source.slug,
                    "new": len(stored.figures),
                    "kept": len(stored.kept),
                }
            )
        elif proposal.is_known and proposal.source:
            self.stdout.write(
                gettext("This is the text of the source “%(slug)s” already; nothing to do.")
                % {"slug": proposal.source.slug}
            )

    def _refuse(self, *sentences: str) -> NoReturn:
        """Not CommandError: its message would begin with the name of a Python class."""
        for sentence in sentences:
            self.stderr.write(sentence)
        sys.exit(REFUSED)

    def _print_json(self, value: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))


def _choices(
    report: PressReport, proposal: reports.Proposal, source: Source | None
) -> reports.Choices:
    """What stands without an editor: the meeting where one alone fits, and its plain figures.

    What a text derives from is for an editor to say.
    """
    meeting = proposal.meeting
    measures = [figure.measure for figure in report.figures]
    plain = {
        (figure.measure.value, figure.value)
        for figure in report.figures
        if not figure.approximate and measures.count(figure.measure) == 1
    }
    new = reports.NewSource(
        slug=reports.free_slug(Path(report.name).stem),
        titles={
            code: texts.proposed_title(report, meeting, code)
            for code in settings.MODELTRANSLATION_LANGUAGES
        },
        publisher=next((one.name for one in report.publishers if one.place != "photo"), ""),
    )
    return reports.Choices(
        source=source or proposal.source or new,
        meeting=meeting,
        figures=frozenset(plain) if meeting else frozenset(),
    )


def _stored_as_json(stored: reports.Stored) -> dict[str, Any]:
    return {
        "source": stored.source.slug,
        "created": stored.created,
        "figures": [
            {"measure": one.measure, "value": one.value} for one in (*stored.figures, *stored.kept)
        ],
    }
