"""Marks in a file of the process that sent the mails, until they are on the database's disk.

What is in the file outlives the process: if the database crashes and the process is killed before
it can write its marks down again, the next one on this machine does it. The lock on the file tells
whether its process is still there.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import structlog

SUFFIX = ".marks"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mail that the server took over."""

    pk: int
    message_id: str
    token: UUID
    at: datetime
    worker: str
    code: int
    reply: str

    def line(self) -> str:
        fields = (self.pk, self.message_id, self.token, self.at.isoformat(), self.worker, self.code)
        return "\t".join([*map(str, fields), " ".join(self.reply.split())]) + "\n"

    @classmethod
    def of(cls, line: str) -> "Mark":
        """Raises `ValueError` for a line that was not written to its end."""
        pk, message_id, token, at, worker, code, reply = line.split("\t")
        moment = datetime.fromisoformat(at)
        return cls(int(pk), message_id, UUID(token), moment, worker, int(code), reply)


class Journal:
    """The file of one run, made with its first mark. Without a folder nothing is written."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._file = -1

    def add(self, mark: Mark) -> None:
        if self._folder is None:
            return
        try:
            if self._path is None:
                self._open(self._folder)
            os.write(self._file, mark.line().encode())
        except OSError as error:
            log.warning("marks are not kept in a file", error=str(error))
            self._folder = None

    def clear(self) -> None:
        """All of them are on the disk."""
        if self._path is not None:
            os.ftruncate(self._file, 0)

    def close(self) -> None:
        """The file stays for the next run if marks are left in it."""
        if self._path is None:
            return
        if os.fstat(self._file).st_size == 0:
            self._path.unlink(missing_ok=True)
        os.close(self._file)
        self._path = None

    def _open(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / uuid4().hex
        self._file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_EXCL, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        # Under its name only when it is locked, so that nobody takes it over.
        self._path = new.rename(new.with_suffix(SUFFIX))


def journals(folder: Path | None) -> list[Path]:
    """Those of all runs, of which some may still go on."""
    return list(folder.glob(f"*{SUFFIX}")) if folder else []


@contextmanager
def taken_over(path: Path) -> Iterator[list[Mark]]:
    """The marks that a run left which ended without a word; of one that goes on, none.

    The journal is deleted after that, unless the block raises.
    """
    try:
        file = path.open()
    except OSError:
        yield []
        return
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield []
            return
        yield [mark for line in file if (mark := _read(line))]
        path.unlink(missing_ok=True)


def _read(line: str) -> Mark | None:
    try:
        return Mark.of(line.removesuffix("\n")) if line.endswith("\n") else None
    except ValueError:
        return None
