from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from tests.factories import OrganisationFactory, an_actor

from rakiza.kernel.files import media, storage
from rakiza.kernel.files.actions import bare_name, path_of, store, store_path
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import Refused, allowed


@pytest.mark.django_db
def test_a_file_is_kept_by_its_content() -> None:
    actor = an_actor(Role.BUYER)

    file = store(
        [b"a;b\n", b"1;2\n"],
        name=r"C:\dossier\liste.csv",
        organisation=actor.organisation,
        uploaded_by=actor.user,
    )

    assert file.sha256 == hashlib.sha256(b"a;b\n1;2\n").hexdigest()
    assert (file.size, file.media_type, file.original_name) == (8, media.CSV, "liste.csv")
    assert path_of(file).read_bytes() == b"a;b\n1;2\n"


@pytest.mark.django_db
def test_the_same_bytes_are_kept_once(settings: object) -> None:
    organisation = OrganisationFactory()
    for name in ("un.csv", "deux.csv"):
        store([b"a;b"], name=name, organisation=organisation, uploaded_by=None)

    assert StoredFile.objects.count() == 2
    files = [path for path in Path(settings.RAKIZA_FILES_DIR).rglob("*") if path.is_file()]  # type: ignore[attr-defined]
    assert len(files) == 1


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Return what is flushed to the disk, in turn: the number of a file or folder there, None for all at once."""
    done: list[object] = []
    monkeypatch.setattr(os, "fsync", lambda handle: done.append(os.fstat(handle).st_ino))
    monkeypatch.setattr(os, "sync", lambda: done.append(None))
    return done


def test_a_content_outlives_a_power_cut_with_the_folders_that_lead_to_it(
    flushed: list[object], settings: object
) -> None:
    root = Path(settings.RAKIZA_FILES_DIR)  # type: ignore[attr-defined]

    first = storage.path_of(storage.write([b"un"], limit=9).sha256)
    again = storage.path_of(storage.write([b"un"], limit=9).sha256)

    held = (first, first.parent, first.parent.parent, root)
    assert again == first
    assert flushed[:4] == [one.stat().st_ino for one in held]
    assert len(flushed) == 5  # the same bytes came once more before they were known, and were thrown away


def test_contents_written_together_are_flushed_once(flushed: list[object]) -> None:
    with storage.flushed_together():
        storage.write([b"un"], limit=9)
        storage.write([b"deux"], limit=9)
        assert flushed == []

    assert flushed == [None]
    storage.write([b"trois"], limit=9)
    assert len(flushed) > 1


@pytest.mark.django_db
def test_a_file_beyond_the_limit_leaves_nothing(settings: object) -> None:
    settings.RAKIZA_UPLOAD_MAX_BYTES = 1024 * 1024  # type: ignore[attr-defined]

    with pytest.raises(Refused, match="1 Mo") as refusal:
        store([b"x" * 1024 * 1024, b"x"], name="x", organisation=OrganisationFactory(), uploaded_by=None)

    assert refusal.value.code == "files.too_large"
    assert StoredFile.objects.count() == 0
    assert [path for path in Path(settings.RAKIZA_FILES_DIR).rglob("*") if path.is_file()] == []  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_only_the_owner_and_overseers_open_a_file() -> None:
    owner = an_actor(Role.BUYER)
    file = store([b"secret"], name="x", organisation=owner.organisation, uploaded_by=owner.user)

    for role in (Role.BUYER, Role.MAKER, Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER):
        assert not allowed(an_actor(role), "files.open", file)
    for role in (Role.COORDINATOR, Role.CLUSTER_STAFF, Role.ADMINISTRATOR):
        assert allowed(an_actor(role), "files.open", file)


def test_a_cut_while_writing_leaves_nothing_behind(settings: object) -> None:
    def cut() -> object:
        yield b"half"
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011
        storage.write(cut(), limit=100)  # type: ignore[arg-type]

    assert list(Path(settings.RAKIZA_FILES_DIR).rglob("*")) == []  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_file_of_a_job_is_kept(tmp_path: Path) -> None:
    source = tmp_path / "plan.pdf"
    source.write_bytes(b"%PDF-1.7")

    file = store_path(source, name="plan.pdf", organisation=OrganisationFactory(), uploaded_by=None)

    assert file.media_type == media.PDF
    assert path_of(file).read_bytes() == b"%PDF-1.7"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"PK\x03\x04....[Content_Types].xml", media.XLSX),
        (b"PK\x03\x04mimetype" + media.ODS.encode(), media.ODS),
        (b"PK\x03\x04whatever", media.ZIP),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", media.XLS),
        (b"%PDF-1.4", media.PDF),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b'{"a": 1}', media.JSON),
        (b"a;b\n1;2", media.CSV),
        (b"bonjour", "text/plain"),
        (b"", media.UNKNOWN),
        (b"ab\0cd", media.UNKNOWN),
    ],
)
def test_a_type_is_told_by_content(head: bytes, expected: str) -> None:
    assert media.sniff(head) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/x.csv", "x.csv"),
        ("a\\b.csv", "b.csv"),
        ("a\nb.csv", "ab.csv"),
        ("", "fichier"),
        ("..", ".."),
    ],
)
def test_a_name_loses_its_folders(name: str, expected: str) -> None:
    assert bare_name(name) == expected
