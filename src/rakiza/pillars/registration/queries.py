"""Reads of the authority's titles, and what the planning engine takes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import models
from django.db.models import Q
from django.http import Http404

from rakiza.engine.planning.eligibility import CHARACTERISTICS as ACTIVITIES
from rakiza.engine.planning.values import Site, Title, TitleKind
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Site as OrganisationSite
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.covering import differences_of
from rakiza.pillars.registration.enums import FOR_SUPPLY, OF_ONE_PATIENT, TitleState
from rakiza.pillars.registration.models import (
    AnyTitle,
    AuthorityTitle,
    DossierDocument,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)

_TOLD = Q(purpose__in=FOR_SUPPLY) | ~Q(purpose__in=OF_ONE_PATIENT)


def titles_for(year: int, makers: Collection[int] | None = None) -> tuple[Title, ...]:
    """Return what makes supply lawful in the year, of `makers` or of all, and what is there without doing so.

    Neither a declaration of a distributor nor an authorisation for anything but supply does: they are `unfit`, so
    that who has one is told what it is for and why it doesn't count. None for one patient by name: no plan tells of it.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    declarations = (
        EstablishmentDeclaration.objects.touching(first, last).select_related("site").order_by("pk")
    )
    registrations = RegistrationCertificate.objects.touching(first, last)
    authorisations = SpecificAuthorisation.objects.touching(first, last).filter(_TOLD)
    if makers is not None:
        declarations = declarations.filter(maker_id__in=makers)
        registrations = registrations.filter(device__maker_id__in=makers)
        authorisations = authorisations.filter(device__maker_id__in=makers)
    return (
        *(
            _title(TitleKind.DECLARATION, t, t.maker_id, None, t.site)
            if t.answers_for_devices
            else replace(
                _title(TitleKind.DECLARATION, t, t.maker_id, None), unfit=ACTIVITIES.join(t.activities)
            )
            for t in declarations
        ),
        *(
            replace(
                _title(TitleKind.REGISTRATION, t, t.device.maker_id, t.device_id), differs=differences_of(t)
            )
            for t in registrations.select_related("device").order_by("pk")
        ),
        *(
            replace(
                _title(TitleKind.AUTHORISATION, t, t.device.maker_id, t.device_id),
                unfit="" if t.purpose in FOR_SUPPLY else t.purpose,
            )
            for t in authorisations.select_related("device").order_by("pk")
        ),
    )


def _title(
    kind: TitleKind,
    title: AuthorityTitle,
    maker_id: int,
    device_id: int | None,
    site: OrganisationSite | None = None,
) -> Title:
    return Title(
        kind=kind,
        maker=str(maker_id),
        number=title.number,
        valid_from=title.valid_from,
        valid_to=title.last_day,
        device=str(device_id) if device_id is not None else None,
        suspended=tuple((span.first, span.last) for span in title.spans),
        site=Site(str(site.pk), str(site)) if site else None,
        closed=site.closed_on if site else None,
    )


@dataclass(frozen=True, slots=True)
class Titles:
    """The titles that an actor may see."""

    declarations: tuple[EstablishmentDeclaration, ...]
    registrations: tuple[RegistrationCertificate, ...]
    authorisations: tuple[SpecificAuthorisation, ...]


KINDS: Mapping[str, type[AnyTitle]] = {
    "registration": RegistrationCertificate,
    "declaration": EstablishmentDeclaration,
    "authorisation": SpecificAuthorisation,
}
HOLDERS: Mapping[str, str] = {
    "registration": "device__maker",
    "declaration": "maker",
    "authorisation": "device__maker",
}


def kind_or_404(kind: str) -> str:
    """Return a kind of title; Http404 where there is none of that name."""
    if kind not in KINDS:
        raise Http404
    return kind


def titles_of_kind(actor: Actor, kind: str) -> models.QuerySet[AnyTitle]:
    """Return the titles of one of `KINDS`: a maker its own, an authority its own, the others all."""
    related = {
        "declaration": ("authority", "maker", "site"),
        "registration": ("authority", "device__maker", "transfer_to"),
        "authorisation": ("authority", "device__maker"),
    }[kind]
    titles: models.QuerySet[AnyTitle] = KINDS[kind]._default_manager.select_related(*related)
    titles = titles.order_by("valid_to", "pk")
    if actor.plays(Role.MAKER):
        return titles.filter(**{HOLDERS[kind]: actor.organisation})
    if actor.plays(Role.REGISTRATION_OFFICER):
        return titles.filter(authority=actor.organisation)
    return titles


def titles_visible_to(actor: Actor) -> Titles:
    """Return a maker's own titles, an authority's own, or all for the others."""
    return Titles(
        tuple(titles_of_kind(actor, "declaration")),  # type: ignore[arg-type]
        tuple(titles_of_kind(actor, "registration")),  # type: ignore[arg-type]
        tuple(titles_of_kind(actor, "authorisation")),  # type: ignore[arg-type]
    )


def registrations_of(devices: Iterable[int]) -> Mapping[int, RegistrationCertificate]:
    """Return each device's registration that lasts longest, those withdrawn last of all."""
    found: dict[int, RegistrationCertificate] = {}
    certificates = RegistrationCertificate.objects.filter(device_id__in=list(devices))
    for certificate in certificates.order_by(models.F("valid_to").asc(nulls_last=True), "pk"):
        kept = found.get(certificate.device_id)
        if kept is None or certificate.state != TitleState.WITHDRAWN or kept.state == TitleState.WITHDRAWN:
            found[certificate.device_id] = certificate
    return found


def standing_numbers(device: Device, today: date) -> list[str]:
    """Return the numbers of the registrations that a device has from `today` on."""
    standing = RegistrationCertificate.objects.standing(today).filter(device=device)
    return list(standing.order_by("number").values_list("number", flat=True))


def in_a_dossier_of_another(sha256: str, applicant: int) -> bool:
    """Say whether a content stands in a dossier of another company than `applicant`."""
    same = DossierDocument.objects.filter(file__sha256=sha256)
    return same.exclude(dossier__applicant=applicant).exists()


def decisions(titles: models.QuerySet[AnyTitle]) -> dict[int, date]:
    """Return the day on which each title of a kind was decided, by number, where it is known.

    The decision of its dossier, or the day that was written down when it was taken over, which the trail keeps.
    """
    taken_over = AuditEvent.objects.filter(
        action="registration.confirm_title", object_type=titles.model._meta.label_lower
    ).values_list("object_id", "after__decided_on")
    known = {int(number): date.fromisoformat(day) for number, day in taken_over if day}
    decided = titles.order_by().filter(dossier__decided_on__isnull=False)
    return known | dict(decided.values_list("pk", "dossier__decided_on"))
