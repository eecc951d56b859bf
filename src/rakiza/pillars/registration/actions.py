"""What befalls a title: it is given, suspended, reinstated, withdrawn.

Two people stand behind each that is given: who evaluated and who decided (`decisions`), or who wrote it down
and who confirmed it (`proposals`). No page and no endpoint gives a title by these alone.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.queries import acts_within_group
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.enums import AuthorisationPurpose, TitleState
from rakiza.pillars.registration.models import (
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)

AnyTitle = EstablishmentDeclaration | RegistrationCertificate | SpecificAuthorisation


@transaction.atomic
def declare_establishment(
    actor: Actor, *, maker: Organisation, number: str, valid_from: date, valid_to: date | None = None
) -> EstablishmentDeclaration:
    """Note that an establishment is declared."""
    check_new(actor, EstablishmentDeclaration, maker, number, valid_from, valid_to)
    declaration = EstablishmentDeclaration.objects.create(
        authority=actor.organisation, maker=maker, number=number, valid_from=valid_from, valid_to=valid_to
    )
    record(actor, "registration.declare", declaration, after={"maker": maker.pk, "number": number})
    return declaration


@transaction.atomic
def register_device(
    actor: Actor, *, device: Device, number: str, valid_from: date, valid_to: date, risk_class: str = ""
) -> RegistrationCertificate:
    """Grant the registration of a device."""
    check_new(actor, RegistrationCertificate, device.maker, number, valid_from, valid_to)
    certificate = RegistrationCertificate.objects.create(
        authority=actor.organisation,
        device=device,
        number=number,
        valid_from=valid_from,
        valid_to=valid_to,
        risk_class=risk_class or device.risk_class,
    )
    record(actor, "registration.register", certificate, after={"device": device.pk, "number": number})
    return certificate


@transaction.atomic
def authorise_device(
    actor: Actor,
    *,
    device: Device,
    number: str,
    valid_from: date,
    valid_to: date,
    purpose: AuthorisationPurpose,
) -> SpecificAuthorisation:
    """Grant a specific authorisation for a device."""
    check_new(actor, SpecificAuthorisation, device.maker, number, valid_from, valid_to)
    authorisation = SpecificAuthorisation.objects.create(
        authority=actor.organisation,
        device=device,
        number=number,
        valid_from=valid_from,
        valid_to=valid_to,
        purpose=purpose,
    )
    record(actor, "registration.authorise", authorisation, after={"device": device.pk, "number": number})
    return authorisation


def suspend_title(actor: Actor, title: AnyTitle, *, on: date, reason: str) -> None:
    """Suspend a title from a day on, for a typed reason."""
    began = [*title.suspensions, [on.isoformat(), None]]
    _end(actor, title, (TitleState.VALID,), TitleState.SUSPENDED, on, reason, suspensions=began)


def withdraw_title(actor: Actor, title: AnyTitle, *, on: date, reason: str) -> None:
    """Withdraw a title for good, for a typed reason; one that is suspended never holds again meanwhile."""
    require(actor, "registration.change", title)
    if title.state == TitleState.SUSPENDED and on > timezone.localdate():
        raise Refused(
            "registration.suspended_until",
            _("Ce titre est suspendu : son retrait prend effet aujourd'hui au plus tard."),
        )
    _end(actor, title, (TitleState.VALID, TitleState.SUSPENDED), TitleState.WITHDRAWN, on, reason)


@transaction.atomic
def reinstate_title(actor: Actor, title: AnyTitle) -> None:
    """Lift a suspension from today on: its days stay those of a title that didn't hold."""
    require(actor, "registration.change", title)
    _move(title, (TitleState.SUSPENDED,), TitleState.VALID, None, "", suspensions=_lifted(title))
    record(actor, "registration.reinstate", title, after={"suspensions": title.suspensions})
    notify(
        "registration.reinstated", organisation=maker_of(title), params={"number": title.number}, about=title
    )


def _lifted(title: AnyTitle) -> list[list[str | None]]:
    """Return the suspensions of a title whose last one ends yesterday; one that never began is none."""
    yesterday = timezone.localdate() - timedelta(days=1)
    return [
        [one.first.isoformat(), (one.last or yesterday).isoformat()]
        for one in title.spans
        if one.last is not None or one.first <= yesterday
    ]


@transaction.atomic
def _end(
    actor: Actor,
    title: AnyTitle,
    origins: tuple[TitleState, ...],
    target: TitleState,
    on: date,
    reason: str,
    **more: object,
) -> None:
    require(actor, "registration.change", title)
    stripped = reason.strip()
    if not stripped:
        raise Refused("registration.reason_missing", _("Indiquez le motif."))
    check_within(title, on)
    _move(title, origins, target, on, stripped, **more)
    record(actor, f"registration.{target}", title, after={"on": on, "reason": stripped})
    notify(
        f"registration.{target}",
        organisation=maker_of(title),
        params={"number": title.number, "reason": stripped},
        about=title,
    )


def maker_of(title: AnyTitle) -> Organisation:
    """Return the maker that a title concerns."""
    return title.maker if isinstance(title, EstablishmentDeclaration) else title.device.maker


def check_within(title: AnyTitle, on: date) -> None:
    """Refuse a day on which the title doesn't hold anyway: its validity would run backwards."""
    if on < title.valid_from:
        raise Refused("registration.before_start", _("Cette date précède le début de validité."))
    if title.valid_to is not None and on > title.valid_to:
        raise Refused("registration.after_end", _("Cette date suit la fin de validité."))


def check_new(
    actor: Actor,
    kind: type[AnyTitle],
    maker: Organisation,
    number: str,
    valid_from: date,
    valid_to: date | None,
) -> None:
    """Refuse a title for the officer's own group, under a number given before, or that ends before it begins."""
    require(actor, "registration.grant")
    if acts_within_group(actor.user, maker):
        raise Refused("registration.tied", _("Vous agissez aussi pour le fabricant ou son groupe."))
    if kind.objects.filter(authority=actor.organisation, number=number).exists():
        raise Refused(
            "registration.number_taken", _("Le numéro %(number)s est déjà attribué."), number=number
        )
    if valid_to is not None and valid_to < valid_from:
        raise Refused("registration.dates", _("La fin de validité précède son début."))


def _move(
    title: AnyTitle,
    origins: tuple[TitleState, ...],
    target: TitleState,
    on: date | None,
    reason: str,
    **more: object,
) -> None:
    """Change the state only from `origins`: of two people at once, one is refused."""
    standing = type(title).objects.filter(pk=title.pk, state__in=origins)
    if not standing.update(state=target, ended_on=on, reason=reason, **more):
        raise Refused("registration.state", _("L'état du titre a changé entre-temps ; rechargez la page."))
    title.refresh_from_db()
