"""The server's processes are forked from the one that prepared the database."""

from __future__ import annotations

import os

import granian
import pytest
from django.conf import LazySettings
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


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("127.0.0.1", "http://127.0.0.1:8471"),
        ("0.0.0.0", "http://127.0.0.1:8471"),  # noqa: S104
        ("::1", "http://[::1]:8471"),
    ],
)
def test_links_lead_to_the_port_that_answers(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings, address: str, leads_to: str
) -> None:
    """The QR code of a certificate once led to port 8000 whatever port was served."""
    monkeypatch.setenv("RAKIZA_ADDRESS", "")
    served: list[tuple[str, str]] = []
    monkeypatch.setattr(commands, "_refuse_taken", lambda *_: None)
    monkeypatch.setattr(commands, "call_command", lambda *_, **__: None)
    monkeypatch.setattr(
        commands,
        "serve_site",
        lambda *_: served.append((os.environ["RAKIZA_ADDRESS"], settings.RAKIZA_ADDRESS)),
    )

    commands.serve(address, 8471)

    assert served == [(leads_to, leads_to)]


def test_a_public_address_is_kept(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    monkeypatch.setenv("RAKIZA_ADDRESS", "https://rakiza.example")
    settings.RAKIZA_ADDRESS = "https://rakiza.example"
    monkeypatch.setattr(commands, "_refuse_taken", lambda *_: None)
    monkeypatch.setattr(commands, "call_command", lambda *_, **__: None)
    monkeypatch.setattr(commands, "serve_site", lambda *_: None)

    commands.serve("127.0.0.1", 8471)

    assert (os.environ["RAKIZA_ADDRESS"], settings.RAKIZA_ADDRESS) == ("https://rakiza.example",) * 2
