"""The register of standards: enter an edition, find what a change touches, tell the holders once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.certification.enums import ENDED, CertificateState
from rakiza.pillars.certification.models import (
    CaseQuerySet,
    Certificate,
    CertificateQuerySet,
    CertificationCase,
    EditionNotice,
    StandardEdition,
)
from rakiza.reference.standards import edition_named

# How many days before the end of a transition its holders are reminded.
BEFORE_THE_END = (180, 90, 30)


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
    after = {
        "edition": str(made),
        "title": title,
        "published": published,
        "replaces": latest.pk if latest else None,
        "transition_ends": transition_ends,
        "source": source,
    }
    record(actor, "certification.enter_edition", made, after=after)
    _adopt(made)
    tell_holders(made)
    return made


def edition_of(text: str) -> StandardEdition | None:
    """Return the edition of the register that a text designates; None where it names none that is there."""
    standard, stated = edition_named(text)
    return StandardEdition.objects.filter(standard=standard, edition=stated).first() if stated else None


def _adopt(made: StandardEdition) -> None:
    """Attach what named an edition before it was entered."""
    for kind in (Certificate, CertificationCase):
        waiting = kind._default_manager.filter(edition__isnull=True, standard__icontains=made.edition)
        named = [
            pk
            for pk, text in waiting.values_list("pk", "standard")
            if edition_named(text) == (made.standard, made.edition)
        ]
        kind._default_manager.filter(pk__in=named).update(edition=made)


@transaction.atomic
def attach_edition(actor: Actor, certificate: Certificate, edition: StandardEdition) -> None:
    """Attach a certificate to the edition that its text didn't name; the trail keeps the text."""
    require(actor, "certification.change", certificate)
    kept = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if kept.edition_id is not None:
        raise Refused("standards.attached", _("Ce certificat a déjà son édition : rechargez la page."))
    standard, stated = edition_named(kept.standard)
    if standard != edition.standard or stated not in {"", edition.edition}:
        raise Refused(
            "standards.other",
            _("« %(text)s » ne peut pas être %(edition)s."),
            text=kept.standard,
            edition=str(edition),
        )
    before, kept.edition, kept.standard = kept.standard, edition, str(edition)
    kept.save()
    record(
        actor,
        "certification.attach_edition",
        kept,
        before={"standard": before},
        after={"standard": kept.standard, "edition": edition.pk},
    )


def candidates_for(certificates: Collection[Certificate]) -> Mapping[int, tuple[StandardEdition, ...]]:
    """Return the editions that each certificate's text may mean, the latest first; one query."""
    named = {one.pk: edition_named(one.standard) for one in certificates}
    standards = {standard for standard, _edition in named.values()}
    known = list(StandardEdition.objects.filter(standard__in=standards).order_by("-edition"))
    return {
        key: tuple(one for one in known if one.standard == standard and stated in {"", one.edition})
        for key, (standard, stated) in named.items()
    }


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds what an edition touches, and how many."""

    organisation: Organisation
    count: int


def holders_of(touched: Touched) -> tuple[Holder, ...]:
    """Return the holders of what is touched, by name."""
    holders: dict[int, Organisation] = {}
    counts: dict[int, int] = defaultdict(int)
    rows: list[Certificate | CertificationCase] = [*touched.certificates, *touched.cases]
    for one in rows:
        holders[one.maker_id] = one.maker
        counts[one.maker_id] += 1
    return tuple(
        Holder(holders[key], counts[key]) for key in sorted(holders, key=lambda key: (holders[key].name, key))
    )


def tell_holders(edition: StandardEdition) -> int:
    """Tell each holder of what an edition replaces, once; return how many were told."""
    return _tell(edition, "certification.edition_changed", 0)


def remind_of_transitions(day: date) -> int:
    """Remind holders, once a stage, of a transition that ends soon; return how many were reminded.

    Who has passed to the new edition meanwhile, or holds nothing any more, isn't.
    """
    last = day + timedelta(days=BEFORE_THE_END[0])
    ending = StandardEdition.objects.filter(transition_ends__range=(day, last)).select_related("replaces")
    told = 0
    for edition in ending.order_by("pk"):
        if edition.transition_ends is not None:
            left = (edition.transition_ends - day).days
            stage = min(days for days in BEFORE_THE_END if left <= days)
            told += _tell(edition, "certification.transition_ends", stage)
    return told


def _tell(edition: StandardEdition, code: str, stage: int) -> int:
    if edition.replaces is None:
        return 0
    told = 0
    for holder in holders_of(touched_by(edition)):
        _notice, new = EditionNotice.objects.get_or_create(
            edition=edition, holder=holder.organisation, days_before=stage
        )
        if not new:
            continue
        notify(
            code,
            organisation=holder.organisation,
            params={
                "standard": str(edition),
                "replaced": str(edition.replaces),
                "count": holder.count,
                "date": edition.transition_ends,
            },
            about=edition,
            deadline=edition.transition_ends,
        )
        told += 1
    return told


def touched_by(
    edition: StandardEdition,
    certificates: CertificateQuerySet | None = None,
    cases: CaseQuerySet | None = None,
) -> Touched:
    """Return the standing certificates and open cases of the editions before one, among those given or all.

    One that isn't attached counts by its text, and where that names no edition, by its age.
    """
    if edition.replaces is None:
        return Touched((), ())
    if certificates is None:
        certificates = Certificate.objects.select_related("maker", "body").order_by("valid_to", "pk")
    if cases is None:
        cases = CertificationCase.objects.select_related("maker", "body").order_by("pk")
    before = Q(edition__standard=edition.standard, edition__edition__lt=edition.edition)
    unattached = before | Q(edition__isnull=True)
    standing = certificates.exclude(state=CertificateState.WITHDRAWN).filter(
        unattached, valid_to__gte=timezone.localdate()
    )
    return Touched(
        tuple(
            one
            for one in standing
            if one.edition_id is not None or _older(one.standard, edition, one.valid_from)
        ),
        tuple(
            one
            for one in cases.filter(unattached).exclude(state__in=ENDED)
            if one.edition_id is not None or _older(one.standard, edition, None)
        ),
    )


def _older(text: str, edition: StandardEdition, since: date | None) -> bool:
    standard, stated = edition_named(text)
    if standard != edition.standard:
        return False
    if stated:
        return stated < edition.edition
    return since is not None and since.isoformat()[:7] < edition.published
