from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tracker.services import occurrences


class Command(BaseCommand):
    help = "Add the occurrences that are missing up to the horizon. Repeatable."

    def handle(self, *args: Any, **options: Any) -> None:
        extended = occurrences.extend(today=timezone.localdate())
        self.stdout.write(
            f"Occurrences: {extended.added} added, complete until {extended.until.isoformat()}."
        )
