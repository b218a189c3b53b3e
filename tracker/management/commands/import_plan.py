"""`import_plan FILE … --plan SLUG`: attach the adopted wording in FILE to the plan's items."""

import json
import re
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext

from tracker.domain.documents import DocumentRefused, Finding, as_json, finding_as_json
from tracker.domain.documents.encodings import Preview, previews
from tracker.domain.documents.reading import MAX_BYTES, SourceFile
from tracker.management import plan_report
from tracker.models import Plan
from tracker.services.importing import Imported, import_files
from tracker.services.new_plans import import_new_plan

REFUSED = 2
FORMATS = ("text", "markdown", "rst", "html")
# What another encoding may explain; a file that mixes two reads right in none.
_NOT_UTF8 = frozenset({"not_utf8", "nul"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", re.ASCII)


def language_code(text: str) -> str:
    if not _LANGUAGE.fullmatch(text):
        raise ArgumentTypeError(gettext("“%(text)s” is no language code.") % {"text": text})
    return text


class Command(BaseCommand):
    help = (
        "Attach the wording in a plan's document to the plan's items; with --create, make the plan "
        "from it. Exit 2: refused, nothing stored."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files",
            metavar="FILE",
            type=Path,
            nargs="+",
            help="text, Markdown, reStructuredText or HTML; several for one file a language",
        )
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        new = parser.add_argument_group("a new plan")
        new.add_argument("--create", action="store_true", help="make the plan with this short name")
        new.add_argument(
            "--title",
            metavar="[LANGUAGE=]TEXT",
            action="append",
            default=[],
            help="its title; may be given once a language; otherwise the document's",
        )
        new.add_argument("--valid-from", metavar="DATE", help="the day after which it is in force")
        new.add_argument("--valid-until", metavar="DATE", help="the day it is no longer in force")
        new.add_argument("--adopted", metavar="EDTF", help="2024, 2024-05 or 2024-05-04")
        reading = parser.add_argument_group("how the files are read")
        reading.add_argument("--encoding", default="", metavar="NAME", help="if not UTF-8")
        reading.add_argument("--format", default="", choices=FORMATS, help="if not by the name")
        reading.add_argument(
            "--language",
            metavar="CODE",
            type=language_code,
            action="append",
            default=[],
            help="the language of FILE, once for each; otherwise found in the text",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be stored")
        parser.add_argument("--json", action="store_true", help="one object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        files: list[SourceFile] = []
        try:
            files = self._files(options)
            done = self._import(files, options)
        except DocumentRefused as refused:
            self._refuse(refused.errors, files, as_object=options["json"])
        except (OperationalError, ProgrammingError) as error:
            no_tables = Finding("database_not_ready", None, {"reason": str(error).strip()})
            self._refuse([no_tables], files, as_object=options["json"])
        if options["json"]:
            self._print_json({**as_json(done.document, gettext), "import": done.as_json()})
        else:
            self._tell(done)

    def _files(self, options: dict[str, Any]) -> list[SourceFile]:
        paths: list[Path] = options["files"]
        languages: list[str] = options["language"]
        if languages and len(languages) != len(paths):
            count = {"files": len(paths)}
            raise DocumentRefused([Finding("languages_and_files", None, count)])
        found = []
        for index, path in enumerate(paths):
            language = languages[index] if languages else ""
            data = self._bytes(path)
            found.append(
                SourceFile(path.name, data, options["encoding"], options["format"], language)
            )
        return found

    def _bytes(self, path: Path) -> bytes:
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            params = {"file": str(path), "reason": reason}
            raise DocumentRefused([Finding("cannot_read", None, params)]) from error

    def _import(self, files: list[SourceFile], options: dict[str, Any]) -> Imported:
        slug, dry_run = options["plan"], options["dry_run"]
        if options["create"]:
            new_plan = {
                "slug": slug,
                "titles": dict(_title(text) for text in options["title"]),
                "adopted": options["adopted"] or "",
                "valid_from": options["valid_from"] or "",
                "valid_until": options["valid_until"] or "",
            }
            return import_new_plan(new_plan, files, dry_run=dry_run)
        plan = Plan.objects.filter(slug=slug).first()
        if plan is None:
            raise DocumentRefused([Finding("no_plan", None, {"slug": slug})])
        return import_files(plan, files, dry_run=dry_run)

    def _refuse(
        self, errors: list[Finding], files: list[SourceFile], *, as_object: bool
    ) -> NoReturn:
        """Not CommandError: its message would begin with the name of a Python class."""
        shown = {
            error.file: previews(files[error.file].data)
            for error in errors
            if error.code in _NOT_UTF8 and not files[error.file].encoding
        }
        if as_object:
            self._print_json(_refused_as_json(errors, shown))
        for sentence in plan_report.findings(errors, [file.name for file in files]):
            self.stderr.write(sentence)
        for found in shown.values():
            for sentence in plan_report.encodings(found):
                self.stderr.write(sentence)
        sys.exit(REFUSED)

    def _print_json(self, value: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))

    def _tell(self, done: Imported) -> None:
        for sentence in plan_report.report(done):
            self.stdout.write(sentence)
        names = [file.name for file in done.document.files]
        for sentence in plan_report.findings(done.document.warnings, names):
            self.stdout.write(self.style.WARNING(sentence))
        for sentence in plan_report.outcome(done):
            self.stdout.write(sentence)


def _title(text: str) -> tuple[str, str]:
    """The content language of a title, the source language where none is named, and its text."""
    code, equals, rest = text.partition("=")
    if equals and code in settings.MODELTRANSLATION_LANGUAGES:
        return code, rest
    return settings.MODELTRANSLATION_DEFAULT_LANGUAGE, text


def _refused_as_json(
    errors: list[Finding], shown: dict[int, tuple[Preview, ...]]
) -> dict[str, Any]:
    """The same object without anything read; `previews` only of files in another encoding."""
    read = [
        {
            "file": file,
            "encoding": preview.encoding,
            "name": preview.name,
            "lines": [{"line": line, "text": text} for line, text in preview.lines],
        }
        for file, found in shown.items()
        for preview in found
    ]
    return {
        "document": None,
        "sections": [],
        "alignment": None,
        "warnings": [],
        "errors": [finding_as_json(finding, gettext) for finding in errors],
        **({"previews": read} if read else {}),
    }
