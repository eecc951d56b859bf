"""Which dossiers the demonstration opens: one of every process, request and state that there can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle

from django.utils import timezone

from rakiza.demonstration.cluster import Cluster
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.actions import add_device
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.actions import declare_establishment
from rakiza.pillars.registration.classes import class_of
from rakiza.pillars.registration.dossier_actions import Asked, offer_transfer, open_dossier
from rakiza.pillars.registration.enums import (
    REQUESTS,
    Activity,
    AuthorisationPurpose,
    DossierState,
    Process,
    Request,
    RiskClass,
)
from rakiza.pillars.registration.models import Dossier, EstablishmentDeclaration, RegistrationCertificate

S = DossierState
Holder = tuple[Actor, RegistrationCertificate]
# A declaration is examined when it is received, and the commission hears of registrations alone.
NEVER = {
    Process.DECLARATION: frozenset({S.EVALUATION, S.COMMISSION}),
    Process.REGISTRATION: frozenset(),
    Process.AUTHORISATION: frozenset({S.COMMISSION}),
}
NEW = (", nouvelle présentation", "، تقديم جديد", ", new presentation")


@dataclass(frozen=True, slots=True)
class Way:
    """One dossier, who moves it, and the state in which it is left."""

    maker: Actor
    dossier: Dossier
    state: DossierState

    @property
    def starts(self) -> date:
        """From when what is granted holds: after the title that is renewed, at the end of the one handed over."""
        title, today = self.dossier.registration, timezone.localdate()
        if title is None or title.valid_to is None:
            return today
        return {Request.RENEWAL: title.valid_to + timedelta(days=1), Request.TRANSFER: title.valid_to}.get(
            Request(self.dossier.request), today
        )


def open_ways(cluster: Cluster, holders: Sequence[Holder]) -> Iterator[Way]:
    """Open every dossier as a draft; `holders` are declared makers with a registration each.

    Renewals are of the first holders, the account's maker before all; the rest is spread from the last on.
    """
    for process, requests in REQUESTS.items():
        states = [state for state in S if state not in NEVER[Process(process)]]
        for request in requests:
            for number, state in enumerate(states):
                place = number if request == Request.RENEWAL else -1 - number
                if request == Request.AMENDMENT:
                    place = (len(states) + number) % len(holders)
                maker, asked = _asked(cluster, holders, place, Process(process), request, state)
                yield Way(maker, open_dossier(maker, cluster.authority.organisation, asked), state)


def _asked(
    cluster: Cluster,
    holders: Sequence[Holder],
    place: int,
    process: Process,
    request: Request,
    state: DossierState,
) -> tuple[Actor, Asked]:
    maker, title = holders[place]
    if process == Process.DECLARATION:
        return maker, _declaration(cluster, maker, request, state)
    if process == Process.AUTHORISATION:
        granted = AuthorisationPurpose.DEMONSTRATION_SAMPLE
        purposes = dict(zip(S, cycle(AuthorisationPurpose), strict=False))
        purpose = granted if state == S.GRANTED else purposes[state]
        return maker, Asked(process, request, device=title.device, purpose=purpose)
    device, standing = title.device, title
    if request == Request.TRANSFER:
        holder, maker = maker, holders[place - 1][0]
        offer_transfer(holder, title, to=maker.organisation)
        standing.refresh_from_db()
    if request in {Request.INITIAL, Request.TRANSFER}:
        device = _presented(maker, title.device, f"{request.value[0].upper()}{-place}")
    return maker, Asked(
        process,
        request,
        device=device,
        risk_class=class_of(device) or RiskClass.I,
        registration=None if request == Request.INITIAL else standing,
    )


def _declaration(cluster: Cluster, maker: Actor, request: Request, state: DossierState) -> Asked:
    standing = EstablishmentDeclaration.objects.filter(maker=maker.organisation).latest("pk")
    if request == Request.CESSATION and state == S.GRANTED:  # of an establishment that it has besides
        since = timezone.localdate() - timedelta(days=900)
        standing = declare_establishment(
            cluster.authority, maker=maker.organisation, number="D-DEMO-CESSE", valid_from=since
        )
    return Asked(
        Process.DECLARATION,
        request,
        activities=(Activity.MANUFACTURE, Activity.EXPORT),
        declaration=None if request == Request.INITIAL else standing,
    )


def _presented(maker: Actor, like: Device, mark: str) -> Device:
    """Put an article into a maker's catalogue that is registered nowhere yet: another's, newly presented."""
    terms = terms_of(like)
    return add_device(
        maker,
        replace(
            terms,
            reference=f"{like.reference}-{mark}",
            name=terms.name + NEW[0],
            name_ar=terms.name_ar + NEW[1],
            name_en=terms.name_en + NEW[2],
            gtin="",
            packs=(),
        ),
    )
