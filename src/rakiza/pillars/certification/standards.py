"""The register of standards: enter an edition, find what a change touches, tell the holders once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.certification.enums import ENDED, CertificateState
from rakiza.pillars.certification.models import Certificate, CertificationCase, EditionNotice, StandardEdition
from rakiza.reference.standards import edition_named


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change of edition touches: standing certificates and open cases of what it replaces."""

    certificates: tuple[Certificate, ...]
    cases: tuple[CertificationCase, ...]


@transaction.atomic
def enter_edition(
    actor: Actor,
    *,
    standard: str,
    edition: str,
    title: str,
    published: str,
    source: str,
    transition_ends: date | None = None,
) -> StandardEdition:
    """Enter an edition: it replaces the latest one of the same standard, whose holders are told."""
    require(actor, "certification.keep_standards")
    named, stated = edition_named(standard)
    if stated:
        raise Refused("standards.name", _("Écrivez la norme sans son année ; l'édition a son champ."))
    known = StandardEdition.objects.select_for_update().filter(standard=named)
    if known.filter(edition=edition).exists():
        raise Refused("standards.known", _("Cette édition est déjà au registre."))
    latest = known.order_by("-edition").first()
    if latest is not None and edition < latest.edition:
        raise Refused("standards.older", _("Une édition plus récente est déjà au registre."))
    if transition_ends is not None and latest is None:
        raise Refused("standards.transition", _("Une transition suppose une édition précédente au registre."))
    if transition_ends is not None and transition_ends.isoformat()[:7] < published:
        raise Refused("standards.dates", _("La transition finirait avant la publication."))
    made = StandardEdition.objects.create(
        standard=named,
        edition=edition,
        title=title,
        published=published,
        replaces=latest,
        transition_ends=transition_ends,
        source=source,
        entered_by=actor.organisation,
    )
    after = {"edition": str(made), "published": published, "transition_ends": transition_ends}
    record(actor, "certification.enter_edition", made, after=after)
    tell_holders(made)
    return made


def tell_holders(edition: StandardEdition) -> int:
    """Tell each holder of what an edition replaces, once; return how many were told."""
    if edition.replaces is None:
        return 0
    touched = touched_by(edition)
    holders: dict[int, Organisation] = {}
    counts: dict[int, int] = defaultdict(int)
    rows: list[Certificate | CertificationCase] = [*touched.certificates, *touched.cases]
    for one in rows:
        holders[one.maker_id] = one.maker
        counts[one.maker_id] += 1
    told = 0
    for key in sorted(holders):
        _notice, new = EditionNotice.objects.get_or_create(edition=edition, holder=holders[key])
        if not new:
            continue
        notify(
            "certification.edition_changed",
            organisation=holders[key],
            params={"standard": str(edition), "replaced": str(edition.replaces), "count": counts[key]},
            about=edition,
            deadline=edition.transition_ends,
        )
        told += 1
    return told


def touched_by(
    edition: StandardEdition,
    certificates: Iterable[Certificate] | None = None,
    cases: Iterable[CertificationCase] | None = None,
) -> Touched:
    """Return the standing certificates and open cases of the edition that one replaces, among those given or all.

    One that names its standard without an edition counts where it is older than the new edition.
    """
    if edition.replaces is None:
        return Touched((), ())
    if certificates is None:
        certificates = Certificate.objects.select_related("maker", "body").order_by("valid_to", "pk")
    if cases is None:
        cases = CertificationCase.objects.select_related("maker", "body").order_by("pk")
    today = timezone.localdate()
    return Touched(
        tuple(
            one
            for one in certificates
            if one.state != CertificateState.WITHDRAWN
            and one.valid_to >= today
            and _older(one.standard, edition, one.valid_from)
        ),
        tuple(one for one in cases if one.state not in ENDED and _older(one.standard, edition, None)),
    )


def _older(text: str, edition: StandardEdition, since: date | None) -> bool:
    standard, stated = edition_named(text)
    if standard != edition.standard:
        return False
    if stated:
        return stated < edition.edition
    return since is not None and since.isoformat()[:7] < edition.published
