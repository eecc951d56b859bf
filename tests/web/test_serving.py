"""The server's processes are forked from the one that prepared the database."""

from __future__ import annotations

import granian
import pytest
from django.db import connections

from rakiza.web import commands, supervision


def test_no_connection_is_open_when_server_processes_are_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes once spoke to PostgreSQL over the connection that had brought the tables up to date."""
    done: list[str] = []

    class Server:
        def __init__(self, *_: object, **__: object) -> None: ...

        def serve(self) -> None:
            done.append("serve")

    class Worker:
        def __init__(self, *_: object) -> None: ...

        def start(self) -> None:
            done.append("work")

        def stop(self) -> None:
            done.append("stop")

    monkeypatch.setattr(granian, "Granian", Server)
    monkeypatch.setattr(supervision, "Supervised", Worker)
    monkeypatch.setattr(connections, "close_all", lambda: done.append("close"))

    commands.serve_site("127.0.0.1", 8000, 2)

    assert done == ["close", "work", "serve", "stop"]
