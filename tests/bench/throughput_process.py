"""A sender of its own for `tests.bench.throughput`: sends as many messages as each line asks."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from django.utils import timezone

    from tracker.services import delivery

    print("ready", flush=True)
    for line in sys.stdin:
        drained = delivery.drain(now=timezone.now(), limit=int(line))
        if drained.sent != int(line):
            sys.exit(f"Sent {drained.sent} of {line.strip()}: {drained.outcomes}")
        print("done", flush=True)


if __name__ == "__main__":
    main()
