"""What befalls a title: it is given, suspended, reinstated, withdrawn.

Two people stand behind each that is given: who evaluated and who decided (`decisions`), or who wrote it down
and who confirmed it (`proposals`). No page and no endpoint gives a title by these alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import Deed, record, record_all
from rakiza.kernel.notifications.actions import notify
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.kernel.organisations.queries import groups_of, in_groups
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.closed_sites import settle_site
from rakiza.pillars.registration.covering import described
from rakiza.pillars.registration.ending import settle_end, settle_followed
from rakiza.pillars.registration.enums import AuthorisationPurpose, TitleState
from rakiza.pillars.registration.models import (
    AnyTitle,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)
from rakiza.pillars.registration.registered_days import Days, RegisteredDays


@dataclass(frozen=True, slots=True)
class Granted:
    """A title to give: of a device, or a declaration where it names none; what a kind doesn't use stays empty.

    A declaration without a site is of all of them.
    """

    kind: type[AnyTitle]
    maker: Organisation
    number: str
    valid_from: date
    valid_to: date | None = None
    device: Device | None = None
    risk_class: str = ""
    purpose: AuthorisationPurpose | None = None
    site: Site | None = None


# What the trail calls it when a title of a kind is given.
GIVEN: Mapping[type[AnyTitle], str] = {
    EstablishmentDeclaration: "registration.declare",
    RegistrationCertificate: "registration.register",
    SpecificAuthorisation: "registration.authorise",
}


@transaction.atomic
def grant_titles(actor: Actor, asked: Sequence[Granted]) -> list[AnyTitle]:
    """Give titles together, in their order; a refusal of one leaves none."""
    check_new(actor, asked)
    made = [_new(actor.organisation, one) for one in asked]
    for title in made:
        title.save()
    record_all(actor, (Deed(GIVEN[type(title)], title, after=_said(title)) for title in made))
    settle_followed(made)
    return made


def _new(authority: Organisation, one: Granted) -> AnyTitle:
    terms: dict[str, Any] = {
        "authority": authority,
        "number": one.number,
        "valid_from": one.valid_from,
        "valid_to": one.valid_to,
    }
    if one.device is None:
        return EstablishmentDeclaration(maker=one.maker, site=one.site, **terms)
    if one.kind is RegistrationCertificate:
        risk_class = one.risk_class or one.device.risk_class
        covers = described(one.device)
        return RegistrationCertificate(device=one.device, risk_class=risk_class, covers=covers, **terms)
    return SpecificAuthorisation(device=one.device, purpose=one.purpose or "", **terms)


def _said(title: AnyTitle) -> dict[str, object]:
    terms = {"number": title.number, "valid_from": title.valid_from, "valid_to": title.valid_to}
    if isinstance(title, EstablishmentDeclaration):
        of = {"maker": title.maker_id} | ({"site": title.site_id} if title.site_id else {})
        return {**of, **terms}
    own = {name: getattr(title, name) for name in ("risk_class", "purpose") if hasattr(title, name)}
    return {"device": title.device_id, **terms, **own}


def declare_establishment(
    actor: Actor,
    *,
    maker: Organisation,
    number: str,
    valid_from: date,
    valid_to: date | None = None,
    site: Site | None = None,
) -> EstablishmentDeclaration:
    """Note that an establishment is declared, at one site or at all."""
    asked = Granted(EstablishmentDeclaration, maker, number, valid_from, valid_to, site=site)
    (declaration,) = grant_titles(actor, [asked])
    return cast("EstablishmentDeclaration", declaration)


def register_device(
    actor: Actor, *, device: Device, number: str, valid_from: date, valid_to: date, risk_class: str = ""
) -> RegistrationCertificate:
    """Grant the registration of a device."""
    asked = Granted(
        RegistrationCertificate, device.maker, number, valid_from, valid_to, device, risk_class=risk_class
    )
    (certificate,) = grant_titles(actor, [asked])
    return cast("RegistrationCertificate", certificate)


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
    asked = Granted(
        SpecificAuthorisation, device.maker, number, valid_from, valid_to, device, purpose=purpose
    )
    (authorisation,) = grant_titles(actor, [asked])
    return cast("SpecificAuthorisation", authorisation)


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
    if target == TitleState.WITHDRAWN:
        settle_end([title])
        if isinstance(title, EstablishmentDeclaration):
            settle_site(title)
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


def check_new(actor: Actor, asked: Sequence[Granted]) -> None:
    """Refuse a title for the officer's own group, under a number given before, or that ends before it begins.

    A device that is registered isn't registered for the same days again. What they are held against is read once, however many they are.
    """
    require(actor, "registration.grant")
    groups = groups_of(actor.user)
    taken = {
        (kind, number)
        for kind in {one.kind for one in asked}
        for number in kind._default_manager.filter(
            authority=actor.organisation, number__in=[one.number for one in asked if one.kind is kind]
        ).values_list("number", flat=True)
    }
    for one in asked:
        if in_groups(one.maker, groups):
            raise Refused("registration.tied", _("Vous agissez aussi pour le fabricant ou son groupe."))
        if (one.kind, one.number) in taken:
            raise Refused(
                "registration.number_taken",
                _("Le numéro %(number)s est déjà attribué."),
                number=one.number,
            )
        if one.valid_to is not None and one.valid_to < one.valid_from:
            raise Refused("registration.dates", _("La fin de validité précède son début."))
        taken.add((one.kind, one.number))
    _check_days(actor.organisation, (one for one in asked if one.kind is RegistrationCertificate))


def _check_days(authority: Organisation, asked: Iterable[Granted]) -> None:
    """Refuse a registration of a device over days on which it has one of the authority; nobody gives one meanwhile."""
    wanted = [(one, one.device) for one in asked if one.device is not None]
    devices = {device.pk for _one, device in wanted}
    if not devices:
        return
    list(Device.objects.select_for_update().filter(pk__in=devices).order_by("pk").values_list("pk"))
    held = RegisteredDays()
    given = RegistrationCertificate.objects.filter(device__in=devices, authority=authority)
    held.read(given.order_by("valid_from", "pk"))
    for one, device in wanted:
        held.add(device, Days(one.number, one.valid_from, one.valid_to))


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
