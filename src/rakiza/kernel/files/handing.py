"""Hand a file over to a browser; who took it is written down."""

from __future__ import annotations

from django.http import FileResponse

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.actions import path_of
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.organisations.actor import Actor


def hand_over(actor: Actor, file: StoredFile) -> FileResponse:
    """Answer with a file as a download; the caller has checked that the actor may have it."""
    content = path_of(file).open("rb")
    record(actor, "files.open", file, after={"file": file.original_name})
    return FileResponse(
        content, as_attachment=True, filename=file.original_name, content_type=file.media_type
    )
