"""Reads of the authority's titles, and what the planning engine takes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from rakiza.engine.planning.values import Title, TitleKind
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.models import (
    AuthorityTitle,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)


def titles_for(year: int) -> tuple[Title, ...]:
    """Return declarations, registrations and authorisations that touch the year, as titles."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    declarations = EstablishmentDeclaration.objects.touching(first, last).order_by("pk")
    registrations = RegistrationCertificate.objects.touching(first, last)
    authorisations = SpecificAuthorisation.objects.touching(first, last)
    return (
        *(_title(TitleKind.DECLARATION, t, t.maker_id, None) for t in declarations),
        *(
            _title(TitleKind.REGISTRATION, t, t.device.maker_id, t.device_id)
            for t in registrations.select_related("device").order_by("pk")
        ),
        *(
            _title(TitleKind.AUTHORISATION, t, t.device.maker_id, t.device_id)
            for t in authorisations.select_related("device").order_by("pk")
        ),
    )


def _title(kind: TitleKind, title: AuthorityTitle, maker_id: int, device_id: int | None) -> Title:
    end = title.valid_to
    if title.ended_on is not None:
        last_day = title.ended_on - timedelta(days=1)
        end = last_day if end is None else min(end, last_day)
    return Title(
        kind=kind,
        maker=str(maker_id),
        number=title.number,
        valid_from=title.valid_from,
        valid_to=end,
        device=str(device_id) if device_id is not None else None,
    )


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles that an actor may see."""

    declarations: tuple[EstablishmentDeclaration, ...]
    registrations: tuple[RegistrationCertificate, ...]
    authorisations: tuple[SpecificAuthorisation, ...]


def titles_visible_to(actor: Actor) -> Titles:
    """Return a maker's own titles, an authority's own, or all for the others."""
    declarations = EstablishmentDeclaration.objects.select_related("maker").order_by("valid_to", "pk")
    registrations = RegistrationCertificate.objects.select_related("device", "device__maker").order_by("valid_to", "pk")
    authorisations = SpecificAuthorisation.objects.select_related("device", "device__maker").order_by("valid_to", "pk")
    if actor.plays(Role.MAKER):
        declarations = declarations.filter(maker=actor.organisation)
        registrations = registrations.filter(device__maker=actor.organisation)
        authorisations = authorisations.filter(device__maker=actor.organisation)
    elif actor.plays(Role.REGISTRATION_OFFICER):
        declarations = declarations.filter(authority=actor.organisation)
        registrations = registrations.filter(authority=actor.organisation)
        authorisations = authorisations.filter(authority=actor.organisation)
    return Titles(tuple(declarations), tuple(registrations), tuple(authorisations))
