"""What befalls a certificate: it is issued, suspended, reinstated, withdrawn.

Two people stand behind each that is issued: who audited and who decided (`case_actions`), or who wrote it down
and who confirmed it (`proposals`). No page and no endpoint issues one by these alone.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.queries import acts_within_group
from rakiza.pillars.certification.enums import CertificateState
from rakiza.pillars.certification.models import Certificate, Suspension
from rakiza.pillars.certification.sites import check_site
from rakiza.pillars.certification.standards import edition_of


@transaction.atomic
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
) -> Certificate:
    """Issue a certificate in the name of the actor's organisation; with a site, for that site alone."""
    check_new(actor, maker, number, valid_from, valid_to, site)
    certificate = Certificate.objects.create(
        body=actor.organisation,
        maker=maker,
        standard=standard,
        edition=edition_of(standard),
        number=number,
        valid_from=valid_from,
        valid_to=valid_to,
        scope_families=sorted(scope_families),
        site=site,
    )
    record(
        actor,
        "certification.issue",
        certificate,
        after={
            "maker": maker.pk,
            "number": number,
            "valid_from": valid_from,
            "valid_to": valid_to,
            "site": site.pk if site else None,
        },
    )
    return certificate


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
    notify(
        "certification.withdrawn",
        organisation=certificate.maker,
        params={"number": certificate.number, "reason": reason},
        about=certificate,
    )


def check_new(
    actor: Actor, maker: Organisation, number: str, valid_from: date, valid_to: date, site: Site | None
) -> None:
    """Refuse one for one's own group, of a site that isn't the maker's or had closed, a number in use, dates backwards."""
    require(actor, "certification.issue")
    if acts_within_group(actor.user, maker):
        raise Refused("certification.tied", _("Vous agissez aussi pour le fabricant ou son groupe."))
    if site is not None:
        check_site(site, maker, valid_from)
    if valid_to < valid_from:
        raise Refused("certification.dates", _("La fin de validité précède son début."))
    if Certificate.objects.filter(body=actor.organisation, number=number).exists():
        raise Refused(
            "certification.number_taken", _("Le numéro %(number)s est déjà attribué."), number=number
        )


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
