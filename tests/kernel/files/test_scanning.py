"""Files pass the virus scanner where one is configured; here it is a small one, in this process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.test import Client
from tests.factories import OrganisationFactory, an_actor, csv_of
from tests.security.house import a_file

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.actions import store, store_path
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.scanning import Daemon, Unscanned, virus_in
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.purchasing.needs.models import NeedImport

MARK = b"this-stands-for-a-virus"


def _answer(link: socket.socket, reply: bytes | None) -> None:
    """Read one INSTREAM command as clamd does, and reply: `reply`, or by what was sent."""
    with link, link.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := int.from_bytes(stream.read(4), "big"):
            content += stream.read(length)
        found = b"stream: Test.Mark FOUND\0" if MARK in content else b"stream: OK\0"
        link.sendall(found if reply is None else reply)


@contextmanager
def clamd(server: socket.socket, reply: bytes | None = None, times: int = 1) -> Iterator[None]:
    """Answer as clamd on a bound socket."""

    def serve() -> None:
        for _ in range(times):
            _answer(server.accept()[0], reply)

    server.listen()
    served = threading.Thread(target=serve, daemon=True)
    served.start()
    yield
    served.join(10)
    server.close()
    assert not served.is_alive()


def on_tcp() -> tuple[socket.socket, Daemon]:
    server = socket.create_server(("127.0.0.1", 0))
    return server, Daemon(host="127.0.0.1", port=server.getsockname()[1])


def test_a_clean_file_passes_by_socket_file(tmp_path: Path) -> None:
    file, at = tmp_path / "x", tmp_path / "clamd.ctl"
    file.write_bytes(b"clean" * 100_000)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    server.bind(str(at))

    with clamd(server):
        assert virus_in(file, Daemon(path=str(at))) == ""


def test_a_virus_is_named(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"a" * 70_000 + MARK)
    server, daemon = on_tcp()

    with clamd(server):
        assert virus_in(file, daemon) == "Test.Mark"


@pytest.mark.parametrize(
    "reply", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK and more\0", b"\xff\xfe\0"]
)
def test_anything_but_a_clear_answer_is_no_answer(tmp_path: Path, reply: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"clean")
    server, daemon = on_tcp()

    with clamd(server, reply), pytest.raises(Unscanned):
        virus_in(file, daemon)


def test_no_daemon_is_no_answer(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"clean")

    with pytest.raises(Unscanned):
        virus_in(file, Daemon(path=str(tmp_path / "nobody.ctl")))


@pytest.mark.django_db
def test_an_infected_upload_is_refused_and_only_that_is_written(settings) -> None:
    actor = an_actor(Role.BUYER)
    client = Client()
    client.force_login(actor.user)
    server, settings.RAKIZA_CLAMD = on_tcp()

    with clamd(server):
        content = csv_of("Seringue 10 ml;100;pièce") + MARK
        response = client.post("/besoins/deposer/", {"year": "2027", "file": a_file(content)})

    assert response.status_code == 422
    assert "Ce fichier porte un virus (Test.Mark) : il est refusé." in response.content.decode()
    assert (NeedImport.objects.count(), StoredFile.objects.count()) == (0, 0)
    assert [path for path in Path(settings.RAKIZA_FILES_DIR).rglob("*") if path.is_file()] == []
    event = AuditEvent.objects.get()
    assert (event.action, event.user, event.organisation) == (
        "files.refuse_virus",
        actor.user,
        actor.organisation,
    )
    assert event.after["virus"] == "Test.Mark"


@pytest.mark.django_db
def test_a_file_is_not_taken_while_the_scanner_is_away(settings, tmp_path: Path) -> None:
    settings.RAKIZA_CLAMD = Daemon(path=str(tmp_path / "nobody.ctl"))

    with pytest.raises(Refused, match="Réessayez plus tard") as refusal:
        store([b"a;b"], name="x.csv", organisation=OrganisationFactory(), uploaded_by=None)

    assert refusal.value.code == "files.unscanned"
    assert StoredFile.objects.count() == 0
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db
def test_a_clean_upload_is_kept_and_what_jobs_write_is_not_scanned(settings, tmp_path: Path) -> None:
    written = tmp_path / "plan.pdf"
    written.write_bytes(b"%PDF-1.7")
    organisation = OrganisationFactory()
    server, settings.RAKIZA_CLAMD = on_tcp()

    with clamd(server):
        store([b"a;b"], name="x.csv", organisation=organisation, uploaded_by=None)
    store_path(written, name="plan.pdf", organisation=organisation, uploaded_by=None)

    assert StoredFile.objects.count() == 2
