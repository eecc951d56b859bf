"""What one officer wrote down and another of the same house agrees to: who may, and holding it while they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import NotAllowed, Refused, require
from rakiza.kernel.organisations.queries import groups_of, in_groups


class WrittenDown(Protocol):
    """A row about a maker that waits for a second officer."""

    pk: int
    proposed_by_id: int

    @property
    def maker(self) -> Organisation:
        """Whom it is about."""


Row = TypeVar("Row", bound=Model)


def confirmable(actor: Actor, rows: Iterable[WrittenDown]) -> frozenset[int]:
    """Return which of an officer's own rows somebody else wrote, of makers apart from it; its groups are read once."""
    groups = groups_of(actor.user)
    return frozenset(
        row.pk for row in rows if row.proposed_by_id != actor.user.pk and not in_groups(row.maker, groups)
    )


def check_agrees(actor: Actor, rows: Sequence[WrittenDown], *, settle: str, confirm: str) -> None:
    """Hold each row to the rule `confirm`; `settle` is that of whoever may settle it at all."""
    may = confirmable(actor, rows)
    for row in rows:
        require(actor, settle, row)
        if row.proposed_by_id == actor.user.pk:
            raise Refused(
                "second_person", _("Vous l'avez proposé : une autre personne doit donner son accord.")
            )
        if row.pk not in may:
            raise NotAllowed(confirm)


def held(rows: QuerySet[Row], asked: Sequence[Row]) -> list[Row]:
    """Hold what waits until the transaction ends, in the order asked; refuse what was settled meanwhile."""
    waiting = rows.select_for_update(of=("self",)).order_by("pk").filter(pk__in=[one.pk for one in asked])
    kept = {one.pk: one for one in waiting}
    if len(kept) < len(asked):
        raise Refused("proposal_settled", _("Cette proposition a déjà été réglée par quelqu'un d'autre."))
    return [kept[one.pk] for one in asked]
