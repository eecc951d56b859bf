"""Keep what somebody joins to a process: a document, a picture, a spreadsheet, a text; nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from rakiza.kernel.files.actions import store
from rakiza.kernel.files.media import UNKNOWN, ZIP
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.permissions import Refused

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

    from rakiza.kernel.organisations.actor import Actor


def keep_piece(actor: Actor, upload: UploadedFile[bytes]) -> StoredFile:
    """Keep an upload for the actor's organisation; refuse archives and what no first byte tells.

    Called in the transaction of the act that takes the piece, so that one that is refused isn't kept.
    """
    name = upload.name or "piece"
    file = store(upload.chunks(), name=name, organisation=actor.organisation, uploaded_by=actor.user)
    if file.media_type in {UNKNOWN, ZIP}:
        raise Refused(
            "files.type", _("Ce fichier n'est ni un PDF, ni une image, ni un classeur, ni un texte.")
        )
    return file
