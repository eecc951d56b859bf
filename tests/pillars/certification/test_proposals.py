"""A certificate decided outside a case: one officer writes it down, a second confirms exactly that."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import OrganisationFactory, an_actor
from tests.pillars.certification.office import a_site
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.enums import CaseState
from rakiza.pillars.certification.models import Certificate, CertificateProposal
from rakiza.pillars.certification.process import surveillances
from rakiza.pillars.certification.proposals import (
    CertificateTerms,
    confirm_certificate,
    drop_certificate,
    proposals_for,
    propose_certificate,
)
from rakiza.pillars.certification.queries import cases_for
from rakiza.pillars.certification.surveillance import plan_surveillance, watched

pytestmark = pytest.mark.django_db
DECIDED, START, END = date(2024, 12, 20), date(2025, 1, 1), date(2027, 12, 31)


@pytest.fixture
def officer() -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER)


def colleague(officer: Actor) -> Actor:
    return an_actor(Role.CERTIFICATION_OFFICER, officer.organisation)


def terms(number: str = "C-1", **more: object) -> CertificateTerms:
    given = {"decided_on": DECIDED, "valid_from": START, "valid_to": END, **more}
    maker = OrganisationFactory(kind=OrganisationKind.MAKER)
    return CertificateTerms(maker, "ISO 13485:2016", number, **given)  # type: ignore[arg-type]


def test_a_certificate_holds_once_another_officer_has_confirmed_it(officer: Actor) -> None:
    proposal = propose_certificate(officer, terms(scope_families=("syringe_hypodermic",)))
    second = colleague(officer)

    assert not Certificate.objects.exists()
    assert ["C-1" in str(message) for message in awaiting(second)] == [True]
    with pytest.raises(Refused) as refusal:
        confirm_certificate(officer, proposal)
    assert refusal.value.code == "second_person"
    assert not Certificate.objects.exists()

    made = confirm_certificate(second, proposal)

    (told,) = Notification.objects.filter(organisation=made.maker)
    assert (told.code, told.link) == ("certification.entered", f"certification.certificate:{made.pk}")
    assert (made.number, made.valid_from, made.valid_to) == ("C-1", START, END)
    assert Certificate.objects.get().scope_families == ["syringe_hypodermic"]
    assert (CertificateProposal.objects.count(), list(awaiting(second))) == (0, [])
    events = AuditEvent.objects.filter(action__startswith="certification.").order_by("pk")
    assert [(one.action, one.user) for one in events] == [
        ("certification.propose_certificate", officer.user),
        ("certification.issue", second.user),
        ("certification.confirm_certificate", second.user),
        ("certification.follow", second.user),
    ]
    confirmed = events.get(action="certification.confirm_certificate")
    assert (confirmed.after["proposed_by"], confirmed.after["decided_on"]) == (officer.user.pk, "2024-12-20")


def test_of_two_who_settle_it_the_second_is_told(officer: Actor) -> None:
    proposal = propose_certificate(officer, terms())
    confirm_certificate(colleague(officer), CertificateProposal.objects.get())
    for act in (confirm_certificate, drop_certificate):
        with pytest.raises(Refused) as refusal:
            act(colleague(officer), proposal)
        assert refusal.value.code == "proposal_settled"
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("certification.future_decision", {"decided_on": timezone.localdate() + timedelta(days=1)}),
        ("case.before_decision", {"valid_from": DECIDED - timedelta(days=1)}),
        ("certification.dates", {"valid_to": START - timedelta(days=1)}),
        ("certification.too_late", {"valid_from": date(2101, 1, 1), "valid_to": date(2102, 1, 1)}),
    ],
)
def test_dates_that_make_no_certificate_are_refused(
    officer: Actor, code: str, changed: dict[str, date]
) -> None:
    with pytest.raises(Refused) as refusal:
        propose_certificate(officer, terms(**changed))
    assert (refusal.value.code, CertificateProposal.objects.count()) == (code, 0)


def test_a_number_waits_once_and_is_given_once(officer: Actor) -> None:
    proposal = propose_certificate(officer, terms())
    with pytest.raises(Refused) as refusal:
        propose_certificate(colleague(officer), terms())
    assert refusal.value.code == "certification.already_proposed"
    issue_certificate(
        officer,
        maker=OrganisationFactory(kind=OrganisationKind.MAKER),
        standard="ISO 9001",
        number="C-1",
        valid_from=START,
        valid_to=END,
    )
    with pytest.raises(Refused) as refusal:
        confirm_certificate(colleague(officer), proposal)
    assert refusal.value.code == "certification.number_taken"
    assert (CertificateProposal.objects.count(), Certificate.objects.count()) == (1, 1)


def test_an_officer_of_the_makers_group_does_not_confirm(officer: Actor) -> None:
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    asked, tied = terms(), colleague(officer)
    propose_certificate(officer, asked)
    Organisation.objects.filter(pk=asked.maker.pk).update(parent=group)
    Membership.objects.create(user=tied.user, organisation=group, role=Role.BUYER, valid_from=START)
    with pytest.raises(NotAllowed):
        confirm_certificate(tied, CertificateProposal.objects.select_related("maker").get())
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CERTIFICATION_OFFICER])
def test_nobody_else_proposes_or_sees_what_waits(officer: Actor, role: Role) -> None:
    propose_certificate(officer, terms())
    stranger = an_actor(role)
    with pytest.raises(NotAllowed):
        propose_certificate(stranger, terms("C-2"))
    assert list(proposals_for(stranger)) == []
    assert CertificateProposal.objects.count() == 1


def test_another_body_neither_sees_nor_settles_it(officer: Actor) -> None:
    proposal, foreign = propose_certificate(officer, terms()), an_actor(Role.CERTIFICATION_OFFICER)
    assert list(proposals_for(foreign)) == []
    for act in (confirm_certificate, drop_certificate):
        with pytest.raises(NotAllowed):
            act(foreign, proposal)
    assert CertificateProposal.objects.count() == 1


def test_the_surveillances_to_come_of_a_certificate_taken_over_are_followed(officer: Actor) -> None:
    today = timezone.localdate()
    start = date(
        today.year - 1, 1, 15
    )  # the first surveillance was due a year later: before it was taken over
    given = terms(
        decided_on=start, valid_from=start, valid_to=date(today.year + 2, 1, 14), scope_families=("lit",)
    )
    second = colleague(officer)
    made = confirm_certificate(second, propose_certificate(officer, given))

    case = cases_for(second).get()

    assert (case.state, case.certificate, case.maker, case.scope_families, case.filed_on) == (
        CaseState.CERTIFIED,
        made,
        given.maker,
        ["lit"],
        None,
    )
    assert (case.taken_over_on, case.decided_on, case.decided_by) == (today, start, None)
    due = [one.due for one in watched(case, case.audits.all())]
    assert [one.last for one in due] == [
        one.last for one in surveillances(made.valid_from, made.valid_to) if one.last >= today
    ]
    assert due[-1].last == date(today.year + 1, 12, 31)
    plan_surveillance(second, case, auditor=second.user, planned_on=today)
    client = Client()
    client.force_login(second.user)
    page = client.get(reverse("certification:case", args=[case.pk])).content.decode()
    assert "hors de la plateforme" in page
    assert "Pièces à joindre" not in page
    assert (
        reverse("certification:case", args=[case.pk])
        in client.get(reverse("certification:certificate", args=[made.pk])).content.decode()
    )
    assert str(given.maker) in client.get(reverse("certification:calendar")).content.decode()


def test_a_certificate_that_has_ended_is_not_followed(officer: Actor) -> None:
    past = terms(decided_on=date(2015, 1, 1), valid_from=date(2015, 1, 1), valid_to=date(2017, 12, 31))
    confirm_certificate(colleague(officer), propose_certificate(officer, past))
    assert (Certificate.objects.count(), cases_for(officer).count()) == (1, 0)


@pytest.mark.parametrize(
    ("closed_on", "refused"),
    [(START - timedelta(days=1), True), (START, True), (START + timedelta(days=1), False)],
)
def test_a_certificate_of_a_site_begins_before_it_closed(
    officer: Actor, closed_on: date, *, refused: bool
) -> None:
    # decided when the site still stood: what counts is whether it stood when the certificate began
    given = terms()
    given = replace(given, site=a_site(given.maker))
    proposal = propose_certificate(officer, given)
    Site.objects.update(closed_on=closed_on)
    before = AuditEvent.objects.count()
    if not refused:
        assert confirm_certificate(colleague(officer), proposal).site == given.site
        return
    for act in (
        lambda: confirm_certificate(colleague(officer), proposal),
        lambda: propose_certificate(officer, replace(given, number="C-2")),
    ):
        with pytest.raises(Refused, match=r"Usine Nord · Fès.*est fermé depuis le") as refusal:
            act()
        assert refusal.value.code == "certification.site_closed"
    assert (CertificateProposal.objects.count(), Certificate.objects.count()) == (1, 0)
    assert AuditEvent.objects.count() == before


def test_another_makers_site_is_refused(officer: Actor) -> None:
    given = replace(terms(), site=a_site(OrganisationFactory(kind=OrganisationKind.MAKER)))
    with pytest.raises(Refused) as refusal:
        propose_certificate(officer, given)
    assert refusal.value.code == "certification.site"
    assert (CertificateProposal.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize(("closed_on", "made"), [(START, 0), (START + timedelta(days=1), 1)])
def test_page_and_interface_hold_a_closed_site_to_the_same_rule(
    officer: Actor, closed_on: date, made: int
) -> None:
    maker = terms().maker
    site = a_site(maker)
    Site.objects.update(closed_on=closed_on)
    client = Client()
    client.force_login(officer.user)
    address, asked = reverse("certification:issue"), body_of(maker, site, "C-1")
    assert "Usine Nord · Fès (fermé le " in client.get(address).content.decode()

    page = client.post(address, asked)
    answer = Caller.of(officer).post("/certification/certificates", body_of(maker, site, "C-2"))

    assert (page.status_code, answer.status_code) == ((302, 201) if made else (422, 409))
    if not made:
        assert "est fermé depuis le 1er janvier 2025" in unescape(page.content.decode())
        assert said(answer)["code"] == "certification.site_closed"
    assert CertificateProposal.objects.count() == 2 * made


def body_of(maker: Organisation, site: Site, number: str) -> dict[str, object]:
    return {
        "maker": maker.pk,
        "scheme": "system",
        "standard": "ISO 13485:2016",
        "number": number,
        "decided_on": f"{DECIDED}",
        "valid_from": f"{START}",
        "valid_to": f"{END}",
        "site": site.pk,
    }
