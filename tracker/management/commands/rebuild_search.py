from typing import Any

from django.core.management.base import BaseCommand

from tracker.services import search


class Command(BaseCommand):
    help = (
        "Index every text for search anew: after an upgrade that says so, or after texts were"
        " changed in the database by hand. Repeatable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Search: {search.rebuild()} texts indexed.")
