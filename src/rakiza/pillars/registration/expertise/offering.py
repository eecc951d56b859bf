"""What an expert does ahead: say what one knows, open slots, withdraw one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.registration.expertise.enums import Knowledge
from rakiza.pillars.registration.expertise.models import Expert, Slot

HORIZON = timedelta(days=366)
MOST_AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Hours:
    """Slots to open: `count` in a row from `at`, each of `minutes`, on `weeks` weeks running."""

    on: date
    at: time
    minutes: int
    count: int = 1
    weeks: int = 1

    def spans(self) -> list[tuple[datetime, datetime]]:
        """Return the spans, in the country's own time: ten o'clock stays ten o'clock across a change of hour."""
        zone, length = timezone.get_default_timezone(), timedelta(minutes=self.minutes)
        found = []
        for week in range(self.weeks):
            begun = datetime.combine(self.on + timedelta(weeks=week), self.at)
            starts = (begun + length * number for number in range(self.count))
            found += [
                (timezone.make_aware(at, zone), timezone.make_aware(at, zone) + length) for at in starts
            ]
        return found


@transaction.atomic
def declare_expertise(
    actor: Actor, *, fields: Sequence[Knowledge], introduction: str = "", active: bool = True
) -> Expert:
    """Say what one may be asked about, or that one no longer takes questions."""
    require(actor, "registration.offer_expertise")
    if not fields:
        raise Refused("expert.fields", _("Choisissez au moins un domaine."))
    expert, _new = Expert.objects.select_for_update().get_or_create(
        authority=actor.organisation, user=actor.user
    )
    before = {"fields": expert.fields, "active": expert.active}
    expert.fields, expert.introduction, expert.active = sorted(set(fields)), introduction.strip(), active
    expert.save()
    after = {"fields": expert.fields, "active": expert.active}
    record(actor, "registration.declare_expertise", expert, before=before, after=after)
    return expert


@transaction.atomic
def open_slots(actor: Actor, expert: Expert, hours: Hours) -> list[Slot]:
    """Open slots of one's own; all of them or none, where one meets another."""
    require(actor, "registration.keep_slots", expert)
    kept = Expert.objects.select_for_update().get(pk=expert.pk)
    now = timezone.now()
    if not 0 < hours.count * hours.weeks <= MOST_AT_ONCE or hours.minutes <= 0:
        raise Refused("slot.count", _("Ouvrez de 1 à %(most)s créneaux à la fois."), most=MOST_AT_ONCE)
    if hours.on > timezone.localdate() + HORIZON - timedelta(weeks=hours.weeks):
        raise Refused("slot.far", _("Un créneau s'ouvre au plus un an à l'avance."))
    spans = hours.spans()
    if spans[0][0] <= now:
        raise Refused("slot.past", _("Un créneau s'ouvre dans l'avenir."))
    for first, last in spans:
        if _meets(kept, first, last):
            raise Refused(
                "slot.meets", _("Un créneau est déjà ouvert le %(day)s à cette heure."), day=_written(first)
            )
    made = Slot.objects.bulk_create(Slot(expert=kept, starts_at=first, ends_at=last) for first, last in spans)
    after = {"slots": len(made), "first": spans[0][0], "last": spans[-1][1]}
    record(actor, "registration.open_slots", kept, after=after)
    return made


@transaction.atomic
def withdraw_slot(actor: Actor, slot: Slot) -> None:
    """Take back a free slot; one that is booked is moved or called off first."""
    require(actor, "registration.keep_slots", slot.expert)
    kept = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if not Slot.objects.free().filter(pk=kept.pk).exists():
        raise Refused("slot.taken", _("Ce créneau n'est plus libre : rechargez la page."))
    kept.withdrawn_at = timezone.now()
    kept.save()
    record(actor, "registration.withdraw_slot", slot.expert, after={"slot": _written(kept.starts_at)})


def _meets(expert: Expert, first: datetime, last: datetime) -> bool:
    return expert.slots.standing().filter(Q(starts_at__lt=last) & Q(ends_at__gt=first)).exists()


def _written(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
