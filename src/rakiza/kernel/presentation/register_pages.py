"""Pages by which a room takes a register in as a file: hand over, review, propose, settle, rejected rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.files.actions import store
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.files.workbooks import open_stored
from rakiza.kernel.imports.columns import Form
from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.imports.registers import MOST_ROWS, RegisterFile, Row, rejected_sheet
from rakiza.kernel.imports.workbook import Workbook
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, allowed
from rakiza.kernel.presentation.handover import handed_over
from rakiza.kernel.presentation.listing import workbook_response
from rakiza.kernel.wording.formats import number

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SHOWN = 200


class Propose(Protocol[Row]):  # type: ignore[misc]  # a list of rows goes in: no other variance than the row's
    """Write down what a file says, as it was reviewed; return how many rows."""

    def __call__(self, actor: Actor, rows: Sequence[Row], source: StoredFile, *, reviewed: str) -> int: ...


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """What the pages say. `proposed`, `confirmed` and `dropped` take `count`."""

    refused: _StrPromise
    upload: _StrPromise
    review: _StrPromise
    proposed: _StrPromise
    confirmed: _StrPromise
    dropped: _StrPromise


@dataclass(frozen=True, slots=True)
class RegisterRoom(Generic[Row]):
    """One room's register: what its rows mean, and what is done with them.

    `stem` begins the addresses (`registration:titles` → `registration:titles-upload`) and, its colon a slash,
    the templates; `waiting` is the page of what waits for a second person; `shown` makes the rows what the review's table asks for.
    """

    stem: str
    waiting: str
    permission: str
    uploaded: str
    form: Form
    read: Callable[[Workbook, Actor], RegisterFile[Row]]
    mark: Callable[[Sequence[Row]], str]
    propose: Propose[Row]
    confirm: Callable[[Actor, StoredFile], int]
    drop: Callable[[Actor, StoredFile], int]
    words: RegisterWords
    shown: Callable[[Sequence[Row]], Sequence[object]] = list

    def upload(self, request: HttpRequest, actor: Actor) -> HttpResponse:
        """Take a file, or hand out the template; a file that can't be used is refused and not kept."""
        self._admit(actor)
        if request.method == "GET" and request.GET.get("modele"):
            sheet = rejected_sheet(self.form, (), _language())
            return workbook_response([sheet], f"{self.form.key}.xlsx", str(self.words.upload))
        refused, status = "", 200
        if request.method == "POST":
            stored, refused, status = handed_over(request, actor, partial(self.take, actor))
            if stored is not None:
                return redirect(f"{self.stem}-review", stored.pk)
        context = {
            "page_title": self.words.upload,
            "problem": refused,
            "columns": [(one.labels.in_language(_language()), one.required) for one in self.form.columns],
            "most": MOST_ROWS,
        }
        return render(request, self._template("upload"), context, status=status)

    def review(self, request: HttpRequest, actor: Actor, file_id: int) -> HttpResponse:
        """Show what the file proposes, and what is wrong row by row; then propose it, all or nothing."""
        stored, found = self._own_rows(actor, file_id)
        if request.method == "POST":
            try:
                done = self.propose(actor, found.rows, stored, reviewed=request.POST.get("reviewed", ""))
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect(f"{self.stem}-review", file_id)
            messages.success(request, self.words.proposed % {"count": number(done)})
            return redirect(self.waiting)
        context = {
            "page_title": self.words.review,
            "stored": stored,
            "rows": self.shown(found.rows[:SHOWN]),
            "count": len(found.rows),
            "problems": found.problems[:SHOWN],
            "rejected": len(found.rejected),
            "mark": self.mark(found.rows),
        }
        return render(request, self._template("review"), context)

    def rejected(self, actor: Actor, file_id: int) -> HttpResponse:
        """Hand back the rejected rows with their reasons: corrected, the file can be imported as it is."""
        _stored, found = self._own_rows(actor, file_id)
        if not found.rejected:
            raise Http404
        sheet = rejected_sheet(self.form, found.rejected, _language())
        return workbook_response([sheet], "lignes-rejetees.xlsx", _("Lignes rejetées"))

    def settle(self, request: HttpRequest, actor: Actor, file_id: int, step: str) -> HttpResponse:
        """Confirm, or drop, all that waits from a file of the officer's organisation."""
        source = self._own_file(actor, file_id)
        steps = {
            "confirmer": (self.confirm, self.words.confirmed),
            "abandonner": (self.drop, self.words.dropped),
        }
        if step not in steps:
            raise Http404
        act, said = steps[step]
        try:
            messages.success(request, said % {"count": number(act(actor, source))})
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(self.waiting)

    @transaction.atomic
    def take(self, actor: Actor, file: UploadedFile[bytes]) -> StoredFile:
        """Keep a file that is a register's; FileRefused, and nothing kept, where it isn't one."""
        stored = store(
            file.chunks(),
            name=file.name or self.form.key,
            organisation=actor.organisation,
            uploaded_by=actor.user,
        )
        found = self.read(open_stored(stored), actor)
        after = {"file": stored.original_name, "rows": len(found.rows), "sha256": stored.sha256}
        record(actor, self.uploaded, stored, after=after)
        return stored

    def _admit(self, actor: Actor) -> None:
        if not allowed(actor, self.permission):
            raise PermissionDenied(self.words.refused)

    def _own_file(self, actor: Actor, file_id: int) -> StoredFile:
        self._admit(actor)
        return get_object_or_404(StoredFile, pk=file_id, organisation=actor.organisation)

    def _own_rows(self, actor: Actor, file_id: int) -> tuple[StoredFile, RegisterFile[Row]]:
        stored = self._own_file(actor, file_id)
        try:
            return stored, self.read(open_stored(stored), actor)
        except FileRefused as refusal:
            raise Http404(refusal.message()) from refusal

    def _template(self, page: str) -> str:
        return f"{self.stem.replace(':', '/')}_{page}.html"


def _language() -> str:
    return (get_language() or "fr")[:2]
