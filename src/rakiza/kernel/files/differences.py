"""What differs between two contents: lines of texts, pages of documents, cells of workbooks; or why it can't be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.TextChoices):
    """What became of a line or a cell."""

    ADDED = "added", _("ajouté")
    REMOVED = "removed", _("enlevé")
    CHANGED = "changed", _("changé")


class Why(models.TextChoices):
    """Why two contents can't be compared."""

    PROTECTED = "protected", _("Le fichier est protégé par un mot de passe : son texte ne se lit pas.")
    DAMAGED = "damaged", _("Le fichier est endommagé : il ne peut pas être lu.")
    LONG = "long", _("Le fichier est trop long à lire : comparez-le en le téléchargeant.")
    LARGE = "large", _("Le fichier est trop volumineux pour être comparé ici : téléchargez-le.")
    SCANNED = "scanned", _("Le fichier est une image numérisée, sans texte : il se compare à l'œil.")
    KIND = (
        "kind",
        _("Seuls des textes, des PDF et des classeurs se comparent, entre fichiers de même nature."),
    )


class Unreadable(Exception):  # noqa: N818 - said of a content, told to its reader
    """A content can't be read."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Difference:
    """One line or cell that differs: where (`page`, `line` from 1; `cell` as the spreadsheet shows it), what it was and is."""

    mark: Mark
    before: str
    after: str
    page: int | None = None
    cell: str = ""


def line_differences(before: str, after: str, page: int | None = None) -> Iterator[Difference]:
    """Yield the lines that differ; those that took others' place are paired with them."""
    old, new = _lines(before), _lines(after)
    for tag, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            continue
        for one, other in zip_longest(old[i:j], new[k:m]):
            yield _difference(one, other, page=page)


def page_differences(before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    """Yield the lines that differ page by page; pages that were put in or taken out don't shift the others.

    A page is numbered as in the later version; one that was taken out as in the earlier.
    """
    old, new = [_lines(text) for text in before], [_lines(text) for text in after]
    keys = [["\n".join(lines) for lines in pages] for pages in (old, new)]
    for tag, i, j, k, m in SequenceMatcher(None, keys[0], keys[1], autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for number in range(max(j - i, m - k)):
            one, other = i + number, k + number
            yield from line_differences(
                keys[0][one] if one < j else "",
                keys[1][other] if other < m else "",
                (other if other < m else one) + 1,
            )


def cell_differences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Difference]:
    """Yield the cells that differ, by their address, in the order of the earlier version, then of the later."""
    for cell in dict.fromkeys((*before, *after)):
        if before.get(cell) != after.get(cell):
            yield _difference(before.get(cell), after.get(cell), cell=cell)


def _difference(
    before: str | None, after: str | None, *, page: int | None = None, cell: str = ""
) -> Difference:
    mark = Mark.ADDED if before is None else Mark.REMOVED if after is None else Mark.CHANGED
    return Difference(mark, before or "", after or "", page, cell)


def _lines(text: str) -> list[str]:
    """Return the lines that say something, their spaces brought to one: how a PDF sets them says nothing."""
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
