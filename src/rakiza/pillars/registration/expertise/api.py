"""Endpoints of expertise: slots, questions to experts, and what both sides do with them."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router

from rakiza.kernel.api.acting import member_of
from rakiza.kernel.api.finding import named, named_or_none, one_or_404
from rakiza.kernel.api.listing import page_of
from rakiza.kernel.api.schemas import Nothing, Number, PageOf
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import allowed, require
from rakiza.pillars.registration.expertise import answering, asking, offering
from rakiza.pillars.registration.expertise.asking import Question
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot, SlotQuerySet
from rakiza.pillars.registration.expertise.offering import Hours
from rakiza.pillars.registration.expertise.queries import (
    askable_devices,
    askable_dossiers,
    bookable_slots,
    consultations_for,
    profile_of,
)
from rakiza.pillars.registration.expertise.schemas import (
    Answer,
    Because,
    ConsultationsAsked,
    ConsultationShown,
    HoursTaken,
    Moved,
    ProfileShown,
    ProfileTaken,
    QuestionTaken,
    SlotsAsked,
    SlotShown,
)

router = Router(tags=["expertise"])
NONE = Nothing()


def _reader(request: HttpRequest) -> Actor:
    actor = member_of(request)
    if not allowed(actor, "registration.see_expertise"):
        raise PermissionDenied(_("Les questions aux experts sont entre un fabricant et l'autorité de santé."))
    return actor


def _question(actor: Actor, number: int) -> Consultation:
    return one_or_404(consultations_for(actor), number)


def _shown(actor: Actor, number: int) -> ConsultationShown:
    return ConsultationShown.of(_question(actor, number), officer=actor.plays(Role.REGISTRATION_OFFICER))


def _own_slots(actor: Actor) -> SlotQuerySet:
    own = Slot.objects.select_related("expert__user", "expert__authority")
    return own.filter(expert__user=actor.user, expert__authority=actor.organisation)


@router.get("", response=PageOf[ConsultationShown], summary="List questions to experts")
def consultations(
    request: HttpRequest, asked: Annotated[ConsultationsAsked, Query()]
) -> PageOf[ConsultationShown]:
    """List a maker's own questions, or those of an officer's authority; the latest asked first."""
    actor = _reader(request)
    rows = consultations_for(actor).order_by("-pk")
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.field:
        rows = rows.filter(field=asked.field)
    officer = actor.plays(Role.REGISTRATION_OFFICER)
    return page_of(
        request, rows, asked, lambda found: [ConsultationShown.of(one, officer=officer) for one in found]
    )


@router.get("/slots", response=PageOf[SlotShown], summary="List free slots")
def slots(request: HttpRequest, asked: Annotated[SlotsAsked, Query()]) -> PageOf[SlotShown]:
    """List the slots that a maker may book, or an expert's own free ones; the soonest first."""
    actor = _reader(request)
    asks = actor.plays(Role.MAKER)
    rows = bookable_slots(actor) if asks else _own_slots(actor).free()
    if asked.field:
        rows = rows.filter(Q(expert__fields__icontains=f'"{asked.field}"'))
    if asked.from_day:
        rows = rows.filter(starts_at__date__gte=asked.from_day)
    rows = rows.order_by("starts_at", "pk")
    return page_of(request, rows, asked, lambda found: [SlotShown.of(one) for one in found])


@router.get("/profile", response=ProfileShown, summary="Show one's own profile of expert")
def profile(request: HttpRequest) -> ProfileShown:
    """Return what the officer may be asked about."""
    return ProfileShown.of(_profile(_officer(request)))


@router.put("/profile", response=ProfileShown, summary="Say what one may be asked about")
def declare(request: HttpRequest, given: ProfileTaken) -> ProfileShown:
    """Say what one may be asked about, or that one no longer takes questions."""
    actor = _officer(request)
    offering.declare_expertise(
        actor, fields=given.fields, introduction=given.introduction, active=given.active
    )
    return ProfileShown.of(_profile(actor))


@router.post("/slots", response={201: list[SlotShown]}, summary="Open slots")
def open_slots(request: HttpRequest, given: HoursTaken) -> list[SlotShown]:
    """Open slots of one's own; all of them or none."""
    actor = _officer(request)
    hours = Hours(given.on, time.fromisoformat(given.at), given.minutes, given.count, given.weeks)
    made = offering.open_slots(actor, _profile(actor), hours)
    return [SlotShown.of(one) for one in made]


@router.post("/slots/{int:number}/transitions/withdraw", response=SlotShown, summary="Withdraw a free slot")
def withdraw_slot(request: HttpRequest, number: Number, given: Nothing = NONE) -> SlotShown:  # noqa: ARG001
    """Take back a free slot of one's own."""
    actor = _officer(request)
    slot = one_or_404(_own_slots(actor), number)
    offering.withdraw_slot(actor, slot)
    return SlotShown.of(slot)


@router.post("/slots/{int:number}/questions", response={201: ConsultationShown}, summary="Ask an expert")
def ask(request: HttpRequest, number: Number, given: QuestionTaken) -> ConsultationShown:
    """Book a free slot for a question; of two at once, one gets it."""
    actor = _reader(request)
    require(actor, "registration.ask_expert")
    slot = one_or_404(Slot.objects.select_related("expert__user", "expert__authority"), number)
    dossiers = askable_dossiers(actor, slot.expert.authority_id)
    question = Question(
        given.field,
        given.question,
        named_or_none(dossiers, given.dossier, "#/dossier"),
        named_or_none(askable_devices(actor), given.device, "#/device"),
    )
    return _shown(actor, asking.ask(actor, slot, question).pk)


@router.get("/{int:number}", response=ConsultationShown, summary="Show a question to an expert")
def consultation(request: HttpRequest, number: Number) -> ConsultationShown:
    """Return one question with its record."""
    return _shown(_reader(request), number)


@router.post("/{int:number}/transitions/accept", response=ConsultationShown, summary="Accept a question")
def accept(request: HttpRequest, number: Number, given: Nothing = NONE) -> ConsultationShown:  # noqa: ARG001
    """Accept a question for the slot in which it was asked."""
    actor = _reader(request)
    answering.accept(actor, _question(actor, number))
    return _shown(actor, number)


@router.post("/{int:number}/transitions/agree", response=ConsultationShown, summary="Agree to another slot")
def agree(request: HttpRequest, number: Number, given: Nothing = NONE) -> ConsultationShown:  # noqa: ARG001
    """Agree to the slot that the expert proposed instead."""
    actor = _reader(request)
    asking.agree(actor, _question(actor, number))
    return _shown(actor, number)


@router.post("/{int:number}/transitions/move", response=ConsultationShown, summary="Propose another slot")
def move(request: HttpRequest, number: Number, given: Moved) -> ConsultationShown:
    """Propose another free slot of one's own; the maker agrees to it or calls off."""
    actor = _reader(request)
    shown = _question(actor, number)
    require(actor, "registration.answer_question", shown)
    slot = named(_own_slots(actor).free(), given.slot, "#/slot")
    answering.move(actor, shown, slot=slot, reason=given.reason)
    return _shown(actor, number)


@router.post("/{int:number}/transitions/answer", response=ConsultationShown, summary="Answer a question")
def answer(request: HttpRequest, number: Number, given: Answer) -> ConsultationShown:
    """Write the record of an appointment that was held; it stays."""
    actor = _reader(request)
    shown = _question(actor, number)
    answering.answer(actor, shown, text=given.text, internal_note=given.internal_note)
    return _shown(actor, number)


@router.post("/{int:number}/transitions/decline", response=ConsultationShown, summary="Decline a question")
def decline(request: HttpRequest, number: Number, given: Because) -> ConsultationShown:
    """Decline a question for a reason that the maker reads; its slot is free again."""
    actor = _reader(request)
    answering.decline(actor, _question(actor, number), reason=given.reason)
    return _shown(actor, number)


@router.post("/{int:number}/transitions/cancel", response=ConsultationShown, summary="Call a question off")
def cancel(request: HttpRequest, number: Number, given: Because) -> ConsultationShown:
    """Call off, either side, a day ahead at the latest once the appointment is made."""
    actor = _reader(request)
    asking.cancel(actor, _question(actor, number), reason=given.reason)
    return _shown(actor, number)


def _officer(request: HttpRequest) -> Actor:
    actor = _reader(request)
    require(actor, "registration.offer_expertise")
    return actor


def _profile(actor: Actor) -> Expert:
    found = profile_of(actor)
    if found is None:
        raise Http404
    return found
