"""How fast the public site is, in ratios of one run: from memory, made anew, and as it grows.

`python -m tests.bench.web [--plans 1000] [--rounds 5] [--quick] [--database postgresql]`

Builds sites in temporary databases (SQLite, or a PostgreSQL server started for the run): one plan,
52 plans, with which every list fills its first page, and `--plans` plans of 35 commitments and
1,000 occurrences each. `--quick` builds 50 and takes 3 rounds. Then, as medians of interleaved
rounds:

- served: `wrk` against granian with one worker on loopback, in requests a second of the server's
  processor time, so that neither the client nor other work counts: the site's cached page and its
  304, a WSGI callable, a Django view without middleware and whitenoise, all with the same bytes;
- made anew: processor time and statements of a month with 20 and with 2,000 dates, against a bare
  view behind the same middleware;
- growth: the time of every public page with all plans against one and against 52, with the sizes
  in kilobytes: a list of plans or items that one plan does not fill shows more with many;
- feeds: processor time, query included, against icalendar rendering the same events one by one.

Each line says what is to be reached. The last line is one JSON object. Needs Linux and `wrk`
(Debian's package of that name).
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.error import URLError

ROOT = Path(__file__).resolve().parent.parent.parent
GRANIAN = ["--interface", "wsgi", "--workers", "1", "--no-ws", "--blocking-threads", "1"]
CONNECTIONS = 32
"""Enough that a server always has a next request and does not spend its time on going to sleep."""
PAGE = "/en/plans/plan-0/"
TODAY = date.today()
FIRST_PAGES = 52
"""Plans with which every list fills its first page."""
PAGES = (
    "/en/",
    "/en/plans/",
    "/en/plans/plan-0/",
    "/en/plans/plan-0/charts/",
    "/en/plans/plan-0/compare/march-1901/",
    "/en/plans/plan-0/items/1/",
    f"/en/calendar/{TODAY:%Y/%m}/",
    f"/en/calendar/{TODAY:%Y/%m}/?plan=plan-0",
    f"/en/calendar/{TODAY:%Y}/",
    "/en/calendar/agenda/",
    "/en/calendar/agenda/?theme=theme-1",
    "/en/calendar/timeline/",
    "/en/dates/",
    "/en/dates/plan-0-date-1/",
    "/en/themes/",
    "/en/themes/theme-1/",
    "/en/meetings/",
    "/en/meetings/plan-0-congress/",
    "/en/organisations/",
    "/en/organisations/group-1/",
    "/en/sources/",
    "/en/sources/source-0/",
    "/en/updates/",
    "/en/search/?q=evening+part",
    "/en/about/status/",
    "/en/data/",
    "/en/embed/month/",
    "/en/embed/agenda/",
    "/en/embed/counts/",
    "/en/subscribe/",
    "/en/feeds/updates.atom",
    "/en/plans/plan-0/calendar.ics",
    "/sitemap.xml",
)


class Site:
    """A process of `tests.bench.web_site` on a database of its own."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database = folder, database
        folder.mkdir()
        (folder / "body").write_bytes(b"x" * 20_000)
        self.environment = os.environ | {
            "DATA_DIR": str(folder),
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "tests.bench.web_settings",
            "LOG_LEVEL": "ERROR",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.web_site"],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, *command: Any) -> dict[str, Any]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"The site of {self.folder.name} ended at {command}.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait(20)


@dataclass(frozen=True)
class Server:
    url: str
    process: int

    def processor(self) -> float:
        """Seconds of processor time that the server and its worker have used."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text().split()
        ticks = 0
        for process in [self.process, *children]:
            fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def served(application: str, environment: dict[str, str]) -> Iterator[Server]:
    """granian with `application` on a free port of loopback."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = Path(sys.executable).with_name("granian")
    process = subprocess.Popen(
        [str(program), *GRANIAN, "--backlog", "1024", "--port", str(port), application],
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(f"http://127.0.0.1:{port}", process.pid)
    try:
        for _attempt in range(200):
            with contextlib.suppress(URLError, ConnectionError):
                urllib.request.urlopen(f"{server.url}/page.html", timeout=20).close()
                break
            if process.poll() is not None:
                sys.exit(f"granian does not start {application}.")
            time.sleep(0.1)
        yield server
    except urllib.error.HTTPError:
        yield server
    finally:
        process.terminate()
        process.wait(20)


def requests_a_second(server: Server, path: str, seconds: int, *headers: str) -> float:
    """Of processor time."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    for header in headers:
        command += ["-H", header]
    before = server.processor()
    url = server.url + path
    text = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    used = server.processor() - before
    if "Non-2xx" in text and not headers:
        sys.exit(f"{url} answers with an error under load.")
    line = next(line for line in text.splitlines() if " requests in " in line)
    return int(line.split()[0]) / used


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--plans", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    if asked.quick:
        asked.plans, asked.rounds = 50, 3
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing: install Debian's package of that name (apt-get install wrk).")
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        one, full, many = sites = [
            Site(folder / part, _database(asked.database, folder, part))
            for part in ("one", "full", "many")
        ]
        try:
            report = measure(one, full, many, asked.plans, asked.rounds, folder)
        finally:
            for site in sites:
                site.close()
    print(json.dumps({"database": asked.database, "plans": asked.plans, **report}))


def _database(kind: str, folder: Path, name: str) -> str:
    if kind == "sqlite":
        return f"sqlite:///{folder / name}.sqlite3"
    from tests import postgres

    try:
        return postgres.start()
    except postgres.NoServer as error:
        sys.exit(f"Not to be had on this machine: {error}.")


def measure(
    one: Site, full: Site, many: Site, plans: int, rounds: int, folder: Path
) -> dict[str, Any]:
    print("The small site:", one.ask("build", 1, False))
    print("The site of full lists:", full.ask("build", FIRST_PAGES, False))
    print(f"The large site, {plans} plans:", many.ask("build", plans, True))
    return {
        "served": serving(one, rounds, folder),
        "month": months(one, rounds),
        "feeds": feeds(many, rounds),
        "growth": growth(one, full, many, rounds),
    }


def _say(what: str, value: float, target: str) -> float:
    print(f"{what:<62}{value:>9.2f}   {target}")
    return round(value, 3)


def serving(site: Site, rounds: int, folder: Path) -> dict[str, Any]:
    print("\nServed, requests a second of processor time as a ratio")
    made = site.ask("page", PAGE)
    static = folder / "static-page"
    static.mkdir()
    environment = {
        key: site.environment[key]
        for key in ("DATA_DIR", "DATABASE_URL", "DJANGO_SETTINGS_MODULE", "LOG_LEVEL")
    }
    environment |= {"ALLOWED_HOSTS": "127.0.0.1,testserver", "SECRET_KEY": "x" * 50}
    with contextlib.ExitStack() as stack:
        ours = stack.enter_context(served("config.wsgi:application", environment))
        with urllib.request.urlopen(ours.url + PAGE, timeout=20) as response:
            body, etag = response.read(), response.headers["ETag"]
        (static / "page.html").write_bytes(body)
        asked = {"cached": (ours, PAGE), "304": (ours, PAGE)}
        for name in ("raw", "bare", "static"):
            others = {"BENCH_FOLDER": str(static), "BENCH_APP": name}
            other = stack.enter_context(served(f"tests.bench.web_apps:{name}", others))
            asked[name] = other, "/page.html"
        for name, (server, path) in asked.items():
            with urllib.request.urlopen(server.url + path, timeout=20) as response:
                if response.read() != body:
                    sys.exit(f"{name} does not return the bytes of the page.")
        before = _statements(ours.url)
        rates: dict[str, list[float]] = {name: [] for name in asked}
        for _round in range(rounds):
            for name, (server, path) in asked.items():
                headers = [f"If-None-Match: {etag}"] if name == "304" else []
                rates[name].append(requests_a_second(server, path, 2, *headers))
        after = _statements(ours.url)
    rate = {name: statistics.median(values) for name, values in rates.items()}
    return {
        "bytes": len(body),
        "equal_to_uncached": sha256(body).hexdigest() == made["sha256"],
        "statements_by_requests": int(
            _say("statements by all cached answers", after - before, "0")
        ),
        "cached_to_raw": _say(
            "cached page / WSGI callable", rate["cached"] / rate["raw"], "≥ 0.75"
        ),
        "cached_to_bare": _say(
            "cached page / bare Django view", rate["cached"] / rate["bare"], "≥ 4"
        ),
        "cached_to_whitenoise": _say(
            "cached page / whitenoise", rate["cached"] / rate["static"], ""
        ),
        "unchanged_to_cached": _say("304 / cached page", rate["304"] / rate["cached"], "≥ 0.9"),
    }


def _statements(url: str) -> int:
    """How many statements requests have led to; the watcher of the revision is not counted."""
    with urllib.request.urlopen(f"{url}/statements", timeout=20) as response:
        number: int = json.load(response)["by_requests"]
    return number


def _medians(site: Site, paths: tuple[str, ...], rounds: int, value: str) -> dict[str, float]:
    found: dict[str, list[float]] = {path: [] for path in paths}
    for number in range(rounds + 1):
        for path in paths:
            answer = site.ask("page", path)
            if answer["status"] != 200:
                sys.exit(f"{path}: {answer['status']}")
            if number:
                found[path].append(answer[value])
    return {path: statistics.median(values) for path, values in found.items()}


def months(site: Site, rounds: int) -> dict[str, Any]:
    print("\nA month made anew, processor time")
    few, many, bare = "/en/calendar/1901/03/", "/en/calendar/1902/03/", "/en/bare/"
    (site.folder / "body").write_bytes(b"x" * site.ask("page", few)["bytes"])
    cpu = _medians(site, (few, many, bare), rounds * 2, "cpu")
    small, large = site.ask("page", few), site.ask("page", many)
    return {
        "few_to_bare": _say("20 dates / bare view, same middleware", cpu[few] / cpu[bare], "≤ 12"),
        "statements": int(_say("statements, 20 dates", small["queries"], "≤ 6")),
        "statements_crowded": int(_say("statements, 2,000 dates", large["queries"], "")),
        "crowded_cpu": _say("2,000 dates / 20 dates", cpu[many] / cpu[few], "≤ 3"),
        "crowded_bytes": _say("bytes, 2,000 / 20", large["bytes"] / small["bytes"], "≤ 2"),
    }


def feeds(site: Site, rounds: int) -> dict[str, Any]:
    print("\nFeeds, processor time with the query, against icalendar one by one")
    weekly, apart, long = (
        f"/en/plans/feed-{name}/calendar.ics" for name in ("2000", "apart", "20000")
    )
    alone = {"feed-2000": [], "feed-apart": []}  # type: dict[str, list[float]]
    cold: dict[str, list[float]] = {weekly: [], apart: []}
    for _round in range(rounds):
        for plan, path in (("feed-2000", weekly), ("feed-apart", apart)):
            alone[plan].append(site.ask("one_by_one", plan)["cpu"])
            site.ask("forget")
            cold[path].append(site.ask("page", path)["cpu"])
    warm = _medians(site, (weekly, apart, long), rounds, "cpu")
    slow = {plan: statistics.median(values) for plan, values in alone.items()}
    first = {path: statistics.median(values) for path, values in cold.items()}
    peaks = [site.ask("memory", path) for path in (weekly, long)]
    return {
        "feed": _say("2,000 of 40 rules", warm[weekly] / slow["feed-2000"], "≤ 0.1"),
        "feed_first": _say("  the first since a start", first[weekly] / slow["feed-2000"], ""),
        "feed_apart": _say("2,000 of 2,000 key dates", warm[apart] / slow["feed-apart"], "≤ 0.1"),
        "feed_apart_first": _say(
            "  the first since a start", first[apart] / slow["feed-apart"], ""
        ),
        "long_to_short": _say("20,000 / 2,000", warm[long] / warm[weekly], "≤ 12"),
        "long_events": int(_say("events in the long feed", peaks[1]["events"], "20,000")),
        "long_streamed": peaks[1]["streamed"],
        "long_memory": _say(
            "memory at its end / by its half", peaks[1]["peak"] / peaks[1]["half"], "1: flat"
        ),
    }


def growth(one: Site, full: Site, many: Site, rounds: int) -> dict[str, Any]:
    print("\nEvery public page: time with all plans / with one, / with full lists; at most 1.3")
    sites = (one, full, many)
    times: dict[tuple[str, Site], list[float]] = {
        (path, site): [] for path in PAGES for site in sites
    }
    sizes: dict[tuple[str, Site], float] = {}
    for number in range(rounds + 1):
        for path in PAGES:
            for site in sites:
                answer = site.ask("page", path)
                if number:
                    times[path, site].append(answer["seconds"])
                sizes[path, site] = answer["bytes"] / 1000
    ratios = {}
    for path in PAGES:
        first, middle, last = (statistics.median(times[path, site]) for site in sites)
        kilobytes = " → ".join(f"{sizes[path, site]:.0f}" for site in sites)
        name = path.replace(f"{TODAY:%Y/%m}", "month")
        to_one = _say(name, last / first, f"{last / middle:.2f}   {kilobytes} kB")
        ratios[path] = {"to_one": to_one, "to_full": round(last / middle, 3)}
    return ratios


if __name__ == "__main__":
    main()
