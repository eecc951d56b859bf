"""Certificates decided outside the platform: one officer writes them down, a second confirms exactly that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import Deed, record, record_all
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.another_officer import check_agrees, held
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.certification.actions import Issued, check_new, issue_certificates
from rakiza.pillars.certification.enums import Scheme
from rakiza.pillars.certification.models import Certificate, CertificateProposal
from rakiza.pillars.certification.process import LATEST_START
from rakiza.pillars.certification.taking_over import follow
from rakiza.pillars.industry.models import Device

PROPOSED = "certification.certificate_proposed"
FILE_PROPOSED = "certification.certificates_proposed"


@dataclass(frozen=True, slots=True)
class CertificateTerms:
    """What an officer writes down; without families or a site it covers the whole company."""

    maker: Organisation
    standard: str
    number: str
    decided_on: date
    valid_from: date
    valid_to: date
    scope_families: tuple[str, ...] = ()
    site: Site | None = None
    scheme: Scheme = Scheme.SYSTEM
    devices: tuple[Device, ...] = ()

    @property
    def issued(self) -> Issued:
        """What is issued once it is confirmed."""
        return Issued(
            self.maker,
            self.standard,
            self.number,
            self.valid_from,
            self.valid_to,
            self.scope_families,
            self.site,
            self.scheme,
            self.devices,
        )


@transaction.atomic
def propose_certificate(actor: Actor, terms: CertificateTerms) -> CertificateProposal:
    """Write down a certificate that the body gave; it holds once another officer has confirmed it."""
    made = write_certificate(actor, terms)
    notify(
        PROPOSED,
        organisation=actor.organisation,
        role=Role.CERTIFICATION_OFFICER,
        params={"number": made.number, "subject": made.maker},
        about=made,
    )
    return made


def write_certificate(
    actor: Actor, terms: CertificateTerms, source: StoredFile | None = None
) -> CertificateProposal:
    """Write a certificate down without telling anybody yet; `source` is the file that it was read in."""
    check_new(actor, [terms.issued])
    check_terms(terms)
    try:
        with transaction.atomic():
            made = CertificateProposal.objects.create(
                body=actor.organisation,
                maker=terms.maker,
                scheme=terms.scheme,
                standard=terms.standard,
                number=terms.number,
                decided_on=terms.decided_on,
                valid_from=terms.valid_from,
                valid_to=terms.valid_to,
                scope_families=sorted(terms.scope_families),
                site=terms.site,
                source=source,
                proposed_by=actor.user,
            )
            made.devices.set(terms.devices)
    except IntegrityError:
        raise Refused(
            "certification.already_proposed",
            _("Le numéro %(number)s est déjà proposé et attend sa confirmation."),
            number=terms.number,
        ) from None
    after = {**_said(made), "sha256": source.sha256} if source else _said(made)
    record(actor, "certification.propose_certificate", made, after=after)
    return made


@transaction.atomic
def confirm_certificate(actor: Actor, proposal: CertificateProposal) -> Certificate:
    """Agree to a certificate that another officer wrote down: from now on it stands, and its maker is told."""
    (made,) = give_certificates(actor, [proposal])
    notify(
        "certification.entered",
        organisation=made.maker,
        params={"body": made.body, "standard": made.standard, "number": made.number},
        about=made,
    )
    return made


def give_certificates(actor: Actor, proposals: Sequence[CertificateProposal]) -> list[Certificate]:
    """Agree to certificates without telling anybody yet; they are followed from now on. In the caller's transaction."""
    check_agrees(
        actor, proposals, settle="certification.drop_certificate", confirm="certification.confirm_certificate"
    )
    kept = _locked(proposals)
    made = issue_certificates(actor, [_issued(one) for one in kept])
    record_all(
        actor,
        (
            Deed(
                "certification.confirm_certificate",
                given,
                after={**_said(one), "proposed_by": one.proposed_by_id},
            )
            for given, one in zip(made, kept, strict=True)
        ),
    )
    follow(actor, [(given, one.decided_on) for given, one in zip(made, kept, strict=True)])
    _settle(kept)
    return made


def drop_certificate(actor: Actor, proposal: CertificateProposal) -> None:
    """Give up a certificate that was proposed and not confirmed."""
    drop_certificates(actor, [proposal])


@transaction.atomic
def drop_certificates(actor: Actor, proposals: Sequence[CertificateProposal]) -> None:
    """Give up certificates that were proposed and not confirmed, all of them or none."""
    for proposal in proposals:
        require(actor, "certification.drop_certificate", proposal)
    kept = _locked(proposals)
    record_all(actor, (Deed("certification.drop_certificate", one, before=_said(one)) for one in kept))
    _settle(kept)


def proposals_for(actor: Actor) -> QuerySet[CertificateProposal]:
    """Return what waits with an officer's body, oldest first; nothing to anybody else."""
    rows = CertificateProposal.objects.select_related("body", "maker", "site", "proposed_by", "source")
    rows = rows.prefetch_related("devices").order_by("proposed_at", "pk")
    return rows.filter(body=actor.organisation) if actor.plays(Role.CERTIFICATION_OFFICER) else rows.none()


def check_terms(terms: CertificateTerms) -> None:
    """Refuse days that make no certificate: a decision to come, validity before it, backwards, or too far ahead."""
    if terms.decided_on > timezone.localdate():
        raise Refused("certification.future_decision", _("La décision ne peut pas être à venir."))
    if terms.valid_from < terms.decided_on:  # ISO/IEC 17021-1, 8.2.2: from the decision at the earliest
        raise Refused("case.before_decision", _("Le certificat ne peut pas précéder sa décision."))
    if terms.valid_from > LATEST_START:
        raise Refused("certification.too_late", _("Cette date est trop lointaine."))
    if terms.valid_to < terms.valid_from:
        raise Refused("certification.dates", _("La fin de validité précède son début."))


def _locked(proposals: Sequence[CertificateProposal]) -> list[CertificateProposal]:
    rows = CertificateProposal.objects.select_related("body", "maker", "site", "source")
    return held(rows.prefetch_related("devices"), proposals)


def _issued(kept: CertificateProposal) -> Issued:
    return Issued(
        kept.maker,
        kept.standard,
        kept.number,
        kept.valid_from,
        kept.valid_to,
        tuple(kept.scope_families),
        kept.site,
        Scheme(kept.scheme),
        tuple(kept.devices.all()),
    )


def _settle(kept: Sequence[CertificateProposal]) -> None:
    """Put away what waited: by itself it was told of one by one, from a file with the last of the file."""
    for one in kept:
        if one.source is None:
            settle(one, one.body, {PROPOSED})
    CertificateProposal.objects.filter(pk__in=[one.pk for one in kept]).delete()
    for source, body in {one.source: one.body for one in kept if one.source}.items():
        if not CertificateProposal.objects.filter(source=source).exists():
            settle(source, body, {FILE_PROPOSED})


def _said(kept: CertificateProposal) -> dict[str, object]:
    return {
        "maker": kept.maker_id,
        "scheme": kept.scheme,
        "standard": kept.standard,
        "number": kept.number,
        "decided_on": kept.decided_on,
        "valid_from": kept.valid_from,
        "valid_to": kept.valid_to,
        "scope_families": kept.scope_families,
        "site": kept.site_id,
        "devices": sorted(device.pk for device in kept.devices.all()),
    }
