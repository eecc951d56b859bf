"""Forms with a file: fields as strict as those of JSON, and refusals of the file said at the file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, ClassVar

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, UploadedFile
from pydantic import ValidationInfo, model_validator

from rakiza.kernel.api.problems import At, Problem, wrong_value
from rakiza.kernel.api.schemas import Taken
from rakiza.kernel.organisations.permissions import Refused

FILE = "file"
Joined = Annotated[UploadedFile, File(description="The file: a PDF, a picture, a spreadsheet or a text.")]


class TakenWithFile(Taken):
    """Fields sent beside a file; one that isn't known, or is given twice, is refused."""

    files: ClassVar[frozenset[str]] = frozenset({FILE})

    @model_validator(mode="after")
    def _known(self, info: ValidationInfo) -> TakenWithFile:
        request = (info.context or {}).get("request")
        if isinstance(request, HttpRequest):
            check_fields(request, frozenset(type(self).model_fields), self.files)
        return self


def check_fields(request: HttpRequest, known: frozenset[str], files: frozenset[str]) -> None:
    """Refuse a form's field or file that isn't known, or is given twice."""
    for name in sorted({*request.POST} - known | {*request.FILES} - files):
        raise wrong_value(f"#/{name[:100]}", _("Ce champ n'existe pas."), "extra_forbidden")
    for name in sorted({*request.POST, *request.FILES}):
        if len(request.POST.getlist(name)) + len(request.FILES.getlist(name)) > 1:
            raise wrong_value(f"#/{name}", _("Ce champ est donné deux fois."), "given_twice")


@contextmanager
def joining() -> Iterator[None]:
    """Do all of it or nothing: a file that is refused isn't kept. A refusal of the file points at it."""
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        if not refusal.code.startswith("files.") and not refusal.code.endswith("_file"):
            raise
        error = At(refusal.code, str(refusal), pointer=f"#/{FILE}")
        raise Problem(422, refusal.code, refusal, errors=[error]) from refusal
