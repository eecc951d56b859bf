"""A case from its draft to a certificate, and every way in which it may not move."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import OrganisationFactory, an_actor
from tests.pillars.certification.marks import a_report, an_ordered_test
from tests.pillars.certification.office import (
    TODAY,
    Office,
    a_draft,
    a_filed,
    a_site,
    an_agreed,
    an_audited,
    give,
    state_of,
    the_terms,
)
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.actions import store
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Membership, Organisation, Site
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.audits import Remark
from rakiza.pillars.certification.case_rows import next_date
from rakiza.pillars.certification.contracts import agree_contract, decline_contract, offer_contract
from rakiza.pillars.certification.enums import (
    NEEDED,
    CaseState,
    Decline,
    DocumentKind,
    FindingState,
    Grade,
    Outcome,
    Scheme,
    SendBackReason,
)
from rakiza.pillars.certification.models import (
    Audit,
    Certificate,
    CertificationCase,
    Contract,
    Finding,
    TypeTest,
)
from rakiza.pillars.certification.process import ANSWER_WITHIN, ORIGINS, Step, ends_on, surveillances
from rakiza.pillars.certification.queries import cases_for, titles_for
from rakiza.pillars.certification.surveillance import hold_surveillance, plan_surveillance, watched

pytestmark = pytest.mark.django_db


def test_from_the_draft_to_a_certificate_that_a_plan_reads(office: Office) -> None:
    case = an_audited(office, Remark(Grade.MINOR, "Une fiche n'est pas signée."))
    finding = Finding.objects.get()
    assert (state_of(case), finding.due_on) == (CaseState.FINDINGS, TODAY() + ANSWER_WITHIN)

    actions.answer_finding(office.maker, finding, cause="Oubli", plan="Contrôle mensuel")
    actions.settle_finding(office.auditor, finding, accepted=True)
    assert state_of(case) == CaseState.DECISION
    certificate = actions.grant_case(office.decider, case, number="C-7", valid_from=TODAY())

    kept = CertificationCase.objects.get()
    assert (kept.state, kept.certificate, kept.decided_by) == (
        CaseState.CERTIFIED,
        certificate,
        office.decider.user,
    )
    assert certificate.valid_to == ends_on(TODAY())
    assert [title.number for title in titles_for(TODAY().year)] == ["C-7"]
    told = [str(message) for message in awaiting(office.maker)]
    assert f"{office.body} vous certifie ISO 13485:2016 : certificat C-7." in told


def test_an_incomplete_application_is_told_what_it_lacks(office: Office) -> None:
    case = a_draft(office)
    give(office, case, DocumentKind.MANUAL)

    with pytest.raises(Refused) as refusal:
        actions.file_case(office.maker, case)

    assert refusal.value.code == "case.incomplete"
    assert str(refusal.value) == (
        "Il manque : domaine demandé et procédés, organigramme et effectifs, "
        "dernier audit interne et revue de direction."
    )
    assert state_of(case) == CaseState.DRAFT


def test_a_case_sent_back_comes_again(office: Office) -> None:
    case = a_filed(office)
    actions.send_back(office.auditor, case, reason=SendBackReason.UNREADABLE, remark="Le manuel est coupé.")
    sent = CertificationCase.objects.get()
    assert (sent.state, sent.sent_back_for, sent.remark) == (
        CaseState.SENT_BACK,
        "unreadable",
        "Le manuel est coupé.",
    )

    give(office, case, DocumentKind.MANUAL, b"entier")
    actions.file_case(office.maker, case)

    again = CertificationCase.objects.get()
    assert (again.state, again.sent_back_for, again.filed_on) == (CaseState.FILED, "", sent.filed_on)
    assert list(again.documents.filter(kind="manual").values_list("version", flat=True)) == [2, 1]


def test_an_inconclusive_stage_1_is_planned_anew(office: Office) -> None:
    case = an_agreed(office)
    actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())

    actions.hold_audit(office.auditor, case, held_on=TODAY(), outcome=Outcome.INCONCLUSIVE, note="Trop tôt.")

    assert state_of(case) == CaseState.AGREED


def test_a_poor_answer_goes_back_with_words(office: Office) -> None:
    case = an_audited(office, Remark(Grade.MAJOR, "Pas de traçabilité."))
    finding = Finding.objects.get()
    actions.answer_finding(office.maker, finding, cause="?", plan="?")

    with pytest.raises(Refused, match="ce qui manque"):
        actions.settle_finding(office.auditor, finding, accepted=False, remark=" ")
    actions.settle_finding(office.auditor, finding, accepted=False, remark="Où est la cause ?")

    finding.refresh_from_db()
    assert (finding.state, finding.remark) == (FindingState.OPEN, "Où est la cause ?")
    settled = AuditEvent.objects.get(action="certification.settle_finding")
    assert settled.after == {"finding": finding.pk, "accepted": False, "remark": "Où est la cause ?"}
    assert state_of(case) == CaseState.FINDINGS
    with pytest.raises(Refused, match="pas encore donnée"):
        actions.settle_finding(office.auditor, finding, accepted=True)
    actions.answer_finding(office.maker, finding, cause="Oubli", plan="Contrôle mensuel")
    better = AuditEvent.objects.filter(action="certification.answer_finding").latest("pk")
    poor = {"finding": finding.pk, "cause": "?", "plan": "?", "sha256": ""}
    assert (better.before, better.after) == (poor, {**poor, "cause": "Oubli", "plan": "Contrôle mensuel"})


def test_a_major_finding_is_lifted_on_proof_alone(office: Office) -> None:
    case = an_audited(office, Remark(Grade.MAJOR, "Pas de traçabilité."))
    finding = Finding.objects.get()
    actions.answer_finding(office.maker, finding, cause="Oubli", plan="Contrôle mensuel")
    client = Client()
    client.force_login(office.auditor.user)
    before = AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        actions.settle_finding(office.auditor, finding, accepted=True)
    page = client.get(reverse("certification:case", args=[case.pk])).content.decode()
    lifted = client.post(reverse("certification:finding", args=[finding.pk, "lever"]), follow=True)

    assert refusal.value.code == "finding.no_evidence"
    assert ("Lever la non-conformité" in page, "sans preuve jointe" in page) == (False, True)
    assert "que sur preuve" in lifted.content.decode()
    assert (state_of(case), AuditEvent.objects.count()) == (CaseState.FINDINGS, before)
    actions.settle_finding(office.auditor, finding, accepted=False, remark="La preuve manque.")
    proof = store(
        [b"%PDF-1.4 registre"],
        name="registre.pdf",
        organisation=office.maker.organisation,
        uploaded_by=office.maker.user,
    )
    actions.answer_finding(office.maker, finding, cause="Oubli", plan="Contrôle mensuel", evidence=proof)
    actions.settle_finding(office.auditor, finding, accepted=True)
    assert state_of(case) == CaseState.DECISION


def test_the_last_finding_opens_the_decision(office: Office) -> None:
    case = an_audited(office, Remark(Grade.MINOR, "A"), Remark(Grade.MINOR, "B"))
    first, second = Finding.objects.order_by("pk")
    for finding in (first, second):
        actions.answer_finding(office.maker, finding, cause="C", plan="P")

    actions.settle_finding(office.auditor, first, accepted=True)
    between = state_of(case)
    actions.settle_finding(office.auditor, second, accepted=True)

    assert (between, state_of(case)) == (CaseState.FINDINGS, CaseState.DECISION)


def test_who_audited_does_not_decide(office: Office) -> None:
    case = an_audited(office)

    with pytest.raises(NotAllowed):
        actions.grant_case(office.auditor, case, number="C-7", valid_from=TODAY())
    with pytest.raises(NotAllowed):
        actions.refuse_case(office.auditor, case, remark="Non")

    assert state_of(case) == CaseState.DECISION
    assert titles_for(TODAY().year) == ()


def test_two_officers_deciding_at_once_one_wins(office: Office) -> None:
    case = an_audited(office)
    stale = CertificationCase.objects.get(pk=case.pk)
    actions.refuse_case(office.decider, case, remark="Insuffisant")
    before = AuditEvent.objects.count()

    with pytest.raises(Refused, match="rechargez"):
        actions.grant_case(office.decider, stale, number="C-7", valid_from=TODAY())

    assert (state_of(case), AuditEvent.objects.count()) == (CaseState.REFUSED, before)


def test_an_officer_of_the_makers_own_group_handles_nothing(office: Office) -> None:
    group = OrganisationFactory(kind=OrganisationKind.HEALTH_GROUP)
    Organisation.objects.filter(pk=office.maker.organisation.pk).update(parent=group)
    office.maker.organisation.refresh_from_db()
    Membership.objects.create(user=office.auditor.user, organisation=group, role=Role.BUYER)
    case = a_filed(office)

    with pytest.raises(NotAllowed):
        actions.accept_case(office.auditor, case)
    actions.accept_case(office.decider, case)
    contract = offer_contract(office.decider, case, the_terms())
    agree_contract(office.maker, case, contract=contract.pk)
    with pytest.raises(Refused, match="agit aussi pour le fabricant"):
        actions.plan_audit(office.decider, case, auditor=office.auditor.user, planned_on=TODAY())

    assert state_of(case) == CaseState.AGREED
    assert not Audit.objects.exists()


def test_only_the_named_auditor_reports(office: Office) -> None:
    case = an_agreed(office)
    actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    tomorrow = TODAY() + timedelta(days=1)

    with pytest.raises(Refused) as other:
        actions.hold_audit(office.decider, case, held_on=TODAY(), outcome=Outcome.CONCLUSIVE, note="N")
    with pytest.raises(Refused) as early:
        actions.hold_audit(office.auditor, case, held_on=tomorrow, outcome=Outcome.CONCLUSIVE, note="N")

    assert (other.value.code, early.value.code) == ("case.not_the_auditor", "case.future")
    assert state_of(case) == CaseState.STAGE_1


def test_an_audit_is_planned_ahead_with_an_officer(office: Office) -> None:
    case = an_agreed(office)
    stranger = an_actor(Role.CERTIFICATION_OFFICER)
    yesterday = TODAY() - timedelta(days=1)

    with pytest.raises(Refused) as past:
        actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=yesterday)
    with pytest.raises(Refused) as foreign:
        actions.plan_audit(office.auditor, case, auditor=stranger.user, planned_on=TODAY())

    assert (past.value.code, foreign.value.code) == ("case.past", "case.auditor")


Move = Callable[[Office, CertificationCase], object]
MOVES: dict[Step, Move] = {
    Step.FILE: lambda o, c: actions.file_case(o.maker, c),
    Step.SEND_BACK: lambda o, c: actions.send_back(o.auditor, c, reason=SendBackReason.SCOPE, remark="R"),
    Step.ACCEPT: lambda o, c: actions.accept_case(o.auditor, c),
    Step.OFFER: lambda o, c: offer_contract(o.auditor, c, the_terms()),
    Step.AGREE: lambda o, c: agree_contract(o.maker, c, contract=1),
    Step.DECLINE: lambda o, c: decline_contract(o.maker, c, contract=1, choice=Decline.CLOSE, reason="R"),
    Step.ORDER_TEST: an_ordered_test,
    Step.REPORT_TEST: lambda o, c: a_report(o, c, TypeTest(case=c)),
    Step.PLAN: lambda o, c: actions.plan_audit(o.auditor, c, auditor=o.auditor.user, planned_on=TODAY()),
    Step.HOLD: lambda o, c: actions.hold_audit(
        o.auditor, c, held_on=TODAY(), outcome=Outcome.CONCLUSIVE, note="N"
    ),
    Step.GRANT: lambda o, c: actions.grant_case(o.decider, c, number="C-9", valid_from=TODAY()),
    Step.REFUSE: lambda o, c: actions.refuse_case(o.decider, c, remark="R"),
    Step.CANCEL: lambda o, c: actions.cancel_case(o.maker, c),
}


@pytest.mark.parametrize("step", MOVES)
@pytest.mark.parametrize("state", list(CaseState))
def test_a_forbidden_step_changes_nothing(office: Office, state: CaseState, step: Step) -> None:
    case = a_draft(office)
    CertificationCase.objects.filter(pk=case.pk).update(state=state)
    if state in ORIGINS[step]:
        return
    before = AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        MOVES[step](office, case)

    assert refusal.value.code == "case.state"
    assert (state_of(case), AuditEvent.objects.count()) == (state, before)


@pytest.mark.parametrize("step", MOVES)
def test_strangers_move_nothing(office: Office, step: Step) -> None:
    case = a_draft(office)
    origin = min(ORIGINS[step])
    CertificationCase.objects.filter(pk=case.pk).update(state=origin)
    stranger = Office(
        an_actor(Role.MAKER), an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.CERTIFICATION_OFFICER)
    )

    with pytest.raises(NotAllowed):
        MOVES[step](stranger, case)

    assert state_of(case) == origin
    assert not cases_for(stranger.maker).exists()
    assert not cases_for(stranger.auditor).exists()


def test_a_case_names_a_body_a_site_and_a_certificate_that_fit(office: Office) -> None:
    other = an_actor(Role.MAKER)
    site = Site.objects.create(
        organisation=other.organisation, kind="plant", name="U", city="V", region="MA-01"
    )

    with pytest.raises(Refused, match="organisme certificateur"):
        actions.open_case(office.maker, body=other.organisation, scheme=Scheme.SYSTEM, standard="X")
    with pytest.raises(Refused, match="pas de votre entreprise"):
        actions.open_case(office.maker, body=office.body, scheme=Scheme.SYSTEM, standard="X", site=site)
    assert not CertificationCase.objects.exists()


def test_no_case_is_opened_for_a_site_that_closed(office: Office) -> None:
    site = a_site(office.maker.organisation)
    Site.objects.update(closed_on=TODAY())
    with pytest.raises(Refused, match="est fermé depuis le") as refusal:
        actions.open_case(office.maker, body=office.body, scheme=Scheme.SYSTEM, standard="X", site=site)
    assert refusal.value.code == "certification.site_closed"
    assert (CertificationCase.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("step", ["filing", "decision"])
def test_a_case_of_a_site_that_closed_meanwhile_goes_no_further(office: Office, step: str) -> None:
    if step == "filing":
        case = a_filed(office)
        actions.send_back(office.auditor, case, reason=SendBackReason.INCOMPLETE, remark="Plan.")
    else:
        case = an_audited(office)
    CertificationCase.objects.update(site=a_site(office.maker.organisation))
    Site.objects.update(closed_on=TODAY())
    case.refresh_from_db()
    before = case.state, AuditEvent.objects.count()
    acts = {
        "filing": partial(actions.file_case, office.maker, case),
        "decision": partial(actions.grant_case, office.decider, case, number="C-1", valid_from=TODAY()),
    }
    with pytest.raises(Refused, match="est fermé depuis le") as refusal:
        acts[step]()
    assert refusal.value.code == "certification.site_closed"
    assert (state_of(case), AuditEvent.objects.count()) == before
    assert not Certificate.objects.exists()


def test_the_interface_opens_no_case_of_a_site_that_closed(office: Office) -> None:
    site = a_site(office.maker.organisation)
    Site.objects.update(closed_on=TODAY())
    asked = {"body": office.body.pk, "scheme": "system", "standard": "ISO 13485:2016", "site": site.pk}
    answer = Caller.of(office.maker).post("/certification/cases", asked)
    assert (answer.status_code, said(answer)["code"]) == (409, "certification.site_closed")
    client = Client()
    client.force_login(office.maker.user)
    page = client.post(reverse("certification:open-case"), asked)
    assert (page.status_code, CertificationCase.objects.count()) == (422, 0)


def test_a_file_is_one_piece_only(office: Office) -> None:
    case = a_draft(office)
    give(office, case, DocumentKind.MANUAL, b"le meme")

    with pytest.raises(Refused, match="déjà une autre pièce"):
        give(office, case, DocumentKind.SCOPE, b"le meme")

    assert case.documents.count() == 1


@pytest.mark.parametrize(
    ("content", "status"), [(b"%PDF-1.4", 302), (b"PK\x03\x04zip", 422), (b"\x7fELF\0\0", 422), (b"", 422)]
)
def test_a_piece_is_told_by_its_bytes_not_its_name(office: Office, content: bytes, status: int) -> None:
    case = a_draft(office)
    browser = Client()
    browser.force_login(office.maker.user)

    answer = browser.post(
        reverse("certification:add-document", args=[case.pk]),
        {"kind": "manual", "file": SimpleUploadedFile("manuel.pdf", content)},
    )

    assert (answer.status_code, case.documents.count()) == (status, int(status == 302))


def test_who_opened_a_piece_is_written_down(office: Office) -> None:
    case = a_filed(office)
    piece = case.documents.first()
    assert piece is not None
    address = reverse("certification:case-file", args=[case.pk, piece.file_id])
    officer, stranger = Client(), Client()
    officer.force_login(office.auditor.user)
    stranger.force_login(an_actor(Role.CERTIFICATION_OFFICER).user)

    got = officer.get(address)
    content = b"".join(got)  # type: ignore[arg-type]

    assert content.startswith(b"%PDF-1.4")
    assert AuditEvent.objects.get(action="files.open").user == office.auditor.user
    assert stranger.get(address).status_code == 404


def test_a_certified_case_is_watched(office: Office) -> None:
    case = an_audited(office)
    made = actions.grant_case(office.decider, case, number="C-7", valid_from=TODAY())
    begun = TODAY() - timedelta(days=400)
    Certificate.objects.filter(pk=made.pk).update(valid_from=begun, valid_to=ends_on(begun))
    case.refresh_from_db()
    late = watched(case, case.audits.all())[0]
    assert late.late(TODAY())

    audit = plan_surveillance(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    with pytest.raises(Refused, match="déjà planifiée"):
        plan_surveillance(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    hold_surveillance(office.auditor, audit, held_on=TODAY(), outcome=Outcome.CONCLUSIVE, note="Vu.")
    with pytest.raises(Refused):
        hold_surveillance(office.auditor, audit, held_on=TODAY(), outcome=Outcome.CONCLUSIVE, note="Bis")

    audit.refresh_from_db()
    assert (audit.outcome, audit.note) == (Outcome.CONCLUSIVE, "Vu.")


def test_the_pages_walk_the_whole_way(office: Office) -> None:
    maker, auditor, decider = Client(), Client(), Client()
    for browser, actor in ((maker, office.maker), (auditor, office.auditor), (decider, office.decider)):
        browser.force_login(actor.user)
    maker.post(
        reverse("certification:open-case"),
        {"body": office.body.pk, "scheme": "system", "standard": "ISO 13485:2016"},
    )
    case = CertificationCase.objects.get()
    page = reverse("certification:case", args=[case.pk])
    assert auditor.get(page).status_code == 404  # a draft is the maker's alone
    for kind in NEEDED[Scheme.SYSTEM]:
        upload = SimpleUploadedFile("piece.pdf", b"%PDF-1.4 " + kind.encode())
        maker.post(reverse("certification:add-document", args=[case.pk]), {"kind": kind, "file": upload})

    def do(browser: Client, step: str, **fields: object) -> None:
        answer = browser.post(
            reverse("certification:case-step", args=[case.pk, step]),
            {f"{step}-{name}": value for name, value in fields.items()},
        )
        assert answer.status_code == 302, answer.content.decode()
        assert browser.get(page).status_code == 200

    day = TODAY().isoformat()
    do(maker, "deposer")
    do(auditor, "accepter")
    days = {"answer_by": day, "stage_1_on": day, "stage_2_on": day}
    do(auditor, "proposer", scope="Un site.", audit_days="3,5", fee="40 000", **days)
    do(maker, "convenir", contract=Contract.objects.get().pk)
    do(auditor, "planifier", auditor=office.auditor.user.pk, planned_on=day)
    do(auditor, "tenir", held_on=day, outcome="conclusive", note="Vu.")
    do(auditor, "planifier", auditor=office.auditor.user.pk, planned_on=day)
    do(auditor, "tenir", held_on=day, outcome="conclusive", note="Vu.", finding_1="Écart", grade_1="")
    finding = Finding.objects.get()
    maker.post(
        reverse("certification:finding", args=[finding.pk, "repondre"]),
        {f"f{finding.pk}-cause": "C", f"f{finding.pk}-plan": "P"},
    )
    auditor.post(reverse("certification:finding", args=[finding.pk, "lever"]))
    assert "Certifier" not in auditor.get(page).content.decode()
    do(decider, "certifier", number="C-7", valid_from=day)

    assert state_of(case) == CaseState.CERTIFIED
    assert "C-7" in maker.get(page).content.decode()


@pytest.mark.parametrize(
    "step", ["proposer", "planifier", "tenir", "renvoyer", "certifier", "refuser", "rien"]
)
def test_an_empty_form_is_told_and_moves_nothing(office: Office, step: str) -> None:
    case = a_filed(office)
    browser = Client()
    browser.force_login(office.auditor.user)

    answer = browser.post(reverse("certification:case-step", args=[case.pk, step]), {})

    assert answer.status_code == (404 if step == "rien" else 422)
    assert state_of(case) == CaseState.FILED


def test_the_list_says_what_is_due_next_is_filtered_and_exported(
    office: Office, django_assert_max_num_queries: object
) -> None:
    waiting, found, draft = (
        an_agreed(office),
        an_audited(office, Remark(Grade.MINOR, "Une fiche.")),
        a_draft(office),
    )
    actions.plan_audit(office.auditor, waiting, auditor=office.auditor.user, planned_on=TODAY())
    Audit.objects.filter(case=waiting).update(planned_on=TODAY() - timedelta(days=3))
    certified = an_audited(office)
    made = actions.grant_case(office.decider, certified, number="C-7", valid_from=TODAY())

    dates = {one.pk: next_date(one) for one in CertificationCase.objects.all()}
    client = Client()
    client.force_login(office.maker.user)
    address = reverse("certification:cases")
    page = unescape(client.get(address).content.decode())

    first = surveillances(made.valid_from, made.valid_to)[0]
    assert dates == {
        waiting.pk: TODAY() - timedelta(days=3),
        found.pk: TODAY() + ANSWER_WITHIN,
        draft.pk: None,
        certified.pk: first.last,
    }
    assert page.count("en retard depuis le") == 1
    assert "calendrier" not in page  # the calendar is the body's
    assert "ISO 13485:2016" not in client.get(f"{address}?q=zzzz").content.decode().split("<tbody>")[-1]
    export = client.get(f"{address}?export=1")
    assert export["Content-Type"].startswith("application/vnd.openxmlformats")
    for _more in range(3):
        a_draft(office)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(address)
