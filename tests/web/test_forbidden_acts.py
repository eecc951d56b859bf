"""Every act from every state that it doesn't start from: refused on page and API, nothing changed, no row in the trail.

So that none is refused for a fault of the test's own, each act is also done from a state that allows it, and undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client
from django.utils import timezone
from tests.factories import DeviceFactory, an_actor
from tests.pillars.industry.test_content import a_declared
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import RefusedAct
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.pillars.certification.actions import issue_certificate
from rakiza.pillars.certification.enums import CaseState, CertificateState, FindingState
from rakiza.pillars.certification.models import Audit, CertificationCase, Finding, Suspension
from rakiza.pillars.certification.process import ANSWERED, AUDITED
from rakiza.pillars.certification.proposals import CertificateTerms, propose_certificate
from rakiza.pillars.industry.content.actions import open_contest
from rakiza.pillars.industry.content.auditing import DECIDABLE, open_audit
from rakiza.pillars.industry.enums import AuditState, ContestState
from rakiza.pillars.registration.actions import authorise_device, declare_establishment, register_device
from rakiza.pillars.registration.enums import AuthorisationPurpose, Process, TitleState
from rakiza.pillars.registration.models import CommissionSession
from rakiza.pillars.registration.proposals import TitleTerms, propose_title

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
LONG_AGO = date(2020, 1, 1)
# What a call leaves anyway: who tried, and when a key was last used.
BESIDE = {"audit.refusedact", "access.accesskey", "sessions.session"}
ROOMS = {"/certification": "certification", "/homologation": "registration", "/industrie": "industry"}


@dataclass(frozen=True)
class Act:
    """One act by page and by API: who, where, what is sent, from which states, how it is refused from others."""

    actor: Actor
    page: str
    api: str
    states: frozenset[str]
    codes: frozenset[str]
    body: Mapping[str, object] = field(default_factory=dict)
    fields: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Thing:
    """What is acted on: the states that there are, how it is put into one, and its acts."""

    states: tuple[str, ...]
    put: Callable[[str], object]
    acts: tuple[Act, ...]


def stepped(page: str, body: Mapping[str, object]) -> dict[str, object]:
    """Return the fields of a form that is named by the last part of its address."""
    return {f"{page.strip('/').rpartition('/')[2]}-{name}": value for name, value in body.items()}


def state_of(row: models.Model) -> Callable[[str], object]:
    return lambda state: type(row)._default_manager.filter(pk=row.pk).update(state=state)


def everything(act: Act) -> dict[str, list[dict[str, Any]]]:
    """Return all rows of the act's room, of the trail and of the inbox, but for what a call leaves anyway."""
    rooms = {"audit", "notifications", *(room for start, room in ROOMS.items() if act.page.startswith(start))}
    kept = [
        model
        for model in apps.get_models()
        if model._meta.app_label in rooms and model._meta.label_lower not in BESIDE
    ]
    return {model._meta.label: list(model._default_manager.order_by("pk").values()) for model in kept}


@contextmanager
def undone():  # type: ignore[no-untyped-def]
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def certificates() -> Thing:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    kept = issue_certificate(officer, maker=an_actor(Role.MAKER).organisation, standard="ISO 9001", number="C-1",
                             valid_from=LONG_AGO, valid_to=TODAY() + timedelta(days=900))  # fmt: skip

    def put(state: str) -> None:
        kept.suspensions.all().delete()
        if state == CertificateState.SUSPENDED:
            Suspension.objects.create(certificate=kept, starts_on=TODAY() - timedelta(days=30), reason="R")
        state_of(kept)(state)

    acts = titled(
        officer, f"/certification/{kept.pk}", f"/certification/certificates/{kept.pk}", {"on": f"{TODAY()}"}
    )
    return Thing(tuple(CertificateState.values), put, acts)


def titled(officer: Actor, page: str, api: str, resumed: Mapping[str, object]) -> tuple[Act, ...]:
    """Return the three acts on a title or a certificate."""
    ended = {"on": f"{TODAY()}", "reason": "Contrôle"}
    codes = frozenset({"certification.state", "certification.not_suspended", "registration.state"})
    return tuple(
        Act(officer, f"{page}/{slug}/", f"{api}/transitions/{step}", frozenset(states), codes, body,
            stepped(f"{page}/{slug}/", body))
        for slug, step, states, body in (
            ("suspendre", "suspend", {"valid"}, ended),
            ("retablir", "reinstate", {"suspended"}, resumed),
            ("retirer", "withdraw", {"valid", "suspended"}, ended),
        )
    )  # fmt: skip


def titles(kind: Process) -> Thing:
    officer, device = an_actor(Role.REGISTRATION_OFFICER), DeviceFactory()
    days = {"number": "T-1", "valid_from": LONG_AGO, "valid_to": TODAY() + timedelta(days=900)}
    made = {
        Process.DECLARATION: lambda: declare_establishment(officer, maker=device.maker, **days),
        Process.REGISTRATION: lambda: register_device(officer, device=device, **days),
        Process.AUTHORISATION: lambda: authorise_device(
            officer, device=device, purpose=AuthorisationPurpose.EVALUATION_SAMPLE, **days
        ),
    }[kind]()
    made.suspensions = [[f"{TODAY() - timedelta(days=30)}", None]]
    made.save()
    acts = titled(officer, f"/homologation/{kind}/{made.pk}", f"/registration/titles/{kind}/{made.pk}", {})
    return Thing(tuple(TitleState.values), state_of(made), acts)


def a_case(officer: Actor, state: str) -> CertificationCase:
    return CertificationCase.objects.create(
        maker=an_actor(Role.MAKER).organisation, body=officer.organisation, scheme="system",
        standard="ISO 9001", state=state, filed_on=LONG_AGO,
    )  # fmt: skip


def an_audit(case: CertificationCase, auditor: Actor, stage: str, *, held: bool) -> Audit:
    on = {
        "planned_on": TODAY(),
        "held_on": TODAY() if held else None,
        "outcome": "conclusive" if held else "",
    }
    return Audit.objects.create(case=case, stage=stage, auditor=auditor.user, **on)


def finding_acts(officer: Actor, finding: Finding, states: Mapping[str, frozenset[str]]) -> tuple[Act, ...]:
    page, api = f"/certification/non-conformites/{finding.pk}", f"/certification/findings/{finding.pk}"
    maker = an_actor(Role.MAKER, finding.audit.case.maker)
    said_so = {"repondre": {"cause": "C", "plan": "P"}, "lever": {}, "rendre": {"remark": "R"}}
    return tuple(
        Act(who, f"{page}/{slug}/", f"{api}/transitions/{step}", states[slug],
            frozenset({"case.state", "finding.state", "finding.closed"}), said_so[slug],
            {f"f{finding.pk}-{name}": value for name, value in said_so[slug].items()})
        for slug, step, who in (("repondre", "answer", maker), ("lever", "lift", officer), ("rendre", "return", officer))
    )  # fmt: skip


def a_finding(officer: Actor) -> Finding:
    audit = an_audit(a_case(officer, "findings"), officer, "stage_2", held=True)
    return Finding.objects.create(audit=audit, grade="minor", text="T", due_on=TODAY(), state="answered")


def findings() -> Thing:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    finding = a_finding(officer)
    answered = frozenset({FindingState.ANSWERED.value})
    states = {"repondre": answered | {FindingState.OPEN.value}, "lever": answered, "rendre": answered}
    return Thing(tuple(FindingState.values), state_of(finding), finding_acts(officer, finding, states))


def findings_of_a_case() -> Thing:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    finding = a_finding(officer)
    within = frozenset(state.value for state in ANSWERED)
    acts = finding_acts(officer, finding, dict.fromkeys(("repondre", "lever", "rendre"), within))
    return Thing(in_view(CaseState.values), state_of(finding.audit.case), acts)


def in_view(states: list[str]) -> tuple[str, ...]:
    """Leave out what an officer doesn't see: to them a draft isn't there."""
    return tuple(state for state in states if state != CaseState.DRAFT)


def surveillances() -> Thing:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    case = a_case(officer, "certified")
    case.certificate = issue_certificate(officer, maker=case.maker, standard="ISO 9001", number="C-2",
                                         valid_from=TODAY() - timedelta(days=90),
                                         valid_to=TODAY() + timedelta(days=900))  # fmt: skip
    case.save()
    an_audit(case, officer, "surveillance", held=False)
    page, api = f"/certification/dossiers/{case.pk}", f"/certification/cases/{case.pk}/transitions"
    planned = {"auditor": officer.user.pk, "planned_on": f"{TODAY() + timedelta(days=9)}"}
    audited = frozenset(state.value for state in AUDITED)
    acts = (
        Act(officer, f"{page}/replanifier/", f"{api}/replan", audited, frozenset({"case.state"}), planned,
            stepped(f"{page}/replanifier/", planned)),
    )  # fmt: skip
    return Thing(in_view(CaseState.values), state_of(case), acts)


def surveillances_to_plan() -> Thing:
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    case = a_case(officer, "certified")
    case.certificate = issue_certificate(officer, maker=case.maker, standard="ISO 9001", number="C-3",
                                         valid_from=TODAY() - timedelta(days=90),
                                         valid_to=TODAY() + timedelta(days=900))  # fmt: skip
    case.save()
    page, api = (
        f"/certification/dossiers/{case.pk}/surveiller/",
        f"/certification/cases/{case.pk}/transitions",
    )
    planned = {"auditor": officer.user.pk, "planned_on": f"{TODAY() + timedelta(days=9)}"}
    act = Act(officer, page, f"{api}/plan-surveillance", frozenset({"certified"}), frozenset({"case.state"}),
              planned, stepped(page, planned))  # fmt: skip
    return Thing(in_view(CaseState.values), state_of(case), (act,))


def surveillances_to_hold() -> Thing:
    """States of the surveillance itself: none, planned, held."""
    officer = an_actor(Role.CERTIFICATION_OFFICER)
    case = a_case(officer, "certified")

    def put(state: str) -> None:
        case.audits.all().delete()
        if state != "none":
            an_audit(case, officer, "surveillance", held=state == "held")

    page, api = (
        f"/certification/dossiers/{case.pk}/surveillance-tenue/",
        f"/certification/cases/{case.pk}/transitions",
    )
    held = {"held_on": f"{TODAY()}", "outcome": "conclusive", "note": "N"}
    act = Act(officer, page, f"{api}/hold-surveillance", frozenset({"planned"}), frozenset({"surveillance.none"}),
              held, stepped(page, held))  # fmt: skip
    return Thing(("none", "planned", "held"), put, (act,))


def contests() -> Thing:
    maker, cluster = an_actor(Role.MAKER), an_actor(Role.CLUSTER_STAFF)
    contest = open_contest(an_actor(Role.MAKER), a_declared(maker), reason="Non.")
    page, api = (
        f"/industrie/integration/contestations/{contest.pk}",
        f"/local-content/contests/{contest.pk}/transitions",
    )
    running = frozenset({ContestState.OPEN.value, ContestState.ANSWERED.value})
    moved, reason = frozenset({"content.moved"}), {"reason": "R"}
    acts = (
        Act(maker, f"{page}/repondre/", f"{api}/answer", frozenset({"open"}), moved, {"answer": "R"}, reason),
        Act(cluster, f"{page}/fonder/", f"{api}/settle", running, moved, {"upheld": True, **reason}, reason),
        Act(
            cluster, f"{page}/rejeter/", f"{api}/settle", running, moved, {"upheld": False, **reason}, reason
        ),
    )
    return Thing(tuple(ContestState.values), state_of(contest), acts)


def content_audits() -> Thing:
    maker, auditor = an_actor(Role.MAKER), an_actor(Role.CLUSTER_STAFF)
    second = an_actor(Role.ADMINISTRATOR, auditor.organisation)
    audit = open_audit(auditor, a_declared(maker), year=TODAY().year)
    page, api = (
        f"/industrie/integration/controles/{audit.pk}",
        f"/local-content/audits/{audit.pk}/transitions",
    )
    decidable = frozenset(state.value for state in DECIDABLE)
    codes = frozenset({"content_audit.state"})
    sent = {"remark": "R", "consequence": "withdraw"}
    answered, decided = {"agrees": True, "answer": "R"}, {"upheld": True, "reason": "R"}

    def put(state: str) -> None:
        type(audit).objects.filter(pk=audit.pk).update(
            state=state, consequence="withdraw", answer_due=TODAY() - timedelta(days=1)
        )

    acts = tuple(
        Act(who, f"{page}/{slug}/", f"{api}/{step}", states, codes, body,
            stepped(f"{page}/{slug}/", {name: 1 if value is True else value for name, value in body.items()}))
        for who, slug, step, states, body in (
            (auditor, "constats", "send-findings", frozenset({"open"}), sent),
            (maker, "repondre", "answer", frozenset({"sent"}), answered),
            (second, "decider", "decide", decidable, decided),
        )
    )  # fmt: skip
    return Thing(tuple(AuditState.values), put, acts)


def sessions() -> Thing:
    """States of a session of the commission: called, closed."""
    officer = an_actor(Role.REGISTRATION_OFFICER)
    session = CommissionSession.objects.create(authority=officer.organisation, held_on=TODAY())

    def put(state: str) -> None:
        closed = timezone.now() if state == "closed" else None
        CommissionSession.objects.filter(pk=session.pk).update(
            closed_at=closed, present=7 if closed else None
        )

    page, api = f"/homologation/commission/{session.pk}", f"/registration/commission/{session.pk}/transitions"
    called, codes = frozenset({"called"}), frozenset({"session.closed"})
    on = {"held_on": f"{TODAY() + timedelta(days=9)}"}
    acts = (
        Act(officer, f"{page}/clore/", f"{api}/close", called, codes, {"present": 7}, {"present": 7}),
        Act(officer, f"{page}/deplacer/", f"{api}/move", called, codes, on, stepped("/deplacer/", on)),
    )
    return Thing(("called", "closed"), put, acts)


def proposals(kind: str) -> Thing:
    """States of a title or a certificate that one officer wrote down: by another, by oneself."""
    role = Role.CERTIFICATION_OFFICER if kind == "certification" else Role.REGISTRATION_OFFICER
    officer = an_actor(role)
    second = an_actor(role, officer.organisation)
    days = {"decided_on": LONG_AGO, "valid_from": LONG_AGO, "valid_to": TODAY() + timedelta(days=900)}
    if kind == "certification":
        maker = an_actor(Role.MAKER).organisation
        made: Any = propose_certificate(officer, CertificateTerms(maker, "ISO 9001", "C-4", **days))
        page, api = f"/certification/propositions/{made.pk}", f"/certification/proposals/{made.pk}"
    else:
        terms = TitleTerms(Process.REGISTRATION, "E-4", device=DeviceFactory(), **days)  # type: ignore[arg-type]
        made = propose_title(officer, terms)
        page, api = f"/homologation/propositions/{made.pk}", f"/registration/proposals/{made.pk}"

    def put(state: str) -> None:
        author = second if state == "own" else officer
        type(made).objects.filter(pk=made.pk).update(proposed_by=author.user)

    act = Act(second, f"{page}/confirmer/", f"{api}/transitions/confirm", frozenset({"another's"}),
              frozenset({"second_person"}))  # fmt: skip
    return Thing(("another's", "own"), put, (act,))


THINGS: Mapping[str, Callable[[], Thing]] = {
    "certificate": certificates,
    **{f"title: {kind}": lambda kind=kind: titles(kind) for kind in Process},
    "finding": findings,
    "finding, by its case": findings_of_a_case,
    "audit to replan": surveillances,
    "surveillance to plan": surveillances_to_plan,
    "surveillance to hold": surveillances_to_hold,
    "contest": contests,
    "control of local content": content_audits,
    "session": sessions,
    "proposed certificate": lambda: proposals("certification"),
    "proposed title": lambda: proposals("registration"),
}


@pytest.mark.parametrize("name", THINGS)
def test_an_act_out_of_its_states_is_refused_on_page_and_api_with_no_effect(name: str) -> None:
    thing = THINGS[name]()
    actors = {act.actor.user.pk: act.actor for act in thing.acts}
    callers = {pk: Caller.of(actor) for pk, actor in actors.items()}
    browsers = {pk: Client() for pk in actors}
    for pk, actor in actors.items():
        browsers[pk].force_login(actor.user)
    proven: list[Act] = []
    for state in thing.states:
        with undone():
            thing.put(state)
            before = everything(thing.acts[0])
            for act in thing.acts:
                doors = browsers[act.actor.user.pk], callers[act.actor.user.pk]
                if state not in act.states:
                    _refused(act, *doors, f"{act.page} from {state}")
                elif act.page not in {one.page for one in proven}:
                    _done(act, *doors, before, f"{act.page} from {state}")
                    proven.append(act)
            assert everything(thing.acts[0]) == before, f"{thing.acts[0].page} from {state}"
    assert {act.page for act in thing.acts} == {act.page for act in proven}


def _done(act: Act, browser: Client, caller: Caller, before: object, where: str) -> None:
    for by_page in (True, False):
        with undone():
            answer = (
                browser.post(act.page, dict(act.fields)) if by_page else caller.post(act.api, dict(act.body))
            )
            assert answer.status_code == (302 if by_page else 200), (where, answer.content[:400])
            assert everything(act) != before, where


def _refused(act: Act, browser: Client, caller: Caller, where: str) -> None:
    tried = RefusedAct.objects.count()
    page = browser.post(act.page, dict(act.fields))
    assert page.status_code in {200, 302, 422}, where
    assert RefusedAct.objects.count() == tried + 1, where
    assert RefusedAct.objects.latest("pk").code in act.codes, where
    answer = caller.post(act.api, dict(act.body))
    assert (answer.status_code, said(answer)["code"] in act.codes) == (409, True), (where, answer.content)
