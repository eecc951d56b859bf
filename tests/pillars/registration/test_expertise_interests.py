"""Experts who may not advise on a dossier, or not decide it, for what else they are or did."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone
from tests.pillars.registration.bookings import (
    CLINICAL,
    a_question,
    an_expert,
    answered,
    asked_by,
    at,
    held,
    some_slots,
)
from tests.pillars.registration.office import Office, a_draft, a_filed, to_decide

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.registration import decisions, review_actions
from rakiza.pillars.registration.enums import DocumentStatus, DossierState
from rakiza.pillars.registration.expertise import answering, asking
from rakiza.pillars.registration.expertise.asking import Question
from rakiza.pillars.registration.expertise.enums import ConsultationState
from rakiza.pillars.registration.expertise.models import Consultation
from rakiza.pillars.registration.expertise.queries import (
    bookable_slots,
)
from rakiza.pillars.registration.models import Dossier, RegistrationCertificate

pytestmark = pytest.mark.django_db
S = ConsultationState


def test_an_expert_of_the_makers_group_is_refused(office: Office, expert: Actor) -> None:
    (slot,) = some_slots(expert)
    dossier = a_draft(office)
    Membership.objects.create(user=expert.user, organisation=office.maker.organisation, role=Role.BUYER)
    assert not bookable_slots(office.maker).exists()
    with pytest.raises(Refused, match="groupe"):
        asking.ask(office.maker, slot, a_question(dossier))
    assert not Consultation.objects.exists()


def test_an_expert_who_joined_the_group_since_answers_nothing(office: Office, expert: Actor) -> None:
    consultation = asked_by(office, expert)
    Membership.objects.create(user=expert.user, organisation=office.maker.organisation, role=Role.BUYER)
    with pytest.raises(NotAllowed):
        answering.accept(expert, consultation)
    assert at(consultation)[0] == S.ASKED


def test_an_expert_who_was_given_the_dossier_since_writes_no_record(office: Office, expert: Actor) -> None:
    """Assigning refuses who advises; should it come about all the same, the appointment gives no record."""
    dossier = a_filed(office)
    consultation = asked_by(office, expert, dossier)
    answering.accept(expert, consultation)
    Dossier.objects.filter(pk=dossier.pk).update(assigned_to=expert.user)
    events = AuditEvent.objects.count()

    with pytest.raises(Refused) as refused:
        answering.answer(expert, held(consultation), text="Une étude.")

    assert refused.value.code == "expert.conflict"
    assert (at(consultation)[0], AuditEvent.objects.count()) == (S.ACCEPTED, events)


def assigned(office: Office, dossier: Dossier) -> None:
    review_actions.assign(office.evaluator, dossier, officer=office.decider.user)


def reviewed(office: Office, dossier: Dossier) -> None:
    document = dossier.documents.first()
    assert document is not None
    review_actions.review_document(office.decider, document, status=DocumentStatus.ACCEPTED)


def admitted(office: Office, dossier: Dossier) -> None:
    review_actions.admit(office.decider, dossier)


@pytest.mark.parametrize("handle", [assigned, reviewed, admitted])
def test_who_examines_a_dossier_does_not_advise_on_it(
    office: Office, handle: Callable[[Office, Dossier], None]
) -> None:
    an_expert(office.decider)
    (slot,), dossier = some_slots(office.decider), a_filed(office)
    handle(office, dossier)
    with pytest.raises(Refused, match="examine ou décide"):
        asking.ask(office.maker, slot, a_question(dossier))
    with pytest.raises(Refused, match="examine ou décide"):
        asking.ask(office.maker, slot, Question(CLINICAL, "Q", device=dossier.device))
    assert not Consultation.objects.exists()


def test_who_advises_on_a_dossier_does_not_examine_it(office: Office) -> None:
    an_expert(office.decider)
    dossier = a_filed(office)
    asked_by(office, office.decider, dossier)
    for handle in (assigned, reviewed, admitted):
        with pytest.raises(Refused, match="comme expert"):
            handle(office, dossier)
    kept = Dossier.objects.get()
    assert (kept.state, kept.assigned_to) == (DossierState.FILED, None)


def test_who_advised_on_a_dossier_does_not_decide_it(office: Office) -> None:
    an_expert(office.decider)
    dossier = to_decide(office)
    answered(office, office.decider, dossier)
    with pytest.raises(NotAllowed):
        decisions.grant(office.decider, dossier, valid_from=timezone.localdate())
    with pytest.raises(NotAllowed):
        decisions.refuse(office.decider, dossier, remark="R")
    assert Dossier.objects.get().state == DossierState.DECISION
    assert not RegistrationCertificate.objects.exists()
