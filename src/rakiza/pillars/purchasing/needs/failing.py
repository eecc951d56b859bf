"""Tell the buyers that a file they handed over gave no line: why, and where to take it up again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext

from rakiza.kernel.imports.refusals import FileRefused
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.wording import in_language
from rakiza.pillars.purchasing.needs.models import NeedImport

TO_REVIEW, FAILED = "needs.to_review", "needs.failed"


@dataclass(frozen=True, slots=True)
class _Why:
    """A cause that each reader is told in their own language (`notifications.names.Named`)."""

    words: Callable[[], str]

    def name_in(self, language: str) -> str:
        """Return the cause in `language`."""
        with in_language(language):
            return self.words()


def tell_refused(need_import: NeedImport, refusal: FileRefused) -> None:
    """Tell that the file can't be used, in the refusal's own words, which say what to do."""
    _tell(need_import, refusal.message)


def tell_interrupted(need_import: NeedImport) -> None:
    """Tell that the reading ended before its end for a cause that isn't the file's."""
    _tell(
        need_import,
        lambda: gettext("la lecture s'est interrompue, rien n'a été modifié ; lancez-la de nouveau."),
    )


def put_away(need_import: NeedImport) -> None:
    """Settle what the buyers were told of an import that has gone another way since."""
    settle(need_import, need_import.organisation, {TO_REVIEW, FAILED})


def _tell(need_import: NeedImport, words: Callable[[], str]) -> None:
    put_away(need_import)
    notify(
        FAILED,
        organisation=need_import.organisation,
        role=Role.BUYER,
        params={"file": need_import.file.original_name, "message": _Why(words)},
        about=need_import,
    )
