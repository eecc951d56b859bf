"""What a person says of a unit that the vocabulary doesn't know: for every row, and later imports."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.codec import dump, load
from rakiza.kernel.imports.text import fold
from rakiza.kernel.jobs.models import Job
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.purchasing.needs.actions import start_reading
from rakiza.pillars.purchasing.needs.models import NeedImport, UnitAlias
from rakiza.pillars.purchasing.needs.values import SaidUnit
from rakiza.pillars.purchasing.spreadsheets.units import BASE_UNITS, Pack, unit_choices

LONGEST = 80
GREATEST_SIZE = 1_000_000


def said_units(need_import: NeedImport) -> tuple[SaidUnit, ...]:
    """Return what people said of the units of an import, in the order they said it."""
    return load(tuple[SaidUnit, ...], need_import.unit_aliases)


def packs_said(need_import: NeedImport) -> Mapping[str, Pack]:
    """Return the same as the spreadsheets take it: packs by folded text."""
    return {fold(said.written): Pack(said.unit, said.size) for said in said_units(need_import)}


@transaction.atomic
def say_unit(actor: Actor, need_import: NeedImport, said: SaidUnit) -> Job:
    """Read every row that writes `said.written` so, here and in the member's later imports.

    The file is read again; refused where the import is confirmed or undone.
    """
    require(actor, "needs.change", need_import)
    _check(said)
    key = fold(said.written)
    before = {fold(one.written): one for one in said_units(need_import)}
    job = start_reading(actor, need_import, unit_aliases=dump(tuple({**before, key: said}.values())))
    UnitAlias.objects.update_or_create(
        organisation_id=need_import.organisation_id,
        folded=key,
        defaults={"written": said.written, "unit": said.unit, "size": said.size, "said_by": actor.user},
    )
    record(
        actor,
        "needs.say_unit",
        need_import,
        before={"unit": dump(before[key])} if key in before else {},
        after={"unit": dump(said)},
    )
    return job


@transaction.atomic
def forget_unit(actor: Actor, need_import: NeedImport, written: str) -> Job:
    """Take back what was said of a unit, here and for later imports; the file is read again."""
    require(actor, "needs.change", need_import)
    key = fold(written)
    kept = tuple(one for one in said_units(need_import) if fold(one.written) != key)
    taken = [one for one in said_units(need_import) if fold(one.written) == key]
    if not taken:
        raise Refused("needs.unit_not_said", _("Rien n'est dit de l'unité « %(unit)s »."), unit=written)
    job = start_reading(actor, need_import, unit_aliases=dump(kept))
    UnitAlias.objects.filter(organisation_id=need_import.organisation_id, folded=key).delete()
    record(actor, "needs.forget_unit", need_import, before={"unit": dump(taken[0])}, after={})
    return job


def _check(said: SaidUnit) -> None:
    if not fold(said.written) or len(said.written) > LONGEST:
        raise Refused(
            "needs.unit_text", _("L'unité à expliquer manque, ou dépasse %(most)s caractères."), most=LONGEST
        )
    if said.unit not in dict(unit_choices("fr")):
        raise Refused(
            "needs.unit_choice", _("Choisissez dans la liste ce que vaut « %(unit)s »."), unit=said.written
        )
    if said.size is None:
        return
    if not 1 <= said.size <= GREATEST_SIZE:
        raise Refused(
            "needs.unit_size", _("Un conditionnement contient de 1 à %(most)s unités."), most=GREATEST_SIZE
        )
    if said.unit in BASE_UNITS:
        raise Refused(
            "needs.unit_holds_nothing",
            _(
                "Une pièce ou une unité ne contient rien : choisissez un conditionnement, ou laissez le nombre vide."
            ),
        )
