"""What befalls a certificate: it is issued, suspended, reinstated, withdrawn.

Two people stand behind each that is issued: who audited and who decided (`case_actions`), or who wrote it down
and who confirmed it (`proposals`). No page and no endpoint issues one by these alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import Deed, record, record_all
from rakiza.kernel.notifications.actions import notify, settle
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.queries import groups_of, in_groups
from rakiza.pillars.certification.closed_sites import SITE_CLOSED
from rakiza.pillars.certification.ending import settle_followed
from rakiza.pillars.certification.enums import CertificateState, Scheme
from rakiza.pillars.certification.models import Certificate, Suspension
from rakiza.pillars.certification.products import check_products
from rakiza.pillars.certification.sites import check_site, held
from rakiza.pillars.certification.standards import edition_of
from rakiza.pillars.certification.telling import EXPIRES, UNCOVERED
from rakiza.pillars.industry.models import Device


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate to issue; without families or a site it covers the whole company."""

    maker: Organisation
    standard: str
    number: str
    valid_from: date
    valid_to: date
    scope_families: tuple[str, ...] = ()
    site: Site | None = None
    scheme: Scheme = Scheme.SYSTEM
    devices: tuple[Device, ...] = ()


def issue_certificate(
    actor: Actor,
    *,
    maker: Organisation,
    standard: str,
    number: str,
    valid_from: date,
    valid_to: date,
    scope_families: tuple[str, ...] = (),
    site: Site | None = None,
    scheme: Scheme = Scheme.SYSTEM,
    devices: tuple[Device, ...] = (),
) -> Certificate:
    """Issue a certificate in the name of the actor's organisation; with a site, for that site alone."""
    dated = (number, valid_from, valid_to)
    asked = Issued(maker, standard, *dated, scope_families, site, scheme, devices)
    (certificate,) = issue_certificates(actor, [asked])
    return certificate


@transaction.atomic
def issue_certificates(actor: Actor, asked: Sequence[Issued]) -> list[Certificate]:
    """Issue certificates together, in their order; a refusal of one leaves none."""
    check_new(actor, asked)
    editions = {standard: edition_of(standard) for standard in {one.standard for one in asked}}
    made = Certificate.objects.bulk_create(
        Certificate(
            body=actor.organisation,
            maker=one.maker,
            scheme=one.scheme,
            standard=one.standard,
            edition=editions[one.standard],
            number=one.number,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            scope_families=sorted(one.scope_families),
            site=one.site,
        )
        for one in asked
    )
    through = Certificate.devices.through
    through._default_manager.bulk_create(
        through(certificate=kept, device=device)
        for kept, one in zip(made, asked, strict=True)
        for device in one.devices
    )
    record_all(
        actor,
        (
            Deed("certification.issue", kept, after=_said(kept, one))
            for kept, one in zip(made, asked, strict=True)
        ),
    )
    settle_followed(made)
    return made


def _said(made: Certificate, asked: Issued) -> dict[str, object]:
    return {
        "maker": made.maker_id,
        "scheme": made.scheme,
        "standard": made.standard,
        "scope_families": made.scope_families,
        "number": made.number,
        "valid_from": made.valid_from,
        "valid_to": made.valid_to,
        "site": made.site_id,
        "devices": sorted(device.pk for device in asked.devices),
    }


@transaction.atomic
def suspend_certificate(actor: Actor, certificate: Certificate, *, on: date, reason: str) -> Suspension:
    """Suspend a standing certificate from a day on, for a typed reason."""
    require(actor, "certification.change", certificate)
    reason = _typed(reason)
    _check_within(certificate, on)
    _move(certificate, CertificateState.VALID, CertificateState.SUSPENDED)
    suspension = Suspension.objects.create(certificate=certificate, starts_on=on, reason=reason)
    record(actor, "certification.suspend", certificate, after={"on": on, "reason": reason})
    notify(
        "certification.suspended",
        organisation=certificate.maker,
        params={"number": certificate.number, "reason": reason},
        about=certificate,
    )
    return suspension


@transaction.atomic
def reinstate_certificate(actor: Actor, certificate: Certificate, *, on: date) -> None:
    """End the open suspension: the certificate holds again from `on`.

    A certificate reinstated on the very day of its suspension was never suspended.
    """
    require(actor, "certification.change", certificate)
    _move(certificate, CertificateState.SUSPENDED, CertificateState.VALID)
    suspension = Suspension.objects.get(certificate=certificate, ends_on__isnull=True)
    if on < suspension.starts_on:
        raise Refused("certification.dates", _("La reprise précède la suspension."))
    if on == suspension.starts_on:
        suspension.delete()
    else:
        suspension.ends_on = on - timedelta(days=1)
        suspension.save(update_fields=["ends_on"])
    record(actor, "certification.reinstate", certificate, after={"on": on})
    notify(
        "certification.reinstated",
        organisation=certificate.maker,
        params={"number": certificate.number, "date": on},
        about=certificate,
    )


@transaction.atomic
def withdraw_certificate(actor: Actor, certificate: Certificate, *, on: date, reason: str) -> None:
    """Withdraw a certificate for good, for a typed reason."""
    require(actor, "certification.change", certificate)
    reason = _typed(reason)
    _check_within(certificate, on)
    changed = (
        Certificate.objects.filter(pk=certificate.pk)
        .exclude(state=CertificateState.WITHDRAWN)
        .update(state=CertificateState.WITHDRAWN, withdrawn_on=on, withdrawal_reason=reason)
    )
    if not changed:
        raise Refused("certification.state", _("Ce certificat est déjà retiré."))
    certificate.refresh_from_db()
    record(actor, "certification.withdraw", certificate, after={"on": on, "reason": reason})
    settle(certificate, certificate.maker, {EXPIRES, UNCOVERED})
    settle(certificate, certificate.body, {SITE_CLOSED})
    notify(
        "certification.withdrawn",
        organisation=certificate.maker,
        params={"number": certificate.number, "reason": reason},
        about=certificate,
    )


def check_new(actor: Actor, asked: Sequence[Issued]) -> None:
    """Refuse one for one's own group, of a site that isn't the maker's or had closed, a number in use, dates backwards.

    What they are held against is read once, however many they are. In the caller's transaction, which holds
    the sites: nobody closes one between the check and the grant.
    """
    require(actor, "certification.issue")
    groups = groups_of(actor.user)
    sites = held({one.site.pk for one in asked if one.site})
    numbers = Certificate.objects.filter(body=actor.organisation, number__in=[one.number for one in asked])
    taken = set(numbers.values_list("number", flat=True))
    for one in asked:
        if in_groups(one.maker, groups):
            raise Refused("certification.tied", _("Vous agissez aussi pour le fabricant ou son groupe."))
        check_products(one.maker, one.scheme, one.devices)
        if one.scheme == Scheme.PRODUCT and not (one.devices or one.scope_families):
            raise Refused(
                "certification.no_product",
                _("Une marque NM nomme ses produits, ou au moins leur famille."),
            )
        if one.site is not None:
            check_site(sites[one.site.pk], one.maker, one.valid_from)
        if one.valid_to < one.valid_from:
            raise Refused("certification.dates", _("La fin de validité précède son début."))
        if one.number in taken:
            raise Refused(
                "certification.number_taken",
                _("Le numéro %(number)s est déjà attribué."),
                number=one.number,
            )
        taken.add(one.number)


def _typed(reason: str) -> str:
    stripped = reason.strip()
    if not stripped:
        raise Refused("certification.reason_missing", _("Indiquez le motif."))
    return stripped


def _check_within(certificate: Certificate, on: date) -> None:
    """Refuse a day on which the certificate doesn't hold anyway: its validity would run backwards."""
    if on < certificate.valid_from:
        raise Refused("certification.before_start", _("Cette date précède le début de validité."))
    if on > certificate.valid_to:
        raise Refused("certification.after_end", _("Cette date suit la fin de validité."))


def _move(certificate: Certificate, origin: CertificateState, target: CertificateState) -> None:
    """Change the state only from `origin`: of two people at once, one is refused."""
    if not Certificate.objects.filter(pk=certificate.pk, state=origin).update(state=target):
        raise Refused(
            "certification.state", _("L'état du certificat a changé entre-temps ; rechargez la page.")
        )
    certificate.refresh_from_db()
