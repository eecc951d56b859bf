"""Keep what somebody joins to a process: a document, a picture, a spreadsheet, a text; nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.actions import bare_name, store
from rakiza.kernel.files.media import CSV, HEAD_BYTES, JSON, ODS, PDF, XLS, XLSX
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.imports.binary import holds_workbook
from rakiza.kernel.organisations.permissions import Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.functional import Promise

    from rakiza.kernel.files.storage import Content
    from rakiza.kernel.organisations.actor import Actor

_TEXTS = frozenset({"txt", "csv", "tsv", "json", "md"})
_PICTURE, _SHEET, _TEXT = _("image"), _("classeur"), _("texte")
# What may be joined: how it is called, and the endings that say so.
KINDS: Final[Mapping[str, tuple[str | Promise, frozenset[str]]]] = {
    PDF: ("PDF", frozenset({"pdf"})),
    "image/png": (_PICTURE, frozenset({"png"})),
    "image/jpeg": (_PICTURE, frozenset({"jpg", "jpeg"})),
    XLSX: (_SHEET, frozenset({"xlsx"})),
    ODS: (_SHEET, frozenset({"ods"})),
    XLS: (_SHEET, frozenset({"xls"})),
    CSV: (_TEXT, _TEXTS),
    JSON: (_TEXT, _TEXTS),
    "text/plain": (_TEXT, _TEXTS),
}
_ENDING = re.compile(r"\.([a-z][a-z0-9]*)$")
# A text that a machine would run or a browser draw: a page, a drawing with a script, a shell's script.
_RUN = re.compile(rb"\A[\xef\xbb\xbf\xff\xfe\s]*(?:<|#!)|<script", re.IGNORECASE)


def keep_piece(actor: Actor, upload: UploadedFile[bytes]) -> StoredFile:
    """Keep an upload for the actor's organisation; refuse what is none of `KINDS`, or is named as another.

    Nothing is left on the disk of what is refused for its kind. Called in the transaction of the act that
    takes the piece, so that one that is refused later has no row.
    """
    name = upload.name or "piece"
    return store(
        upload.chunks(),
        name=name,
        organisation=actor.organisation,
        uploaded_by=actor.user,
        accept=partial(_accept, bare_name(name)),
    )


def _accept(name: str, path: Path, content: Content) -> None:
    if content.media_type not in KINDS or _runs(path, content.media_type) or _no_workbook(path, content):
        raise Refused(
            "files.type",
            _(
                "Ce fichier n'est ni un PDF, ni une image, ni un classeur, ni un texte (une page HTML nommée "
                "« .xls » n'en est pas un). Enregistrez-le en PDF ou au format xlsx, puis joignez-le de nouveau."
            ),
        )
    kind, endings = KINDS[content.media_type]
    ending = _ENDING.search(name.lower())
    if ending is not None and ending[1] not in endings:
        raise Refused(
            "files.disguised",
            _(
                "« %(name)s » : le nom annonce « .%(ending)s », le contenu est d'une autre nature (%(kind)s). "
                "Donnez au fichier le nom de ce qu'il contient."
            ),
            name=name,
            ending=ending[1],
            kind=str(kind),
        )


def _no_workbook(path: Path, content: Content) -> bool:
    """Say whether an OLE file is no workbook: a text document, an installer or an encrypted package named « .xls »."""
    return content.media_type == XLS and not holds_workbook(path.read_bytes())


def _runs(path: Path, media_type: str) -> bool:
    if KINDS[media_type][1] is not _TEXTS:
        return False
    with path.open("rb") as file:
        return _RUN.search(file.read(HEAD_BYTES).replace(b"\0", b"")) is not None
