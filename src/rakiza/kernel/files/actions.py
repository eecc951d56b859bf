"""Keep a file, and open one that is kept."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath

import structlog
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.audit.origin import afterwards
from rakiza.kernel.files import storage
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.scanning import Daemon, Unscanned, virus_in
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused

CHUNK = 1024 * 1024
_WRITTEN_HERE = 2**40
log = structlog.get_logger(__name__)


def bare_name(name: str) -> str:
    """Return the last part of a name that may carry folders, without control characters."""
    last = PurePosixPath(PureWindowsPath(name).name).name
    return "".join(character for character in last if character.isprintable())[-255:] or "fichier"


def store(
    chunks: Iterable[bytes],
    *,
    name: str,
    organisation: Organisation,
    uploaded_by: User | None,
    limit: int | None = None,
    accept: storage.Inspection = lambda *_: None,
) -> StoredFile:
    """Keep the bytes as a file of `organisation`; refuse beyond the upload limit, and what `accept` refuses.

    The bytes are on the disk before the row exists: a crash between the two leaves an
    unreferenced file, never a row without its bytes.
    """
    maximum = limit or settings.RAKIZA_UPLOAD_MAX_BYTES
    scan = partial(_scan, name=bare_name(name), organisation=organisation, uploaded_by=uploaded_by)

    def inspect(path: Path, content: storage.Content) -> None:
        accept(path, content)
        scan(path, content)

    try:
        content = storage.write(chunks, limit=maximum, inspect=inspect)
    except storage.TooLarge as error:
        raise Refused(
            "files.too_large",
            _("Le fichier dépasse %(limit)s Mo. Réduisez-le ou découpez-le, puis déposez-le à nouveau."),
            limit=maximum // (1024 * 1024),
        ) from error
    return _kept(content, name, organisation, uploaded_by)


def store_path(path: Path, *, name: str, organisation: Organisation, uploaded_by: User | None) -> StoredFile:
    """Keep a file that a job wrote to the disk; no upload limit applies, and nobody from outside wrote it."""
    with path.open("rb") as file:
        chunks = iter(lambda: file.read(CHUNK), b"")
        return _kept(storage.write(chunks, limit=_WRITTEN_HERE), name, organisation, uploaded_by)


def _kept(
    content: storage.Content, name: str, organisation: Organisation, uploaded_by: User | None
) -> StoredFile:
    return StoredFile.objects.create(
        sha256=content.sha256,
        size=content.size,
        media_type=content.media_type,
        original_name=bare_name(name),
        organisation=organisation,
        uploaded_by=uploaded_by,
    )


def _scan(
    path: Path, content: storage.Content, *, name: str, organisation: Organisation, uploaded_by: User | None
) -> None:
    """Refuse a file that carries a virus, and one that can't be looked at now, where scanning is on."""
    daemon: Daemon | None = settings.RAKIZA_CLAMD
    if daemon is None:
        return
    try:
        virus = virus_in(path, daemon)
    except Unscanned as unscanned:
        log.error("file_not_scanned", reason=str(unscanned))
        raise Refused(
            "files.unscanned",
            _("Le fichier n'a pas pu être vérifié contre les virus ; rien n'est gardé. Réessayez plus tard."),
        ) from unscanned
    if virus:
        said = {"file": name, "sha256": content.sha256, "virus": virus}
        # The refusal undoes what the page began; that it happened stays written.
        afterwards(
            lambda: record(
                None, "files.refuse_virus", organisation, after=said, user=uploaded_by, of=organisation
            )
        )
        raise Refused("files.virus", _("Ce fichier porte un virus (%(virus)s) : il est refusé."), virus=virus)


def path_of(file: StoredFile) -> Path:
    """Return where the bytes are, for code that has already checked who asks."""
    return storage.path_of(file.sha256)
