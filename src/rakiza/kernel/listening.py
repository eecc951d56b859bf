"""Whether an address can be listened on: asked before long work, so that nobody waits for nothing."""

from __future__ import annotations

import socket

from rakiza.kernel.system_errors import said_of


def why_taken(address: str, port: int) -> str | None:
    """Return why nothing can listen there, in words; None where it is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            return said_of(error)
    return None
