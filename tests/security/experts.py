"""Objects of expertise for the house: an expert with a free slot and a question in another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone
from tests.factories import DeviceFactory

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot


def leave_expertise(people: Mapping[Role, Actor]) -> None:
    """Make the officer an expert, whom the maker asks about a device without a dossier."""
    officer, maker = people[Role.REGISTRATION_OFFICER], people[Role.MAKER]
    expert = Expert.objects.create(authority=officer.organisation, user=officer.user, fields=["clinical"])
    begins = timezone.now() + timedelta(days=7)
    taken, _free = (
        Slot.objects.create(
            expert=expert,
            starts_at=begins + timedelta(days=day),
            ends_at=begins + timedelta(days=day, hours=1),
        )
        for day in range(2)
    )
    Consultation.objects.create(
        slot=taken,
        maker=maker.organisation,
        device=DeviceFactory(maker=maker.organisation),
        field="clinical",
        question="Quelle preuve suffit ?",
        asked_by=maker.user,
    )


def expertise_addresses() -> dict[str, tuple[object, ...]]:
    """Return what the addresses of expertise are about."""
    free, asked = Slot.objects.free().latest("pk").pk, Consultation.objects.latest("pk").pk
    return {
        "registration:ask-expert": (free,),
        "registration:withdraw-slot": (free,),
        "registration:consultation": (asked,),
        "registration:consultation-file": (asked,),
        "registration:consultation-step": (asked, "accepter"),
    }


def hours() -> dict[str, str]:
    """Return the form that opens a slot in a month."""
    on = timezone.localdate() + timedelta(days=30)
    return {"on": on.isoformat(), "at": "10:00", "minutes": "30", "count": "1", "weeks": "1"}


def question() -> dict[str, str]:
    """Return the form that asks about the device of the house's question."""
    about = Consultation.objects.latest("pk").device_id
    return {"about": f"a{about}", "field": "clinical", "question": "Une autre question ?"}
