"""`import_plan FILE --plan SLUG`: attach the adopted wording in FILE to the plan's items."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils.translation import gettext, ngettext

from tracker.domain.documents import DocumentRefused, as_json, describe, finding_as_json
from tracker.domain.documents.reading import MAX_BYTES
from tracker.models import Plan
from tracker.services.importing import Imported, import_document

REFUSED = 2


class Command(BaseCommand):
    help = "Attach the wording in a plan's document to the plan's items. Exit 2: refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="plain text in UTF-8")
        parser.add_argument("--plan", required=True, metavar="SLUG", help="the plan's short name")
        parser.add_argument("--dry-run", action="store_true", help="say what would be stored")
        parser.add_argument("--json", action="store_true", help="one object instead of sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        as_object: bool = options["json"]
        plan = Plan.objects.filter(slug=options["plan"]).first()
        if plan is None:
            self._refuse(gettext("There is no plan “%(slug)s”.") % {"slug": options["plan"]})
        try:
            with path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            params = {"file": path, "reason": reason}
            self._refuse(gettext("%(file)s cannot be read: %(reason)s.") % params)
        try:
            done = import_document(plan, data, filename=path.name, dry_run=options["dry_run"])
        except DocumentRefused as refused:
            if as_object:
                self._print_json(_refused_as_json(refused))
            self._refuse(*(describe(finding, gettext) for finding in refused.errors))
        if as_object:
            self._print_json({**as_json(done.document, gettext), "import": done.as_json()})
        else:
            self._tell(done)

    def _refuse(self, *sentences: str) -> NoReturn:
        """Not CommandError: its message would begin with the name of a Python class."""
        for sentence in sentences:
            self.stderr.write(sentence)
        sys.exit(REFUSED)

    def _print_json(self, value: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False, indent=2))

    def _tell(self, done: Imported) -> None:
        for section in done.document.sections:
            params = {"language": section.language, "items": len(section.items)}
            params["line"] = section.first_line
            sentence = ngettext(
                "%(language)s: %(items)d item, from line %(line)d.",
                "%(language)s: %(items)d items, from line %(line)d.",
                len(section.items),
            )
            self.stdout.write(sentence % params)
        for finding in done.document.warnings:
            self.stdout.write(self.style.WARNING(describe(finding, gettext)))
        if done.new_items:
            sentence = ngettext(
                "%(count)d item is new, with a proposed title.",
                "%(count)d items are new, with proposed titles.",
                done.new_items,
            )
            self.stdout.write(sentence % {"count": done.new_items})
        if done.is_change:
            self.stdout.write(
                gettext(
                    "Wordings: %(added)d added, %(replaced)d replaced, %(unchanged)d unchanged."
                )
                % {"added": done.added, "replaced": done.replaced, "unchanged": done.unchanged}
            )
        elif done.known:
            self.stdout.write(gettext("This document was imported before; nothing to change."))
        else:
            self.stdout.write(gettext("The wordings are the same; nothing to change."))
        if done.dry_run:
            self.stdout.write(gettext("Nothing was stored, because this was a dry run."))


def _refused_as_json(refused: DocumentRefused) -> dict[str, Any]:
    return {
        "document": None,
        "sections": [],
        "alignment": None,
        "warnings": [],
        "errors": [finding_as_json(finding, gettext) for finding in refused.errors],
    }
