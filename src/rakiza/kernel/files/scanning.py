"""Ask clamd whether a file carries a virus, where one is configured (its INSTREAM command).

Protocol: clamd(8), `zINSTREAM`: chunks of a four-byte length and bytes, an empty one to end, one reply.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

SECONDS = 20
PIECE = 64 * 1024
_LONGEST_REPLY = 4096


class Unscanned(Exception):  # noqa: N818  # an answer to give, not a fault
    """The daemon can't be reached, or doesn't say clearly that the file is clean."""


@dataclass(frozen=True, slots=True)
class Daemon:
    """Where clamd listens: a socket file, or a host and a port."""

    path: str = ""
    host: str = ""
    port: int = 0


def virus_in(file: Path, daemon: Daemon) -> str:
    """Return the name of the virus that clamd finds in a file, empty where it finds none.

    Raises `Unscanned` where there is no clear answer; such a file must not be taken.
    """
    try:
        with file.open("rb") as content, _connected(daemon) as link:
            return _verdict(_asked(link, content))
    except OSError as error:
        raise Unscanned(str(error)) from error


def _connected(daemon: Daemon) -> socket.socket:
    if daemon.path:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        try:
            link.connect(daemon.path)
        except OSError:
            link.close()
            raise
        return link
    return socket.create_connection((daemon.host, daemon.port), timeout=SECONDS)


def _asked(link: socket.socket, content: BinaryIO) -> bytes:
    # A daemon that has had enough closes its end before ours is through: its reply says why.
    with suppress(BrokenPipeError, ConnectionResetError):
        link.sendall(b"zINSTREAM\0")
        while piece := content.read(PIECE):
            link.sendall(len(piece).to_bytes(4, "big") + piece)
        link.sendall(bytes(4))
    reply = b""
    while b"\0" not in reply and len(reply) < _LONGEST_REPLY:
        piece = link.recv(_LONGEST_REPLY)
        if not piece:
            break
        reply += piece
    return reply


def _verdict(reply: bytes) -> str:
    said = reply.partition(b"\0")[0].decode("utf-8", "replace").strip()
    if said == "stream: OK":
        return ""
    if said.startswith("stream: ") and said.endswith(" FOUND"):
        return said.removeprefix("stream: ").removesuffix(" FOUND") or "?"
    raise Unscanned(said or "no reply")
