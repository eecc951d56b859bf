"""The public register: what the law makes public of each title, and nothing else.

No dossier, no person, no reason of a suspension: number, kind, device, class, holder, dates, state. No
authorisation for one patient: with its device and its day it may tell who that is (law 09-08 on personal data).
Who holds its QR code checks it all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.presentation.tones import Tone
from rakiza.pillars.industry.models import Device
from rakiza.pillars.registration.actions import maker_of
from rakiza.pillars.registration.enums import (
    OF_ONE_PATIENT,
    Activity,
    DossierState,
    Process,
    PublicState,
    TitleState,
)
from rakiza.pillars.registration.models import (
    AnyTitle,
    Dossier,
    EstablishmentDeclaration,
    SpecificAuthorisation,
)
from rakiza.pillars.registration.process import competent_authority
from rakiza.pillars.registration.queries import HOLDERS, KINDS
from rakiza.reference.families import load

TONES = {
    PublicState.VALID: Tone.GOOD,
    PublicState.UPCOMING: Tone.INFO,
    PublicState.SUSPENDED: Tone.ATTENTION,
    PublicState.WITHDRAWN: Tone.ATTENTION,
    PublicState.EXPIRED: Tone.ATTENTION,
}
_RELATED: Mapping[str, tuple[str, ...]] = {
    Process.DECLARATION: ("authority", "maker", "site"),
    Process.REGISTRATION: ("authority", "device__maker"),
    Process.AUTHORISATION: ("authority", "device__maker"),
}
_TOLD = ("number", "state", "valid_from", "valid_to", "ended_on", "authority__name", "authority__name_ar")
_HOLDER = ("name", "name_ar", "is_demonstration")
_DEVICE = ("family", "reference", "name", "name_ar", "name_en")
_OF_DEVICE = (*(f"device__{one}" for one in _DEVICE), *(f"device__maker__{one}" for one in _HOLDER))
_TOLD_OF: Mapping[str, tuple[str, ...]] = {
    Process.DECLARATION: ("activities", "site", *(f"maker__{one}" for one in _HOLDER)),
    Process.REGISTRATION: ("risk_class", *_OF_DEVICE),
    Process.AUTHORISATION: ("purpose", *_OF_DEVICE),
}
FEW = 200  # titles that a search may name one by one
ORDERS = {"numero": "number", "debut": "valid_from", "fin": "valid_to"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one looks for in the register; empty fields ask nothing."""

    kind: str = "registration"
    words: str = ""
    state: str = ""
    risk_class: str = ""
    family: str = ""
    order: str = "numero"


@dataclass(frozen=True, slots=True)
class PublicTitle:
    """One title as everybody may read it."""

    kind: str
    pk: int
    number: str
    state: PublicState
    holder: str
    device: str
    reference: str
    family: str
    risk_class: str
    activities: tuple[str, ...]
    purpose: str
    valid_from: date
    valid_to: date | None
    ended_on: date | None
    site_closed_on: date | None
    authority: str
    competent: str
    demonstration: bool

    @property
    def tone(self) -> Tone:
        """What its state means to a reader."""
        return TONES[self.state]


def public_state(title: AnyTitle, today: date) -> PublicState:
    """Return how a title stands on a day; a suspension or a withdrawal counts from its own day."""
    if title.ended_on is not None and title.ended_on <= today:
        if title.state == TitleState.WITHDRAWN:
            return PublicState.WITHDRAWN
        if title.state == TitleState.SUSPENDED:
            return PublicState.SUSPENDED
    if title.valid_from > today:
        return PublicState.UPCOMING
    if title.valid_to is not None and title.valid_to < today:
        return PublicState.EXPIRED
    return PublicState.VALID


def _standing(state: PublicState, today: date) -> Q:
    """Return the condition of `public_state`, for the database."""
    withdrawn = Q(state=TitleState.WITHDRAWN, ended_on__lte=today)
    suspended = Q(state=TitleState.SUSPENDED, ended_on__lte=today)
    ended = withdrawn | suspended
    over = Q(valid_from__lte=today, valid_to__lt=today)
    return {
        PublicState.WITHDRAWN: withdrawn,
        PublicState.SUSPENDED: suspended,
        PublicState.UPCOMING: Q(valid_from__gt=today) & ~ended,
        PublicState.EXPIRED: over & ~ended,
        PublicState.VALID: Q(valid_from__lte=today)
        & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
        & ~ended,
    }[state]


def public_rows(kind: str) -> QuerySet[AnyTitle]:
    """Return the titles of a kind that everybody may find; an authorisation for one patient isn't one."""
    found: QuerySet[AnyTitle] = KINDS[kind]._default_manager.select_related(*_RELATED[kind])
    return found.exclude(purpose__in=OF_ONE_PATIENT) if kind == Process.AUTHORISATION else found


def public_titles(wanted: Wanted, today: date) -> QuerySet[AnyTitle]:
    """Return the titles that answer, in order; the device and the holder come with them."""
    declared = wanted.kind == "declaration"
    found = public_rows(wanted.kind)
    if wanted.words:
        found = found.filter(named(wanted.words, wanted.kind))
    if wanted.state in PublicState.values:
        found = found.filter(_standing(PublicState(wanted.state), today))
    if wanted.risk_class and wanted.kind == "registration":
        found = found.filter(risk_class=wanted.risk_class)
    if wanted.family and not declared:
        found = found.filter(device__family=wanted.family)
    key = wanted.order.removeprefix("-")
    field = F(ORDERS.get(key, "number"))
    down = wanted.order.startswith("-")
    order = field.desc(nulls_last=True) if down else field.asc(nulls_last=True)
    return found.order_by(order, "-pk" if down else "pk")


def named(words: str, kind: str) -> Q:
    """Match a number, a holder or a device.

    Asked for in one condition no index answers it, and a table is read: right where a good part of it is meant. So each
    is sought by itself first, and where the titles found are few, as a number's are, they are named one by one.
    """
    holders = Organisation.objects.filter(Q(name__icontains=words) | Q(name_ar__icontains=words)).values("pk")
    devices = Device.objects.filter(
        Q(name__icontains=words) | Q(name_ar__icontains=words) | Q(reference__icontains=words)
    ).values("pk")
    meant = [Q(number__icontains=words), Q((f"{HOLDERS[kind]}__in", holders))]
    if kind != Process.DECLARATION:
        meant.append(Q(device__in=devices))
    titles = KINDS[kind]._default_manager.order_by().values_list("pk", flat=True)
    first, *others = (titles.filter(one) for one in meant)
    few = list(first.union(*others, all=True)[: FEW + 1])
    return Q(pk__in=set(few)) if len(few) <= FEW else Q(*meant, _connector=Q.OR)


def public_title(title: AnyTitle, kind: str, today: date, language: str) -> PublicTitle:
    """Return what everybody may read of a title."""
    device = None if isinstance(title, EstablishmentDeclaration) else title.device
    authored = load().by_id()
    family = device.family if device else ""
    activities = title.activities if isinstance(title, EstablishmentDeclaration) else []
    return PublicTitle(
        kind=kind,
        pk=title.pk,
        number=title.number,
        state=public_state(title, today),
        holder=maker_of(title).name_in(language),
        device=device.name_in(language) if device else "",
        reference=device.reference if device else "",
        family=authored[family].labels.in_language(language) if family in authored else family,
        risk_class=getattr(title, "risk_class", ""),
        activities=tuple(str(Activity(one).label) for one in activities),
        purpose=str(title.get_purpose_display()) if isinstance(title, SpecificAuthorisation) else "",
        valid_from=title.valid_from,
        valid_to=title.valid_to,
        ended_on=title.ended_on if title.ended_on and title.ended_on <= today else None,
        site_closed_on=title.site_closed(today),
        authority=title.authority.name_in(language),
        competent=competent_authority(title.valid_from),
        demonstration=maker_of(title).is_demonstration,
    )


def told(titles: QuerySet[AnyTitle], kind: str) -> QuerySet[AnyTitle]:
    """Read only the columns that a row of the register tells."""
    return titles.only(*_TOLD, *_TOLD_OF[kind])


def by_code(code: str) -> tuple[str, AnyTitle] | None:
    """Return the title of a verification code, with its kind; None where no title has it."""
    for kind, model in KINDS.items():
        found = model._default_manager.select_related(*_RELATED[kind]).filter(verification_code=code).first()
        if found is not None:
            return kind, found
    return None


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a title, as everybody may know it."""

    on: date
    words: str
    number: str = ""


def history_of_title(title: AnyTitle, today: date) -> tuple[Happening, ...]:
    """Return what happened to a title, oldest first: granted, followed, suspended, withdrawn, expired."""
    found = [Happening(title.valid_from, _("Valable à partir de ce jour"))]
    found += _followers(title)
    found += _suspensions(title, today)
    if title.ended_on is not None and title.ended_on <= today and title.state == TitleState.WITHDRAWN:
        found.append(Happening(title.ended_on, str(title.get_state_display())))
    closed = title.site_closed(today)
    if closed is not None:
        found.append(Happening(closed, _("Site fermé : le titre ne couvre plus aucune livraison")))
    if title.valid_to is not None and title.valid_to < today:
        found.append(Happening(title.valid_to, _("Dernier jour de validité")))
    return tuple(sorted(found, key=lambda one: one.on))


def _suspensions(title: AnyTitle, today: date) -> Iterator[Happening]:
    for span in title.spans:
        if span.first <= today:
            yield Happening(span.first, str(TitleState.SUSPENDED.label))
        if span.last is not None and span.last < today:
            yield Happening(span.last + timedelta(days=1), _("Suspension levée"))


def _followers(title: AnyTitle) -> Iterator[Happening]:
    if isinstance(title, SpecificAuthorisation):
        return
    granted = Dossier.objects.filter(state=DossierState.GRANTED, decided_on__isnull=False)
    if isinstance(title, EstablishmentDeclaration):
        granted = granted.filter(declaration=title)
    else:
        granted = granted.filter(registration=title)
    for dossier in granted.prefetch_related("registrationcertificates"):
        made = next(iter(dossier.registrationcertificates.all()), None)
        on = dossier.decided_on or title.valid_from
        yield Happening(on, dossier.get_request_display(), made.number if made else "")
