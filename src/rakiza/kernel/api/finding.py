"""Finding what a request is about, within what its actor may see; and what a body names."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from rakiza.kernel.api.problems import wrong_value

Kept = TypeVar("Kept", bound=Model)


def one_or_404(rows: QuerySet[Kept], number: int) -> Kept:
    """Return the object of this number; as if nothing were there where it isn't in the actor's sight."""
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def named(rows: QuerySet[Kept], number: int, pointer: str) -> Kept:
    """Return the object that a body names; where it isn't a possible choice, say so at the value."""
    found = rows.filter(pk=number).first()
    if found is None:
        raise wrong_value(pointer, _("Rien n'existe sous ce numéro, ou ce n'est pas un choix possible ici."))
    return found


def named_or_none(rows: QuerySet[Kept], number: int | None, pointer: str) -> Kept | None:
    """Return the object that a body names, None where it names none."""
    return None if number is None else named(rows, number, pointer)
