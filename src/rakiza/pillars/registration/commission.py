"""The commission: a session is called, dossiers are put on its agenda, opinions are given, it is closed."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.audit.actions import record
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.permissions import Refused, require
from rakiza.pillars.registration.enums import DossierState, Opinion
from rakiza.pillars.registration.models import AgendaItem, CommissionSession, Dossier
from rakiza.pillars.registration.moving import locked, move, tell_applicant
from rakiza.pillars.registration.process import LATEST_START, Step


@transaction.atomic
def call_session(actor: Actor, *, held_on: date) -> CommissionSession:
    """Call a session; its agenda starts with every dossier that waits for an opinion and is on no other."""
    require(actor, "registration.call_commission")
    if held_on < timezone.localdate():
        raise Refused("session.past", _("Une séance se convoque à partir d'aujourd'hui."))
    if held_on > LATEST_START:
        raise Refused("session.too_late", _("Cette date est trop lointaine."))
    try:
        with transaction.atomic():
            session = CommissionSession.objects.create(authority=actor.organisation, held_on=held_on)
    except IntegrityError as clash:
        raise Refused("session.twice", _("Une séance est déjà convoquée ce jour-là.")) from clash
    for dossier in waiting(actor):
        AgendaItem.objects.create(session=session, dossier=dossier)
    record(actor, "registration.call_session", session, after={"on": held_on, "items": session.items.count()})
    return session


def waiting(actor: Actor) -> list[Dossier]:
    """Return the authority's dossiers that wait for an opinion and are on no open agenda, oldest first."""
    called = AgendaItem.objects.filter(session__closed_at__isnull=True).values("dossier")
    return list(
        Dossier.objects.filter(authority=actor.organisation, state=DossierState.COMMISSION)
        .exclude(pk__in=called)
        .order_by("filed_on", "pk")
    )


@transaction.atomic
def complete_agenda(actor: Actor, session: CommissionSession) -> int:
    """Add to an open session the dossiers that came to wait since it was called; return how many."""
    kept = _open_session(actor, session)
    late = waiting(actor)
    if not late:
        raise Refused("session.complete", _("Tout dossier qui attend un avis est à un ordre du jour."))
    for dossier in late:
        AgendaItem.objects.create(session=kept, dossier=dossier)
    record(actor, "registration.complete_agenda", kept, after={"added": [one.pk for one in late]})
    return len(late)


@transaction.atomic
def move_session(actor: Actor, session: CommissionSession, *, held_on: date) -> None:
    """Hold a session on another day, as long as it gave no opinion."""
    kept = _open_session(actor, session)
    if held_on < timezone.localdate():
        raise Refused("session.past", _("Une séance se convoque à partir d'aujourd'hui."))
    if held_on > LATEST_START:
        raise Refused("session.too_late", _("Cette date est trop lointaine."))
    if kept.items.exclude(opinion="").exists():
        raise Refused("session.begun", _("Un avis est déjà consigné : la séance garde sa date."))
    if CommissionSession.objects.filter(authority=kept.authority, held_on=held_on).exists():
        raise Refused("session.twice", _("Une séance est déjà convoquée ce jour-là."))
    before, kept.held_on = kept.held_on, held_on
    kept.save()
    record(actor, "registration.move_session", kept, before={"on": before}, after={"on": held_on})


@transaction.atomic
def opine(actor: Actor, item: AgendaItem, *, opinion: Opinion, grounds: str) -> None:
    """Write down the commission's opinion on a dossier of its agenda: the decision may be taken."""
    session = _open_session(actor, item.session)
    require(actor, "registration.handle", item.dossier)
    kept = locked(item.dossier, Step.OPINE)
    if session.held_on > timezone.localdate():
        raise Refused("session.future", _("La séance n'a pas encore eu lieu."))
    item.opinion, item.grounds = opinion, grounds
    item.save()
    kept.opinion_on = session.held_on
    move(
        actor,
        kept,
        DossierState.DECISION,
        Step.OPINE,
        {"opinion": opinion, "grounds": grounds, "session": session.pk},
    )
    tell_applicant(kept, "registration.dossier_opinion")


@transaction.atomic
def close_session(actor: Actor, session: CommissionSession, *, present: int) -> None:
    """Close a session: its minutes are final; what got no opinion waits for the next one."""
    kept = _open_session(actor, session)
    if kept.held_on > timezone.localdate():
        raise Refused("session.future", _("La séance n'a pas encore eu lieu."))
    kept.present, kept.closed_at = present, timezone.now()
    kept.save()
    record(actor, "registration.close_session", kept, after={"present": present})


def _open_session(actor: Actor, session: CommissionSession) -> CommissionSession:
    require(actor, "registration.hold_commission", session)
    kept = CommissionSession.objects.select_for_update().get(pk=session.pk)
    if kept.closed_at is not None:
        raise Refused("session.closed", _("La séance est close : son procès-verbal ne change plus."))
    return kept
