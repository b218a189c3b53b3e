"""Whether the promise of the reminders holds while everything around them breaks.

`python -m tests.bench.chaos [--messages 100000] [--kills 20] [--workers 2] [--seed 1]
[--postpone 0.1] [--drop 0.01] [--lose 0.0005] [--leave 0.01] [--minutes 60]`

Starts PostgreSQL (that writes to its disk), Redis, Celery workers and beat as processes, and a mail
server (`tests.bench.smtp_sink`) that postpones, drops and loses by dice of a seed. All readers are
due one reminder each. While it is sent, at set shares of the work:

- workers are killed (SIGKILL), `--kills` times, and started anew;
- one worker is frozen (SIGSTOP) past its lease, and goes on;
- Redis forgets everything, is killed and restarted, and is absent for a while;
- PostgreSQL is shut down immediately, twice;
- a share of the readers leaves (`--leave`);
- and at the beginning a hundredth of the readers is queued in the shape of the release before
  the outbox had attempts, with the new workers running already; the database is migrated under
  them.

Then it counts. Every planned message has to have ended; every message marked as sent has to be in
the mail server's log; a second copy needs an attempt that is logged as ambiguous, or the loss of a
mark in a crash of the database, which the workers note again. An incident is what can cause a
copy: a kill, a mail lost after its acceptance, a freeze, a crash of the database.

Needs PostgreSQL's programs and Redis. Prints a table; the last line is one JSON object. Ends with 1
where the promise was broken. Takes some 10 minutes on two cores with the defaults.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench import chaos_stage as stage

BEFORE = ("tracker", "0008_reader_reports")
"""The last migration before messages had attempts."""

LEAD_DAYS = 1
RING_SECONDS = 3.0
ABSENT_SECONDS = 10.0


@dataclass
class Play:
    """One run: the servers, what happened to them and how often."""

    given: argparse.Namespace
    folder: Path
    database: Any
    queue: stage.Queue
    workers: stage.Workers
    dice: random.Random
    incidents: Counter[str] = field(default_factory=Counter)
    later: list[tuple[float, Callable[[], None]]] = field(default_factory=list)
    leaving: list[int] = field(default_factory=list)

    def acts(self) -> list[tuple[float, Callable[[], None]]]:
        """What happens once this share of the messages has ended, in order."""
        acts = [
            (0.05, self.forget_queue),
            (0.15, self.crash_database),
            (0.25, self.freeze_worker),
            (0.4, self.restart_queue),
            (0.5, self.send_readers_away),
            (0.55, self.lose_queue),
            (0.7, self.crash_database),
        ]
        kills = self.given.kills
        acts += [((number + 0.5) / kills * 0.95, self.kill_worker) for number in range(kills)]
        return sorted(acts, key=lambda act: act[0])

    def kill_worker(self) -> None:
        self.workers.kill(self.dice.randrange(self.workers.number))
        self.incidents["workers killed"] += 1

    def freeze_worker(self) -> None:
        number = self.dice.randrange(self.workers.number)
        self.workers.freeze(number)
        frozen = self.workers.processes[number].pid
        self.incidents["workers frozen past the lease"] += 1

        def thaw() -> None:
            if self.workers.processes[number].pid == frozen:
                self.workers.thaw(number)

        lease = float(stage.HURRY["MAIL_LEASE_SECONDS"])
        self.later.append((time.monotonic() + lease + 5, thaw))

    def forget_queue(self) -> None:
        self.queue.forget_everything()
        self.incidents["Redis emptied"] += 1

    def restart_queue(self) -> None:
        self.queue.kill()
        self.queue.start()
        self.incidents["Redis restarted"] += 1

    def lose_queue(self) -> None:
        self.queue.kill()
        self.incidents["Redis absent"] += 1
        self.later.append((time.monotonic() + ABSENT_SECONDS, self.queue.start))

    def crash_database(self) -> None:
        self.database.crash()
        self.database.start()
        self.incidents["PostgreSQL crashed"] += 1

    def send_readers_away(self) -> None:
        from tracker.models import Subscriber

        pks = list(Subscriber.objects.order_by("pk").values_list("pk", flat=True))
        self.leaving = self.dice.sample(pks, round(len(pks) * self.given.leave))
        self.incidents["readers who left"] += len(self.leaving)

    def step(self) -> None:
        """What goes on between the acts: some readers leave, what was set for later happens."""
        from tracker.models import Subscriber
        from tracker.services import subscriptions

        for pk in [self.leaving.pop() for _ in range(min(50, len(self.leaving)))]:
            subscriptions.end_all(Subscriber.objects.get(pk=pk), now=datetime.now(UTC))
        due = [one for one in self.later if one[0] <= time.monotonic()]
        self.later = [one for one in self.later if one not in due]
        for _moment, act in due:
            act()


def main() -> int:
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="tracker-chaos-") as name:
        folder = Path(name)
        database = stage.start_database()
        queue = stage.Queue(folder / "q")
        queue.start()
        log = folder / "mails"
        faults = {"postpone": given.postpone, "drop": given.drop, "lose": given.lose}
        mail_server, mail = stage.mail_server(log, seed=given.seed, **faults)
        os.environ |= stage.environment(folder, database.url, queue.url, mail)
        import django

        django.setup()
        workers = stage.Workers(given.workers)
        dice = random.Random(given.seed)  # noqa: S311 (the same play in every run)
        play = Play(given, folder, database, queue, workers, dice)
        try:
            _set_up(play)
            seconds = _drain(play)
        finally:
            workers.stop()
            mail_server.kill()
            queue.kill()
        return _judge(play, log, seconds)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postpone", type=float, default=0.1, help="share answered with 451")
    parser.add_argument("--drop", type=float, default=0.01, help="share dropped before acceptance")
    parser.add_argument("--lose", type=float, default=0.0005, help="share dropped after acceptance")
    parser.add_argument("--leave", type=float, default=0.01, help="share of readers who leave")
    parser.add_argument("--minutes", type=float, default=60, help="give up after so many")
    return parser.parse_args()


def _set_up(play: Play) -> None:
    """Readers, dates, workers; and the migration of what was queued before."""
    from django.apps import apps
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    slot, zones = stage.morning_zones(datetime.now(UTC))
    before = max(1, play.given.messages // 100)
    call_command("migrate", "tracker", BEFORE[1], verbosity=0)
    old = MigrationExecutor(connection).loader.project_state(BEFORE).apps
    occurrence = stage.make_date(old, slot + timedelta(days=LEAD_DAYS))
    stage.make_readers(old, range(before), zones, days=LEAD_DAYS)
    stage.queue_as_before(old, occurrence, slot)
    play.workers.start(play.folder)
    _ring()
    call_command("migrate", verbosity=0)
    stage.make_readers(apps, range(before, play.given.messages), zones, days=LEAD_DAYS)


def _drain(play: Play) -> float:
    """Let the workers work, and break things; the seconds until nothing was left to send."""
    from django.db import OperationalError, connection

    acts = play.acts()
    started, rung = time.monotonic(), 0.0
    while True:
        if time.monotonic() > started + play.given.minutes * 60:
            print("Not drained in time.", file=sys.stderr)
            break
        if time.monotonic() > rung + RING_SECONDS:
            _ring()
            rung = time.monotonic()
        try:
            ended, left = _progress()
            play.step()
        except OperationalError:
            connection.close()
            continue
        if acts and ended >= acts[0][0] * play.given.messages:
            share, act = acts.pop(0)
            _say(f"{time.monotonic() - started:6.0f} s  {share:4.0%}  {act.__name__}")
            act()
            connection.close()
        elif not acts and not left and not play.later and not play.leaving:
            break
        time.sleep(0.2 if play.given.messages < 20_000 else 0.5)
    return time.monotonic() - started


def _progress() -> tuple[int, int]:
    """How many messages have ended, and how many readers or messages still wait."""
    from tracker.models import Message, Subscription

    queued = Message.objects.filter(state=Message.State.QUEUED).count()
    every = Message.objects.count()
    untold = (
        Subscription.objects.active().exclude(subscriber__messages__isnull=False).count()
        if not queued
        else 1
    )
    return every - queued, queued + untold


def _ring() -> None:
    from tracker.services import bell

    bell.ring()


def _judge(play: Play, log: Path, seconds: float) -> int:
    """Compare what the database says with what the mail server took."""
    from django.db.models import Count

    from tracker.models import Attempt, Message, Subscription

    states: Counter[str] = Counter()
    for state, number in Message.objects.values_list("state").annotate(number=Count("pk")):
        states[state] = number
    copies: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        name, _recipient, answer = line.split()
        copies[name] += 1
        play.incidents["mails lost after acceptance"] += answer == "lost"
    sent = set(Message.objects.filter(state="sent").values_list("message_id", flat=True))
    ambiguous = dict(
        Attempt.objects.filter(ambiguous=True)
        .values_list("message__message_id")
        .annotate(number=Count("pk"))
    )
    extra = {name: number - 1 for name, number in copies.items() if number > 1}
    causes = ("workers killed", "workers frozen past the lease", "PostgreSQL crashed")
    incidents = play.incidents["mails lost after acceptance"] + sum(
        play.incidents[cause] for cause in causes
    )
    planned = sum(states.values())
    readers = Message.objects.values("subscriber").distinct().count()
    told_twice = (
        Message.objects.filter(state="sent")
        .values("subscriber")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
        .count()
    )
    waiting = Subscription.objects.active().exclude(subscriber__messages__isnull=False).count()
    figures = {
        "messages planned": planned,
        "of them again, for readers who were just leaving": planned - readers,
        "readers with two messages sent": told_twice,
        **{f"ended {state}": number for state, number in sorted(states.items())},
        "lost (readers with no message, or one that never ended)": waiting + states["queued"],
        "marked sent, not in the mail server's log": len(sent - copies.keys()),
        "in the log, ended otherwise than sent": len(copies.keys() - sent),
        "second copies": sum(extra.values()),
        "second copies without an ambiguous attempt": sum(
            max(0, number - ambiguous.get(name, 0)) for name, number in extra.items()
        ),
        "ambiguous attempts": sum(ambiguous.values()),
        "incidents that can cause a copy": incidents,
        **play.incidents,
        "seconds": round(seconds),
        "messages a second": round(planned / seconds) if seconds else 0,
    }
    width = max(map(len, figures))
    for name, figure in figures.items():
        _say(f"{name:{width}}  {figure:>9,}")
    kept = (
        not waiting
        and not states["queued"]
        and readers == play.given.messages
        and planned - readers <= states["cancelled"]
        and not told_twice
        and sent <= copies.keys()
        and not figures["second copies without an ambiguous attempt"]
        and sum(extra.values()) <= incidents
    )
    _say("The promise was kept." if kept else "The promise was BROKEN.")
    print(json.dumps({"kept": kept, **figures}))
    return 0 if kept else 1


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
