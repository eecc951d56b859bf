"""A draft takes over the class that its device states by now: its outline follows, and no document is lost."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.registration.classes import class_to_take
from rakiza.pillars.registration.contents import Section, needed, sections
from rakiza.pillars.registration.enums import DocumentStatus, RiskClass
from rakiza.pillars.registration.models import Dossier, DossierDocument
from rakiza.pillars.registration.moving import locked
from rakiza.pillars.registration.process import Step


@dataclass(frozen=True, slots=True)
class Taking:
    """What a draft becomes by its device's class.

    `asked`, `optional`: sections that must be filled from then on, or that needn't be any more. `set_aside`: the
    last versions in sections that the outline no longer has; `taken_back`: those of sections that it has again.
    """

    stated: RiskClass
    asked: tuple[Section, ...]
    optional: tuple[Section, ...]
    set_aside: tuple[DossierDocument, ...]
    taken_back: tuple[DossierDocument, ...]


def taking(dossier: Dossier) -> Taking | None:
    """Return what would change; None where a dossier has no class to take over. One query."""
    stated = class_to_take(dossier)
    if stated is None:
        return None
    listed = sections(dossier.process, stated)
    before, after = _needed(dossier, dossier.risk_class), _needed(dossier, stated)
    codes = {section.code for section in listed}
    pieces = list(dossier.documents.select_related("file"))
    standing = [one for one in pieces if one.status == DocumentStatus.TO_REVIEW]
    stays = {one.file.sha256 for one in standing if one.section in codes}
    aside = (one for one in pieces if one.status == DocumentStatus.SET_ASIDE)
    return Taking(
        stated,
        tuple(section for section in listed if section.code in after - before),
        tuple(section for section in listed if section.code in before - after),
        tuple(one for one in standing if one.section not in codes),
        # What was joined to another section meanwhile stays there alone.
        tuple(one for one in aside if one.section in codes and one.file.sha256 not in stays),
    )


@transaction.atomic
def take_class(actor: Actor, dossier: Dossier, *, risk_class: RiskClass) -> None:
    """Give a draft the class of its device; `risk_class`: the one that the applicant was shown and confirms."""
    require(actor, "registration.prepare", dossier)
    kept = locked(dossier, Step.TAKE_CLASS)
    found = taking(kept)
    if found is None:
        raise Refused(
            "dossier.same_class",
            _("Le dispositif n'indique pas d'autre classe que celle du dossier : il n'y a rien à reprendre."),
        )
    if found.stated != risk_class:
        raise Refused(
            "dossier.class_changed",
            _("Le dispositif est maintenant de « %(stated)s » : rechargez la page, puis confirmez."),
            stated=str(found.stated.label),
        )
    before, kept.risk_class = kept.risk_class, found.stated
    kept.save(update_fields=["risk_class", "updated_at"])
    _mark(found.set_aside, DocumentStatus.SET_ASIDE)
    _mark(found.taken_back, DocumentStatus.TO_REVIEW)
    record(
        actor,
        "registration.dossier_take_class",
        kept,
        before={"risk_class": before},
        after={
            "risk_class": kept.risk_class,
            "set_aside": [one.pk for one in found.set_aside],
            "taken_back": [one.pk for one in found.taken_back],
        },
    )


def _needed(dossier: Dossier, risk_class: str) -> frozenset[str]:
    return needed(dossier.process, dossier.request, risk_class=risk_class, purpose=dossier.purpose)


def _mark(documents: tuple[DossierDocument, ...], status: DocumentStatus) -> None:
    DossierDocument.objects.filter(pk__in=[one.pk for one in documents]).update(status=status)
