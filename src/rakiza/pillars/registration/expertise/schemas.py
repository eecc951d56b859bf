"""Bodies and answers of the expertise endpoints."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from rakiza.kernel.api.schemas import Asked, Day, Named, Party, Ref, Shown, Sound, Taken, Words
from rakiza.pillars.registration.expertise.enums import ConsultationState, Knowledge
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot

Why = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), Sound]


class ConsultationsAsked(Asked):
    """Filters of questions."""

    state: ConsultationState | None = None
    field: Knowledge | None = None


class SlotsAsked(Asked):
    """Filters of free slots."""

    field: Knowledge | None = None
    from_day: Day | None = None


class QuestionTaken(Taken):
    """A question on one's own dossier or, before there is one, on one's own device."""

    field: Knowledge
    question: Words
    dossier: Ref | None = None
    device: Ref | None = None


class ProfileTaken(Taken):
    """What one may be asked about."""

    fields: Annotated[tuple[Knowledge, ...], Field(max_length=20)]
    introduction: Annotated[str, StringConstraints(strip_whitespace=True, max_length=600), Sound] = ""
    active: bool = True


class HoursTaken(Taken):
    """Slots to open: `count` in a row from `at`, each of `minutes`, on `weeks` weeks running."""

    on: Day
    at: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="Local time, HH:MM.")]
    minutes: Literal[30, 45, 60]
    count: Annotated[int, Field(strict=True, ge=1, le=8)] = 1
    weeks: Annotated[int, Field(strict=True, ge=1, le=12)] = 1


class Because(Taken):
    """A reason that the other side reads."""

    reason: Why


class Moved(Because):
    """Another free slot of the expert's own, and why."""

    slot: Ref


class Answer(Taken):
    """The record of an appointment; the note is the authority's own."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000), Sound]
    internal_note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), Sound] = ""


class ProfileShown(Shown):
    """An expert."""

    id: int
    person: Named
    authority: Party
    fields: list[Knowledge]
    introduction: str
    active: bool

    @classmethod
    def of(cls, row: Expert) -> ProfileShown:
        """Return an expert whose person and authority are at hand."""
        return cls(
            id=row.pk,
            person=Named(id=row.user_id, name=str(row.user)),
            authority=Party.of(row.authority),
            fields=[Knowledge(one) for one in row.fields],
            introduction=row.introduction,
            active=row.active,
        )


class SlotShown(Shown):
    """A span of time of an expert's."""

    id: int
    expert: ProfileShown
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, row: Slot) -> SlotShown:
        """Return a slot whose expert is at hand."""
        return cls(
            id=row.pk, expert=ProfileShown.of(row.expert), starts_at=row.starts_at, ends_at=row.ends_at
        )


class ConsultationShown(Shown):
    """A question and the record of its answer; the note is null for its maker."""

    id: int
    maker: Party
    slot: SlotShown
    dossier: int | None
    device: int | None
    field: Knowledge
    question: str
    state: ConsultationState
    reason: str
    answer: str
    internal_note: str | None
    asked_at: datetime
    answered_at: datetime | None

    @classmethod
    def of(cls, row: Consultation, *, officer: bool) -> ConsultationShown:
        """Return a question whose slot is at hand, as its reader may see it."""
        return cls(
            id=row.pk,
            maker=Party.of(row.maker),
            slot=SlotShown.of(row.slot),
            dossier=row.dossier_id,
            device=row.device_id,
            field=Knowledge(row.field),
            question=row.question,
            state=ConsultationState(row.state),
            reason=row.reason,
            answer=row.answer,
            internal_note=row.internal_note if officer else None,
            asked_at=row.asked_at,
            answered_at=row.answered_at,
        )
