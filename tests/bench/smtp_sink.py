"""A mail server that takes every mail, except where it shall not: for `tests.bench.chaos`.

`python -m tests.bench.smtp_sink --log FILE [--port 0] [--seed 1] [--postpone 0.1] [--drop 0.01]
[--lose 0.001]`

Speaks as much SMTP (RFC 5321, with PIPELINING) as a sender needs. Prints `port N` when it listens.
What it took over is in the log before the sender hears of it: a line `Message-ID recipient answer`
for each mail, with `answer` 250, or `lost` where the connection was closed instead of answering.
Mail that was postponed (451) or dropped before it was accepted is not in the log.
"""

import argparse
import asyncio
import os
import random
import re
import sys
from pathlib import Path

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>\r\n]+>)", re.IGNORECASE | re.MULTILINE)
_GREETING = b"220 sink ESMTP\r\n"
_EXTENSIONS = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"


class Sink:
    """What the server does with each mail, by the dice of `seed`."""

    def __init__(self, log: Path, *, seed: int, postpone: float, drop: float, lose: float) -> None:
        self._log = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._dice = random.Random(seed)  # noqa: S311 (the same faults in every run)
        self._postpone, self._drop, self._lose = postpone, drop, lose

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        try:
            writer.write(_GREETING)
            recipient = b""
            while line := await reader.readline():
                verb = line[:4].upper()
                if verb == b"EHLO":
                    writer.write(_EXTENSIONS)
                elif verb == b"RCPT":
                    recipient = line[line.find(b"<") + 1 : line.rfind(b">")]
                    writer.write(b"250 OK\r\n")
                elif verb == b"DATA":
                    writer.write(b"354 go on\r\n")
                    mail = await reader.readuntil(b"\r\n.\r\n")
                    answer = self._take(mail, recipient)
                    if answer is None:
                        break
                    writer.write(answer)
                elif verb == b"QUIT":
                    writer.write(b"221 bye\r\n")
                    break
                else:
                    writer.write(b"250 OK\r\n")
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The sender was killed: that is what this server is for.
        finally:
            writer.close()

    def _take(self, mail: bytes, recipient: bytes) -> bytes | None:
        """The reply to a mail; None to close the connection without one."""
        thrown = self._dice.random()
        if thrown < self._postpone:
            return b"451 4.3.0 try again later\r\n"
        if thrown < self._postpone + self._drop:
            return None
        lost = thrown < self._postpone + self._drop + self._lose
        found = _MESSAGE_ID.search(mail)
        name = found.group(1) if found else b"<none>"
        os.write(self._log, b"%s %s %s\n" % (name, recipient, b"lost" if lost else b"250"))
        return None if lost else b"250 2.0.0 taken\r\n"


async def serve(sink: Sink, port: int) -> None:
    server = await asyncio.start_server(sink.talk, "127.0.0.1", port, limit=2**22)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postpone", type=float, default=0.0, help="share answered with 451")
    parser.add_argument("--drop", type=float, default=0.0, help="share dropped before acceptance")
    parser.add_argument("--lose", type=float, default=0.0, help="share dropped after acceptance")
    given = parser.parse_args()
    sink = Sink(
        given.log, seed=given.seed, postpone=given.postpone, drop=given.drop, lose=given.lose
    )
    asyncio.run(serve(sink, given.port))


if __name__ == "__main__":
    sys.exit(main())
