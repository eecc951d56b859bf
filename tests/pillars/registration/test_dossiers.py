"""Dossiers from their draft to a title, and every way in which they may not move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.factories import DeviceFactory, OrganisationFactory, an_actor
from tests.pillars.registration.office import (
    TODAY,
    Office,
    a_device,
    a_draft,
    a_file,
    a_filed,
    an_office,
    asked,
    complete,
    give,
    state_of,
    to_decide,
)

from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.registration import class_taking, commission, decisions, dossier_actions, review_actions
from rakiza.pillars.registration.actions import register_device, withdraw_title
from rakiza.pillars.registration.dossier_queries import dossiers_for, title_of
from rakiza.pillars.registration.enums import (
    Activity,
    DocumentLanguage,
    DocumentStatus,
    DossierState,
    Opinion,
    Process,
    Request,
    RiskClass,
    SendBackReason,
    TitleState,
)
from rakiza.pillars.registration.models import (
    CommissionSession,
    Dossier,
    EstablishmentDeclaration,
    Pause,
    RegistrationCertificate,
    SpecificAuthorisation,
)
from rakiza.pillars.registration.moving import clock_of
from rakiza.pillars.registration.process import ORIGINS, Step
from rakiza.pillars.registration.queries import titles_for

pytestmark = pytest.mark.django_db


def test_from_the_draft_to_a_registration_that_a_plan_reads(office: Office) -> None:
    dossier = to_decide(office)
    assert state_of(dossier) == DossierState.DECISION

    title = decisions.grant(office.decider, dossier, valid_from=TODAY())

    kept = Dossier.objects.get()
    assert isinstance(title, RegistrationCertificate)
    assert (kept.state, kept.decided_by, kept.decided_on) == (
        DossierState.GRANTED,
        office.decider.user,
        TODAY(),
    )
    assert (title.number, title.risk_class, title_of(kept)) == (f"EN-{TODAY().year}-00001", "IIa", title)
    assert title.valid_to is not None
    assert title.valid_to.year == TODAY().year + 5
    found = [t for t in titles_for(TODAY().year) if t.kind == TitleKind.REGISTRATION]
    assert [(t.number, t.device) for t in found] == [(title.number, str(dossier.device_id))]
    assert Notification.objects.get(code="registration.dossier_granted").organisation == (
        office.maker.organisation
    )


def test_a_declaration_needs_two_people_but_no_evaluation() -> None:
    office = an_office(declared=False)
    dossier = a_filed(office, Process.DECLARATION)
    review_actions.admit(office.evaluator, dossier)
    assert state_of(dossier) == DossierState.DECISION
    with pytest.raises(NotAllowed):
        decisions.grant(office.evaluator, dossier, valid_from=TODAY())

    title = decisions.grant(office.decider, dossier, valid_from=TODAY())

    assert isinstance(title, EstablishmentDeclaration)
    assert (title.number, title.valid_to, title.activities) == (
        f"DE-{TODAY().year}-00001",
        None,
        ["manufacture"],
    )


def test_a_declaration_is_amended_then_ceases(office: Office) -> None:
    standing = EstablishmentDeclaration.objects.get()
    site = Site.objects.create(
        organisation=office.maker.organisation, kind="plant", name="U", city="V", region="MA-01"
    )
    changes = {"declaration": standing, "site": site, "activities": (Activity.MANUFACTURE, Activity.EXPORT)}
    amended = to_decide(office, Process.DECLARATION, request=Request.AMENDMENT, **changes)
    decisions.grant(office.decider, amended, valid_from=TODAY())
    standing.refresh_from_db()
    assert (standing.site, standing.activities) == (site, ["export", "manufacture"])

    ceased = to_decide(office, Process.DECLARATION, request=Request.CESSATION, declaration=standing)
    decisions.grant(office.decider, ceased, valid_from=TODAY())

    standing.refresh_from_db()
    assert (standing.state, standing.ended_on) == (TitleState.WITHDRAWN, TODAY())
    assert EstablishmentDeclaration.objects.count() == 1


def test_an_authorisation_has_an_end_of_its_own(office: Office) -> None:
    dossier = to_decide(office, Process.AUTHORISATION)
    with pytest.raises(Refused, match="dernier jour"):
        decisions.grant(office.decider, dossier, valid_from=TODAY())
    assert state_of(dossier) == DossierState.DECISION

    end = TODAY() + timedelta(days=90)
    title = decisions.grant(office.decider, dossier, valid_from=TODAY(), valid_to=end)

    assert isinstance(title, SpecificAuthorisation)
    assert (title.valid_to, title.purpose, title.number[:3]) == (end, "evaluation_sample", "AS-")


def registered(office: Office) -> RegistrationCertificate:
    title = decisions.grant(office.decider, to_decide(office), valid_from=TODAY())
    assert isinstance(title, RegistrationCertificate)
    return title


def test_a_registration_is_renewed_from_the_day_after(office: Office) -> None:
    old = registered(office)
    dossier = to_decide(office, device=old.device, request=Request.RENEWAL, registration=old)
    assert old.valid_to is not None
    with pytest.raises(Refused, match="dernier jour"):
        decisions.grant(office.decider, dossier, valid_from=old.valid_to)

    new = decisions.grant(office.decider, dossier, valid_from=old.valid_to + timedelta(days=1))

    assert (new.number, new.valid_from) == (
        f"EN-{TODAY().year}-00002",
        old.valid_to + timedelta(days=1),
    )


def test_a_registration_is_amended_in_place(office: Office) -> None:
    title = registered(office)
    title.device.risk_class = "IIb"
    title.device.save()
    dossier = to_decide(
        office, device=title.device, request=Request.AMENDMENT, registration=title, risk_class="IIb"
    )
    decisions.grant(office.decider, dossier, valid_from=TODAY())
    title.refresh_from_db()
    assert title.risk_class == "IIb"
    assert RegistrationCertificate.objects.count() == 1


def test_a_registration_is_transferred_with_its_holders_consent(office: Office) -> None:
    title = registered(office)
    taker = Office(an_actor(Role.MAKER), office.evaluator, office.decider)
    EstablishmentDeclaration.objects.create(
        authority=office.authority, maker=taker.maker.organisation, number="D-T", valid_from=date(2020, 1, 1)
    )
    with pytest.raises(Refused, match="pas accepté"):
        a_draft(taker, request=Request.TRANSFER, registration=title)
    dossier_actions.offer_transfer(office.maker, title, to=taker.maker.organisation)
    title.refresh_from_db()
    dossier = to_decide(taker, request=Request.TRANSFER, registration=title)

    new = decisions.grant(office.decider, dossier, valid_from=TODAY())

    title.refresh_from_db()
    assert (title.state, title.ended_on) == (TitleState.WITHDRAWN, TODAY())
    assert isinstance(new, RegistrationCertificate)
    assert (new.device.maker, new.valid_to) == (taker.maker.organisation, title.valid_to)


def test_a_holder_that_changes_its_mind_before_the_decision_keeps_its_registration(office: Office) -> None:
    title = registered(office)
    taker = Office(an_actor(Role.MAKER), office.evaluator, office.decider)
    EstablishmentDeclaration.objects.create(
        authority=office.authority, maker=taker.maker.organisation, number="D-T", valid_from=date(2020, 1, 1)
    )
    dossier_actions.offer_transfer(office.maker, title, to=taker.maker.organisation)
    title.refresh_from_db()
    dossier = to_decide(taker, request=Request.TRANSFER, registration=title)
    dossier_actions.offer_transfer(office.maker, title, to=an_actor(Role.MAKER).organisation)
    events = AuditEvent.objects.count()

    with pytest.raises(Refused, match="n'a pas accepté") as refused:
        decisions.grant(office.decider, dossier, valid_from=TODAY())

    title.refresh_from_db()
    assert (refused.value.code, title.state, title.ended_on) == ("dossier.transfer", TitleState.VALID, None)
    assert (state_of(dossier), RegistrationCertificate.objects.count()) == (DossierState.DECISION, 1)
    assert AuditEvent.objects.count() == events


def test_the_clock_of_a_decided_dossier_stands_at_its_decision(office: Office) -> None:
    dossier = to_decide(office)
    decisions.refuse(office.decider, dossier, remark="R")
    Dossier.objects.update(filed_on=TODAY() - timedelta(days=100), decided_on=TODAY() - timedelta(days=60))

    clock = clock_of(Dossier.objects.get(pk=dossier.pk))

    assert clock is not None
    assert (clock.used, clock.remaining) == (40, 80)


def test_only_the_holder_cedes_a_registration_that_holds(office: Office) -> None:
    title = registered(office)
    other = an_actor(Role.MAKER)
    with pytest.raises(NotAllowed):
        dossier_actions.offer_transfer(other, title, to=other.organisation)
    with pytest.raises(Refused, match="autre entreprise"):
        dossier_actions.offer_transfer(office.maker, title, to=office.maker.organisation)
    withdraw_title(office.decider, title, on=TODAY(), reason="x")
    with pytest.raises(Refused, match="en vigueur"):
        dossier_actions.offer_transfer(office.maker, title, to=other.organisation)
    title.refresh_from_db()
    assert title.transfer_to is None


def test_a_title_that_ended_is_neither_renewed_nor_amended(office: Office) -> None:
    title = registered(office)
    withdraw_title(office.decider, title, on=TODAY(), reason="x")
    title.refresh_from_db()
    with pytest.raises(Refused, match="plus en vigueur"):
        a_draft(office, device=title.device, request=Request.RENEWAL, registration=title)


def test_the_title_ends_while_its_amendment_waits(office: Office) -> None:
    title = registered(office)
    dossier = to_decide(office, device=title.device, request=Request.AMENDMENT, registration=title)
    withdraw_title(office.decider, title, on=TODAY(), reason="x")
    with pytest.raises(Refused, match="plus en vigueur"):
        decisions.grant(office.decider, dossier, valid_from=TODAY())
    assert state_of(dossier) == DossierState.DECISION


def test_the_clock_stands_while_the_applicant_completes(office: Office) -> None:
    dossier = a_filed(office)
    Dossier.objects.filter(pk=dossier.pk).update(filed_on=TODAY() - timedelta(days=30))
    review_actions.send_back(
        office.evaluator, dossier, reason=SendBackReason.EVIDENCE, remark="Essai incomplet."
    )
    sent = Dossier.objects.get()
    assert (sent.state, sent.due_on, sent.sent_back_for) == (DossierState.SENT_BACK, None, "evidence")
    Pause.objects.update(starts_on=TODAY() - timedelta(days=10))
    standing = clock_of(sent)
    assert standing is not None
    assert (standing.used, standing.due_on) == (20, None)

    give(office, dossier, "3.05", "essai refait")
    dossier_actions.file_dossier(office.maker, dossier)

    again = Dossier.objects.get()
    assert (again.state, again.due_on) == (DossierState.FILED, TODAY() + timedelta(days=100))
    assert Pause.objects.get().ends_on == TODAY()
    assert (
        Notification.objects.filter(code="registration.dossier_filed").latest("pk").deadline == again.due_on
    )


def test_a_dossier_sent_back_in_evaluation_goes_on_there(office: Office) -> None:
    dossier = a_filed(office)
    review_actions.admit(office.evaluator, dossier)
    review_actions.send_back(office.evaluator, dossier, reason=SendBackReason.LANGUAGE, remark="Notice.")
    dossier_actions.file_dossier(office.maker, dossier)
    assert state_of(dossier) == DossierState.EVALUATION


def test_an_incomplete_dossier_is_told_what_it_lacks(office: Office) -> None:
    dossier = a_draft(office)
    complete(office, dossier)
    dossier.documents.filter(section__in=("1.06", "3.02")).delete()
    with pytest.raises(Refused) as refusal:
        dossier_actions.file_dossier(office.maker, dossier)
    assert str(refusal.value) == (
        "Le dossier n'est pas complet : 1.06 Certificat du système de management de la qualité (ISO 13485), "
        "3.02 Gestion des risques."
    )
    assert state_of(dossier) == DossierState.DRAFT


def test_what_must_be_corrected_keeps_the_dossier_from_coming_back(office: Office) -> None:
    dossier = a_filed(office)
    document = dossier.documents.get(section="3.02")
    with pytest.raises(Refused, match="corriger"):
        review_actions.review_document(office.evaluator, document, status=DocumentStatus.TO_CORRECT)
    review_actions.review_document(
        office.evaluator,
        document,
        status=DocumentStatus.TO_CORRECT,
        remark="Il manque le risque résiduel.",
        internal_note="À revoir avec soin.",
    )
    review_actions.send_back(office.evaluator, dossier, reason=SendBackReason.EVIDENCE, remark="Voir 3.02.")
    with pytest.raises(Refused, match=r"3\.02"):
        dossier_actions.file_dossier(office.maker, dossier)

    give(office, dossier, "3.02", "corrigé")
    dossier_actions.file_dossier(office.maker, dossier)

    assert state_of(dossier) == DossierState.FILED
    with pytest.raises(Refused, match="plus récente"):
        review_actions.review_document(office.evaluator, document, status=DocumentStatus.ACCEPTED)


def test_an_evaluation_with_corrections_is_not_favourable(office: Office) -> None:
    dossier = a_filed(office)
    review_actions.admit(office.evaluator, dossier)
    document = dossier.documents.get(section="3.02")
    review_actions.review_document(
        office.evaluator, document, status=DocumentStatus.TO_CORRECT, remark="Refaire."
    )
    with pytest.raises(Refused, match="restent à corriger"):
        review_actions.conclude(office.evaluator, dossier, opinion=Opinion.FAVOURABLE, internal_note="")
    review_actions.conclude(office.evaluator, dossier, opinion=Opinion.UNFAVOURABLE, internal_note="")
    assert state_of(dossier) == DossierState.COMMISSION


def test_only_the_one_it_was_given_to_concludes(office: Office) -> None:
    dossier = a_filed(office)
    review_actions.assign(office.decider, dossier, officer=office.evaluator.user)
    review_actions.admit(office.decider, dossier)
    with pytest.raises(Refused, match="confié"):
        review_actions.conclude(office.decider, dossier, opinion=Opinion.FAVOURABLE, internal_note="")
    assert state_of(dossier) == DossierState.EVALUATION


def test_whom_a_dossier_is_given_to_is_told_and_the_queue_no_more(office: Office) -> None:
    dossier = a_filed(office)
    filed = Notification.objects.get(code="registration.dossier_filed")
    assert {filed} == set(awaiting(office.evaluator)) & set(awaiting(office.decider))

    review_actions.assign(office.decider, dossier, officer=office.evaluator.user)

    (told,) = awaiting(office.evaluator)
    assert (told.code, told.person, told.deadline) == (
        "registration.dossier_assigned",
        office.evaluator.user,
        Dossier.objects.get().due_on,
    )
    assert list(awaiting(office.decider)) == []
    review_actions.assign(office.decider, dossier, officer=office.decider.user)
    assert list(awaiting(office.evaluator)) + list(awaiting(office.decider)) == []


def test_a_dossier_is_given_to_an_officer_of_the_house_without_ties(office: Office) -> None:
    dossier = a_filed(office)
    Membership.objects.create(
        user=office.decider.user, organisation=office.maker.organisation, role=Role.MAKER
    )
    with pytest.raises(Refused, match="agit aussi"):
        review_actions.assign(office.evaluator, dossier, officer=office.decider.user)
    with pytest.raises(Refused, match="de l'autorité"):
        review_actions.assign(office.evaluator, dossier, officer=an_actor(Role.REGISTRATION_OFFICER).user)
    assert Dossier.objects.get().assigned_to is None


def test_who_evaluated_does_not_decide(office: Office) -> None:
    dossier = to_decide(office)
    with pytest.raises(NotAllowed):
        decisions.grant(office.evaluator, dossier, valid_from=TODAY())
    with pytest.raises(NotAllowed):
        decisions.refuse(office.evaluator, dossier, remark="Non")
    assert state_of(dossier) == DossierState.DECISION
    assert not RegistrationCertificate.objects.exists()


def test_two_officers_deciding_at_once_one_wins(office: Office) -> None:
    dossier = to_decide(office)
    stale = Dossier.objects.get(pk=dossier.pk)
    third = an_actor(Role.REGISTRATION_OFFICER, office.authority)
    decisions.refuse(office.decider, dossier, remark="Insuffisant")
    before = AuditEvent.objects.count()

    with pytest.raises(Refused, match="rechargez"):
        decisions.grant(third, stale, valid_from=TODAY())

    assert (state_of(dossier), AuditEvent.objects.count()) == (DossierState.REFUSED, before)
    assert not RegistrationCertificate.objects.exists()


def test_an_officer_of_the_makers_group_handles_nothing(office: Office) -> None:
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    Organisation.objects.filter(pk=office.maker.organisation.pk).update(parent=group)
    office.maker.organisation.refresh_from_db()
    Membership.objects.create(user=office.evaluator.user, organisation=group, role=Role.BUYER)
    dossier = a_filed(office)
    with pytest.raises(NotAllowed):
        review_actions.admit(office.evaluator, dossier)
    review_actions.admit(office.decider, dossier)
    assert state_of(dossier) == DossierState.EVALUATION


def test_a_title_does_not_precede_its_decision(office: Office) -> None:
    dossier = to_decide(office)
    Dossier.objects.filter(pk=dossier.pk).update(filed_on=TODAY() - timedelta(days=30))
    with pytest.raises(Refused, match="précéder sa décision"):
        decisions.grant(office.decider, dossier, valid_from=TODAY() - timedelta(days=1))
    sample = to_decide(office, Process.AUTHORISATION)
    with pytest.raises(Refused, match="précède"):
        decisions.grant(office.decider, sample, valid_from=TODAY(), valid_to=TODAY() - timedelta(days=1))
    assert (state_of(dossier), state_of(sample)) == (DossierState.DECISION,) * 2


def test_an_activity_may_have_ceased_before_the_decision_not_before_the_filing(office: Office) -> None:
    standing = EstablishmentDeclaration.objects.get()
    dossier = to_decide(office, Process.DECLARATION, request=Request.CESSATION, declaration=standing)
    filed = TODAY() - timedelta(days=30)
    Dossier.objects.filter(pk=dossier.pk).update(filed_on=filed)
    with pytest.raises(Refused, match="précéder le dépôt"):
        decisions.grant(office.decider, dossier, valid_from=filed - timedelta(days=1))
    title = decisions.grant(office.decider, dossier, valid_from=filed)
    assert (title.state, title.ended_on) == (TitleState.WITHDRAWN, filed)


def test_an_applicant_asks_for_its_own_only(office: Office) -> None:
    foreign = DeviceFactory()
    site = Site.objects.create(organisation=foreign.maker, kind="plant", name="U", city="V", region="MA-01")
    with pytest.raises(Refused, match="autre entreprise"):
        dossier_actions.open_dossier(office.maker, office.authority, asked(Process.REGISTRATION, foreign))
    with pytest.raises(Refused, match="pas de votre entreprise"):
        dossier_actions.open_dossier(
            office.maker, office.authority, asked(Process.DECLARATION, None, site=site)
        )
    with pytest.raises(Refused, match="autorité de santé"):
        dossier_actions.open_dossier(
            office.maker, foreign.maker, asked(Process.REGISTRATION, a_device(office))
        )
    assert not Dossier.objects.exists()


def test_what_a_request_needs_is_asked_for(office: Office) -> None:
    device = a_device(office)
    other = register_device(
        office.evaluator,
        device=a_device(office),
        number="R-9",
        valid_from=TODAY(),
        valid_to=TODAY() + timedelta(days=9),
    )
    bad: list[tuple[str, dict[str, object], Process]] = [
        ("dossier.device_missing", {"device": None}, Process.REGISTRATION),
        ("dossier.class", {"risk_class": None}, Process.REGISTRATION),
        ("dossier.purpose", {"purpose": None}, Process.AUTHORISATION),
        ("dossier.activities", {"activities": ()}, Process.DECLARATION),
        ("dossier.request", {"request": Request.CESSATION}, Process.REGISTRATION),
        ("dossier.title", {"request": Request.RENEWAL}, Process.REGISTRATION),
        ("dossier.title", {"request": Request.AMENDMENT}, Process.DECLARATION),
        ("dossier.title_device", {"request": Request.RENEWAL, "registration": other}, Process.REGISTRATION),
    ]
    for code, more, process in bad:
        with pytest.raises(Refused) as refusal:
            dossier_actions.open_dossier(office.maker, office.authority, asked(process, device, **more))
        assert refusal.value.code == code
    assert not Dossier.objects.exists()


def test_a_device_has_one_open_dossier_a_process(office: Office) -> None:
    first = a_draft(office)
    with pytest.raises(Refused, match="déjà ouvert"):
        a_draft(office, device=first.device)
    dossier_actions.cancel_dossier(office.maker, first)
    a_draft(office, device=first.device)
    assert Dossier.objects.open().count() == 1


def test_only_a_declared_establishment_files() -> None:
    office = an_office(declared=False)
    dossier = a_draft(office)
    complete(office, dossier)
    with pytest.raises(Refused) as refusal:
        dossier_actions.file_dossier(office.maker, dossier)
    assert refusal.value.code == "dossier.not_declared"
    assert state_of(dossier) == DossierState.DRAFT


def test_a_file_stands_for_one_piece_of_one_maker(office: Office) -> None:
    dossier = a_draft(office)
    give(office, dossier, "1.04", "le même")
    with pytest.raises(Refused, match="déjà une autre pièce"):
        give(office, dossier, "1.05", "le même")
    other = Office(an_actor(Role.MAKER), office.evaluator, office.decider)
    with pytest.raises(Refused, match="autre entreprise"):
        give(other, a_draft(other), "1.04", "le même")
    give(office, a_draft(office), "1.06", "le même")
    with pytest.raises(Refused, match="plan de ce dossier"):
        dossier_actions.add_document(
            office.maker, dossier, section="9.99", language=DocumentLanguage.FR, file=a_file(office, "x")
        )
    assert dossier.documents.count() == 1


def test_versions_follow_one_another_by_language(office: Office) -> None:
    dossier = a_draft(office)
    give(office, dossier, "5.03", "a")
    give(office, dossier, "5.03", "b")
    give(office, dossier, "5.03", "c", "ar")
    found = dossier.documents.order_by("language", "version").values_list("language", "version")
    assert list(found) == [("ar", 1), ("fr", 1), ("fr", 2)]


Move = Callable[[Office, Dossier], object]
MOVES: dict[Step, Move] = {
    Step.FILE: lambda o, d: dossier_actions.file_dossier(o.maker, d),
    Step.ASSIGN: lambda o, d: review_actions.assign(o.evaluator, d, officer=o.decider.user),
    Step.SEND_BACK: lambda o, d: review_actions.send_back(
        o.evaluator, d, reason=SendBackReason.EVIDENCE, remark="R"
    ),
    Step.ADMIT: lambda o, d: review_actions.admit(o.evaluator, d),
    Step.CONCLUDE: lambda o, d: review_actions.conclude(
        o.evaluator, d, opinion=Opinion.FAVOURABLE, internal_note=""
    ),
    Step.OPINE: lambda o, d: commission.opine(
        o.evaluator, d.agenda.get(), opinion=Opinion.FAVOURABLE, grounds="G"
    ),
    Step.GRANT: lambda o, d: decisions.grant(o.decider, d, valid_from=TODAY()),
    Step.REFUSE: lambda o, d: decisions.refuse(o.decider, d, remark="R"),
    Step.CANCEL: lambda o, d: dossier_actions.cancel_dossier(o.maker, d),
    Step.TAKE_CLASS: lambda o, d: class_taking.take_class(o.maker, d, risk_class=RiskClass.III),
}


def placed(office: Office, state: DossierState) -> Dossier:
    """Return a dossier put in a state, on the agenda of a session of today."""
    dossier = a_draft(office)
    filed = None if state == DossierState.DRAFT else TODAY()
    Dossier.objects.filter(pk=dossier.pk).update(state=state, filed_on=filed)
    session = CommissionSession.objects.create(authority=office.authority, held_on=TODAY())
    session.items.create(dossier=dossier)
    return dossier


@pytest.mark.parametrize("step", MOVES)
@pytest.mark.parametrize("state", list(DossierState))
def test_a_forbidden_step_changes_nothing(office: Office, state: DossierState, step: Step) -> None:
    if state in ORIGINS[step]:
        return
    dossier = placed(office, state)
    before = AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        MOVES[step](office, dossier)

    assert refusal.value.code == "dossier.state"
    assert (state_of(dossier), AuditEvent.objects.count()) == (state, before)


@pytest.mark.parametrize("step", MOVES)
def test_strangers_move_nothing(office: Office, step: Step) -> None:
    origin = min(ORIGINS[step])
    dossier = placed(office, origin)
    stranger = Office(
        an_actor(Role.MAKER), an_actor(Role.REGISTRATION_OFFICER), an_actor(Role.REGISTRATION_OFFICER)
    )

    with pytest.raises(NotAllowed):
        MOVES[step](stranger, dossier)

    assert state_of(dossier) == origin
    assert not dossiers_for(stranger.maker).exists()
    assert not dossiers_for(stranger.evaluator).exists()


def test_officers_see_no_draft_and_nobody_else_sees_dossiers(office: Office) -> None:
    draft = a_draft(office)
    filed = a_filed(office)
    dossier_actions.cancel_dossier(office.maker, draft)
    assert list(dossiers_for(office.evaluator)) == [filed]
    assert set(dossiers_for(office.maker)) == {draft, filed}
    for role in set(Role) - {Role.MAKER, Role.REGISTRATION_OFFICER}:
        assert not dossiers_for(an_actor(role)).exists()


def test_the_agenda_holds_what_waits_and_closes_once(office: Office) -> None:
    dossier = a_filed(office)
    review_actions.admit(office.evaluator, dossier)
    review_actions.conclude(office.evaluator, dossier, opinion=Opinion.FAVOURABLE, internal_note="")
    tomorrow = TODAY() + timedelta(days=1)
    with pytest.raises(Refused, match="à partir d'aujourd'hui"):
        commission.call_session(office.evaluator, held_on=TODAY() - timedelta(days=1))
    session = commission.call_session(office.evaluator, held_on=tomorrow)
    item = session.items.get()
    with pytest.raises(Refused, match="déjà convoquée"):
        commission.call_session(office.evaluator, held_on=tomorrow)
    with pytest.raises(Refused, match="pas encore eu lieu"):
        commission.opine(office.evaluator, item, opinion=Opinion.FAVOURABLE, grounds="G")
    with pytest.raises(Refused, match="pas encore eu lieu"):
        commission.close_session(office.evaluator, session, present=5)
    assert commission.waiting(office.evaluator) == []

    CommissionSession.objects.update(held_on=TODAY())
    commission.close_session(office.evaluator, session, present=5)

    with pytest.raises(Refused, match="close"):
        commission.opine(office.evaluator, item, opinion=Opinion.FAVOURABLE, grounds="G")
    with pytest.raises(Refused, match="close"):
        commission.close_session(office.evaluator, session, present=6)
    assert commission.waiting(office.evaluator) == [dossier]
    assert state_of(dossier) == DossierState.COMMISSION


def test_numbers_follow_one_another_and_skip_those_given_by_hand(office: Office) -> None:
    year = TODAY().year
    register_device(
        office.evaluator,
        device=a_device(office),
        number=f"EN-{year}-00002",
        valid_from=TODAY(),
        valid_to=TODAY(),
    )
    numbers = [decisions.grant(office.decider, to_decide(office), valid_from=TODAY()).number for _ in "ab"]
    assert numbers == [f"EN-{year}-00001", f"EN-{year}-00003"]


def test_a_session_takes_in_who_came_later_and_moves_until_an_opinion_is_given(office: Office) -> None:
    session = commission.call_session(office.evaluator, held_on=TODAY() + timedelta(days=9))
    with pytest.raises(Refused, match="est à un ordre du jour"):
        commission.complete_agenda(office.evaluator, session)
    dossier = a_filed(office)
    review_actions.admit(office.evaluator, dossier)
    review_actions.conclude(office.evaluator, dossier, opinion=Opinion.FAVOURABLE, internal_note="R")

    assert commission.complete_agenda(office.decider, session) == 1
    with pytest.raises(Refused, match="lointaine"):
        commission.move_session(office.evaluator, session, held_on=date(2999, 1, 1))
    with pytest.raises(Refused, match="partir d'aujourd'hui"):
        commission.move_session(office.evaluator, session, held_on=TODAY() - timedelta(days=1))
    other = commission.call_session(office.evaluator, held_on=TODAY() + timedelta(days=1))
    with pytest.raises(Refused, match="déjà convoquée"):
        commission.move_session(office.evaluator, session, held_on=other.held_on)
    commission.move_session(office.evaluator, session, held_on=TODAY())
    session.refresh_from_db()
    commission.opine(office.evaluator, session.items.get(), opinion=Opinion.FAVOURABLE, grounds="Conforme.")
    with pytest.raises(Refused, match="garde sa date"):
        commission.move_session(office.evaluator, session, held_on=TODAY() + timedelta(days=2))
    stranger = an_actor(Role.REGISTRATION_OFFICER)
    for act in (
        lambda: commission.complete_agenda(stranger, session),
        lambda: commission.move_session(stranger, session, held_on=TODAY()),
    ):
        with pytest.raises(NotAllowed):
            act()

    session.refresh_from_db()
    assert (session.held_on, session.items.count(), state_of(dossier)) == (TODAY(), 1, DossierState.DECISION)
    told = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"registration.complete_agenda", "registration.move_session"} <= told
