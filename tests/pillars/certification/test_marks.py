"""The NM mark of a product: named products, type tests, factory audit, right of use, and what it may not skip."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import DeviceFactory, OrganisationFactory, an_actor
from tests.pillars.certification.marks import (
    FAILED,
    NM,
    PASSED,
    a_file,
    a_laboratory,
    a_mark,
    a_mark_in_tests,
    a_passed_mark,
    a_product,
    a_report,
    an_accepted_mark,
    an_audited_mark,
    an_ordered_test,
    contracted,
    the_terms_of_a_mark,
)
from tests.pillars.certification.office import TODAY, Office, a_filed, an_accepted, give, state_of
from tests.web.api.caller import Caller, said

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.audit.queries import verify_chain
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.notifications.queries import awaiting
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import OrganisationKind, Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.certification import case_actions as actions
from rakiza.pillars.certification.actions import suspend_certificate, withdraw_certificate
from rakiza.pillars.certification.case_rows import next_date
from rakiza.pillars.certification.contracts import agree_contract, offer_contract
from rakiza.pillars.certification.enums import (
    NEEDED,
    CaseState,
    CertificateState,
    DocumentKind,
    FailureCause,
    LabResult,
    Outcome,
    Scheme,
    SendBackReason,
    Stage,
)
from rakiza.pillars.certification.models import (
    Audit,
    Certificate,
    CertificateProposal,
    CertificationCase,
    Contract,
    TypeTest,
)
from rakiza.pillars.certification.process import ends_on, years_after
from rakiza.pillars.certification.product_actions import name_products
from rakiza.pillars.certification.queries import certificates_about, titles_for
from rakiza.pillars.certification.reminders import remind
from rakiza.pillars.certification.surveillance import plan_surveillance, watched
from rakiza.pillars.certification.tests_passed import untested
from rakiza.pillars.certification.type_tests import LabReport, order_test, report_test

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def test_from_the_application_to_the_right_of_use(office: Office) -> None:
    device = a_product(office)
    case = an_accepted_mark(office, device)
    assert (state_of(case), case.scope_families) == (CaseState.ACCEPTED, [device.family])
    terms = offer_contract(office.auditor, case, the_terms_of_a_mark())
    agree_contract(office.maker, case, contract=terms.pk)
    assert state_of(case) == CaseState.TESTS
    assert (terms.tests_on, terms.factory_on, terms.stage_1_on) == (
        TODAY() + timedelta(days=30),
        TODAY() + timedelta(days=60),
        None,
    )
    test = an_ordered_test(office, case)
    kept = CertificationCase.objects.get()
    assert (next_date(kept), untested(kept)) == (test.due_on, [device])

    a_report(office, case, test)
    assert state_of(case) == CaseState.FACTORY_READY
    reported = AuditEvent.objects.get(action="certification.case_report_test")
    assert reported.before == {"state": "tests"}
    assert (reported.after["result"], reported.after["device"], reported.after["state"]) == (
        "passed",
        device.pk,
        "factory_ready",
    )
    audit = actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    assert (audit.stage, state_of(case)) == (Stage.FACTORY, CaseState.FACTORY)
    actions.hold_audit(office.auditor, case, held_on=TODAY(), outcome=Outcome.CONCLUSIVE, note="Vu.")
    with pytest.raises(NotAllowed):
        actions.grant_case(office.auditor, case, number="NM-7", valid_from=TODAY())
    made = actions.grant_case(office.decider, case, number="NM-7", valid_from=TODAY())

    assert (made.scheme, list(made.devices.all()), made.valid_to) == (
        Scheme.PRODUCT,
        [device],
        ends_on(TODAY()),
    )
    issued = AuditEvent.objects.get(action="certification.issue")
    assert (issued.after["scheme"], issued.after["devices"]) == ("product", [device.pk])
    assert titles_for(TODAY().year) == ()  # a mark alone makes no maker eligible
    case.refresh_from_db()
    assert watched(case, [])[0].due.last == years_after(TODAY(), 1)
    plan_surveillance(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    suspend_certificate(office.auditor, made, on=TODAY(), reason="Marquage abusif")
    withdraw_certificate(office.auditor, made, on=TODAY(), reason="Sans suite")
    assert Certificate.objects.get().state == CertificateState.WITHDRAWN


def test_a_contract_says_the_tests_and_the_factory_audit_that_it_foresees(office: Office) -> None:
    case = an_accepted_mark(office)

    offer_contract(office.auditor, case, the_terms_of_a_mark())

    offered = AuditEvent.objects.get(action="certification.case_offer").after
    assert (offered["tests_on"], offered["factory_on"], "stage_1_on" in offered) == (
        f"{TODAY() + timedelta(days=30)}",
        f"{TODAY() + timedelta(days=60)}",
        False,
    )


@pytest.mark.parametrize("offered", [False, True])
def test_nothing_is_tested_or_audited_before_the_contract_is_accepted(office: Office, offered: bool) -> None:
    case = an_accepted_mark(office)
    if offered:
        offer_contract(office.auditor, case, the_terms_of_a_mark())
    state, before = state_of(case), AuditEvent.objects.count()

    for act in (
        lambda: an_ordered_test(office, case),
        lambda: actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY()),
    ):
        with pytest.raises(Refused, match="Ni audit ni essai avant") as refusal:
            act()
        assert refusal.value.code == "case.state"

    assert (state_of(case), AuditEvent.objects.count()) == (state, before)
    assert (TypeTest.objects.count(), Audit.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("contract.tests", {"tests_on": TODAY() + timedelta(days=14)}),
        ("contract.factory", {"factory_on": TODAY() + timedelta(days=29)}),
        ("contract.foreseen", {"tests_on": None}),
        ("contract.foreseen", {"factory_on": None}),
        ("contract.other_scheme", {"stage_2_on": TODAY() + timedelta(days=60)}),
        ("certification.too_late", {"factory_on": TODAY() + timedelta(days=200 * 365)}),
    ],
)
def test_terms_that_make_no_contract_of_a_mark_are_refused(
    office: Office, code: str, changed: dict[str, object]
) -> None:
    case = an_accepted_mark(office)
    before = AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        offer_contract(office.auditor, case, the_terms_of_a_mark(**changed))

    assert refusal.value.code == code
    assert (state_of(case), Contract.objects.count(), AuditEvent.objects.count()) == (
        CaseState.ACCEPTED,
        0,
        before,
    )


def test_a_mark_and_a_system_foresee_their_own_days_by_interface(office: Office) -> None:
    mark, system = an_accepted_mark(office), an_accepted(office)
    days = ("stage_1_on", "stage_2_on"), ("tests_on", "factory_on")
    caller = Caller.of(office.auditor)

    def offered(case: CertificationCase, names: tuple[str, str]) -> object:
        given = {"scope": "Un site.", "audit_days": "1.5", "fee": "26000", "answer_by": f"{TODAY()}"}
        given |= dict.fromkeys(names, f"{TODAY()}")
        return said(caller.post(f"/certification/cases/{case.pk}/transitions/offer", given))

    for case, wrong in zip((mark, system), days, strict=True):
        assert offered(case, wrong)["code"] == "contract.other_scheme"  # type: ignore[index]
    assert Contract.objects.count() == 0
    for case, own in zip((system, mark), days, strict=True):
        (terms,) = offered(case, own)["contracts"]  # type: ignore[index]
        assert {name for pair in days for name in pair if terms[name]} == set(own)


def test_a_mark_is_renewed_by_a_case_of_its_own_kind(office: Office) -> None:
    device = a_product(office)
    case = an_audited_mark(office, device)
    made = actions.grant_case(office.decider, case, number="NM-7", valid_from=TODAY())

    renewal = actions.open_case(
        office.maker, body=office.body, scheme=Scheme.PRODUCT, standard=NM, renews=made, devices=[device]
    )

    assert (renewal.renews, list(renewal.devices.all())) == (made, [device])


@pytest.mark.parametrize("which", ["foreign", "withdrawn", "none", "of a system"])
def test_a_mark_names_the_makers_own_products(office: Office, which: str) -> None:
    own, other = a_product(office), DeviceFactory()
    gone = DeviceFactory(maker=office.maker.organisation, state="withdrawn")
    devices = {"foreign": [own, other], "withdrawn": [gone], "none": [], "of a system": [own]}[which]
    code = {
        "foreign": "certification.foreign_device",
        "withdrawn": "certification.withdrawn_device",
        "none": "case.no_product",
        "of a system": "certification.products_of_system",
    }[which]
    scheme = Scheme.SYSTEM if which == "of a system" else Scheme.PRODUCT
    asked = {
        "body": office.body.pk,
        "scheme": scheme.value,
        "standard": NM,
        "devices": [one.pk for one in devices],
    }

    with pytest.raises(Refused) as refusal:
        actions.open_case(office.maker, body=office.body, scheme=scheme, standard=NM, devices=devices)
    page = signed_in(office.maker).post(reverse("certification:open-case"), asked)
    answer = Caller.of(office.maker).post("/certification/cases", asked)

    assert refusal.value.code == code
    assert (page.status_code, answer.status_code in {409, 422}) == (422, True)
    assert not CertificationCase.objects.exists()
    assert not AuditEvent.objects.filter(action="certification.open_case").exists()


def test_products_are_named_anew_while_the_case_is_the_makers(office: Office) -> None:
    first, second = a_product(office), a_product(office)
    case = a_mark(office, first)
    before = AuditEvent.objects.count()

    for wrong in ([DeviceFactory()], []):
        with pytest.raises(Refused):
            name_products(office.maker, case, devices=wrong)
    assert (list(case.devices.all()), AuditEvent.objects.count()) == ([first], before)
    name_products(office.maker, case, devices=[first, second])

    event = AuditEvent.objects.get(action="certification.name_products")
    assert (event.before, event.after) == (
        {"devices": [first.pk]},
        {"devices": sorted([first.pk, second.pk])},
    )
    case = a_mark_in_tests(office)
    with pytest.raises(Refused) as late:
        name_products(office.maker, case, devices=[first])
    assert late.value.code == "case.state"


def test_a_failed_test_sends_the_case_back_and_may_be_repeated(office: Office) -> None:
    case = a_mark_in_tests(office)
    a_report(office, case, an_ordered_test(office, case), FAILED)

    kept = CertificationCase.objects.get()
    assert (kept.state, kept.sent_back_for, kept.remark) == (
        CaseState.SENT_BACK,
        SendBackReason.TESTS,
        "Fuite au piston.",
    )
    (told,) = [one for one in awaiting(office.maker) if one.code == "certification.test_failed"]
    assert told.link == f"certification.certificationcase:{case.pk}"
    assert told.deadline is not None
    give(office, case, DocumentKind.TECHNICAL_FILE, b"corrige")
    actions.file_case(office.maker, case)
    assert state_of(case) == CaseState.TESTS  # reviewed already: only the tests are done again
    assert "certification.test_failed" not in [one.code for one in awaiting(office.maker)]

    a_report(office, case, an_ordered_test(office, case))

    assert state_of(case) == CaseState.FACTORY_READY
    assert list(TypeTest.objects.values_list("result", "failure")) == [
        ("failed", "performance"),
        ("passed", ""),
    ]


def test_products_changed_after_failed_tests_are_reviewed_again(office: Office) -> None:
    passing, failing = a_product(office), a_product(office)
    case = a_mark_in_tests(office, passing, failing)
    a_report(office, case, an_ordered_test(office, case, passing))
    assert state_of(case) == CaseState.TESTS  # one product still lacks its tests
    a_report(office, case, an_ordered_test(office, case, failing), FAILED)

    name_products(office.maker, case, devices=[passing])
    actions.file_case(office.maker, case)
    assert state_of(case) == CaseState.FILED
    actions.accept_case(office.auditor, case)
    assert state_of(case) == CaseState.ACCEPTED  # what was agreed was about other products
    contracted(office, case)

    assert state_of(case) == CaseState.FACTORY_READY  # what is left has passed
    assert list(Contract.objects.values_list("state", flat=True)) == ["accepted", "lapsed"]
    again = AuditEvent.objects.filter(action="certification.case_offer").latest("pk")
    assert again.before == {"state": "accepted"}


def test_a_contract_lapses_with_the_products_that_it_was_about(office: Office) -> None:
    other = a_product(office)
    case = a_mark_in_tests(office)
    a_report(office, case, an_ordered_test(office, case), FAILED)
    agreed, first = Contract.objects.get(), case.devices.get()

    def told(actor: Actor) -> tuple[bool, bool, bool]:
        page = unescape(signed_in(actor).get(reverse("certification:case", args=[case.pk])).content.decode())
        panel = page.split('id="contract-title"')[1].split("</section>")[0]
        before, _mark, former = panel.partition("Conditions proposées avant")
        return "il ne couvre plus la demande" in before, agreed.scope in before, "caduc" in former

    assert told(office.maker) == (False, True, False)
    name_products(office.maker, case, devices=[other])
    assert [told(one) for one in (office.maker, office.auditor)] == [(True, False, True)] * 2
    renamed = AuditEvent.objects.filter(action="certification.name_products").latest("pk")
    assert (renamed.before["contract_state"], renamed.after["contract_state"]) == ("accepted", "lapsed")
    # Naming the former ones again doesn't bring it back: what was agreed is agreed anew.
    name_products(office.maker, case, devices=[first])
    actions.file_case(office.maker, case)
    assert (state_of(case), Contract.objects.get().state) == (CaseState.FILED, "lapsed")
    shown = Caller.of(office.maker).get(f"/certification/cases/{case.pk}")
    assert [one["state"] for one in said(shown)["contracts"]] == ["lapsed"]
    actions.accept_case(office.auditor, case)
    contracted(office, case)
    assert told(office.maker) == (False, True, True)


@pytest.mark.parametrize(
    ("state", "sent_back_for", "lapses"),
    [
        ("filed", "", True),
        ("accepted", "", True),
        ("sent_back", "products", True),
        ("sent_back", "tests", False),
        ("tests", "", False),
        ("certified", "", False),
    ],
)
def test_contracts_of_products_that_changed_before_lapse_too(
    office: Office, state: str, sent_back_for: str, lapses: bool
) -> None:
    a_mark_in_tests(office)
    CertificationCase.objects.update(state=state, sent_back_for=sent_back_for)
    before = AuditEvent.objects.count()

    migration = import_module("rakiza.pillars.certification.migrations.0017_contracts_that_lapse")
    migration.lapse(apps, None)

    assert Contract.objects.get().state == ("lapsed" if lapses else "accepted")
    assert AuditEvent.objects.count() == before + lapses
    if lapses:
        event = AuditEvent.objects.latest("pk")
        assert (event.action, event.before, event.after) == (
            "certification.lapse_contract",
            {"contract_state": "accepted"},
            {"contract_state": "lapsed"},
        )
    assert verify_chain().intact


def test_the_same_products_named_after_failed_tests_go_on_with_the_tests(office: Office) -> None:
    case = a_mark_in_tests(office)
    a_report(office, case, an_ordered_test(office, case), FAILED)

    name_products(office.maker, case, devices=list(case.devices.all()))
    actions.file_case(office.maker, case)

    assert state_of(case) == CaseState.TESTS
    assert list(Contract.objects.values_list("state", flat=True)) == ["accepted"]


@pytest.mark.parametrize("state", [CaseState.DECISION, CaseState.TESTS, CaseState.FACTORY_READY])
def test_the_decision_awaits_passed_tests(office: Office, state: CaseState) -> None:
    case = a_mark_in_tests(office)
    an_ordered_test(office, case)
    CertificationCase.objects.update(state=state)
    before = AuditEvent.objects.count()

    with pytest.raises(Refused) as refusal:
        actions.grant_case(office.decider, case, number="NM-7", valid_from=TODAY())

    assert refusal.value.code == ("case.tests_not_passed" if state == CaseState.DECISION else "case.state")
    assert (state_of(case), Certificate.objects.count(), AuditEvent.objects.count()) == (state, 0, before)


def test_no_factory_audit_before_the_tests_have_passed(office: Office) -> None:
    case = a_mark_in_tests(office)

    with pytest.raises(Refused) as refusal:
        actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())

    assert (refusal.value.code, Audit.objects.count()) == ("case.state", 0)


def test_an_inconclusive_factory_audit_is_planned_anew(office: Office) -> None:
    case = a_passed_mark(office)
    actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())

    actions.hold_audit(office.auditor, case, held_on=TODAY(), outcome=Outcome.INCONCLUSIVE, note="Arrêt.")

    assert state_of(case) == CaseState.FACTORY_READY


def test_a_test_is_ordered_of_a_laboratory_apart_from_the_maker(office: Office) -> None:
    device = a_product(office)
    case = a_mark_in_tests(office, device)
    tied = OrganisationFactory(kind=OrganisationKind.LABORATORY, parent=office.maker.organisation)
    free = OrganisationFactory(kind=OrganisationKind.LABORATORY)
    closed = OrganisationFactory(kind=OrganisationKind.LABORATORY, active=False)
    before = AuditEvent.objects.count()

    def order(tested: object = device, laboratory: object = None, days: int = 30) -> None:
        order_test(
            office.auditor,
            case,
            device=tested,  # type: ignore[arg-type]
            laboratory=laboratory or free,  # type: ignore[arg-type]
            standard=NM,
            due_on=TODAY() + timedelta(days=days),
        )

    wrong: dict[str, Callable[[], None]] = {
        "test.device": lambda: order(a_product(office)),
        "test.laboratory": lambda: order(laboratory=office.maker.organisation),
        "test.laboratory_tied": lambda: order(laboratory=tied),
        "test.due": lambda: order(days=-1),
    }
    for code, act in wrong.items():
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.code == code
    with pytest.raises(Refused, match="en activité"):
        order(laboratory=closed)
    assert (TypeTest.objects.count(), AuditEvent.objects.count()) == (0, before)
    order()
    with pytest.raises(Refused) as twice:
        order()
    assert (twice.value.code, TypeTest.objects.count()) == ("test.ordered", 1)


@pytest.mark.parametrize(
    ("code", "report"),
    [
        ("test.future", LabReport(LabResult.PASSED, TODAY() + timedelta(days=1))),
        ("test.before_order", LabReport(LabResult.PASSED, TODAY() - timedelta(days=1))),
        ("test.no_cause", LabReport(LabResult.FAILED, TODAY(), None, "Fuite")),
        ("test.no_cause", LabReport(LabResult.FAILED, TODAY(), FailureCause.SAFETY, " ")),
        ("test.cause_of_success", LabReport(LabResult.PASSED, TODAY(), FailureCause.SAFETY)),
    ],
)
def test_a_report_that_makes_no_sense_is_refused(office: Office, code: str, report: LabReport) -> None:
    case = a_mark_in_tests(office)
    test = an_ordered_test(office, case)

    with pytest.raises(Refused) as refusal:
        a_report(office, case, test, report)

    test.refresh_from_db()
    assert (refusal.value.code, test.result, state_of(case)) == (code, "", CaseState.TESTS)
    assert not AuditEvent.objects.filter(action="certification.case_report_test").exists()


def test_a_report_is_one_laboratorys_own_paper(office: Office) -> None:
    case, other = a_mark_in_tests(office), a_mark_in_tests(office)
    test, elsewhere = an_ordered_test(office, case), an_ordered_test(office, other)
    with pytest.raises(Refused) as missing:
        report_test(office.auditor, case, test=test, report=PASSED, file=None)
    a_report(office, case, test, words="le rapport")

    with pytest.raises(Refused) as again:
        a_report(office, other, elsewhere, words="le rapport")
    with pytest.raises(Refused) as foreign:
        a_report(office, other, test, words="autre")
    stranger = a_filed(Office(an_actor(Role.MAKER), office.auditor, office.decider))
    CertificationCase.objects.filter(pk=stranger.pk).update(state="draft")
    with pytest.raises(Refused) as reused:
        actions.add_document(
            Actor.of(stranger.maker.memberships.get()),
            stranger,
            kind=DocumentKind.TEST_REPORT,
            file=a_file(office, "le rapport"),
        )

    codes = (missing.value.code, again.value.code, foreign.value.code, reused.value.code)
    assert codes == ("test.no_report_file", "test.same_report_file", "test.reported", "case.foreign_file")
    elsewhere.refresh_from_db()
    assert (elsewhere.result, state_of(other)) == ("", CaseState.TESTS)


def test_a_body_may_not_give_failed_tests_as_a_reason_of_its_own(office: Office) -> None:
    case = a_mark(office)
    for kind in NEEDED[Scheme.PRODUCT]:
        give(office, case, kind)
    actions.file_case(office.maker, case)

    with pytest.raises(Refused) as refusal:
        actions.send_back(office.auditor, case, reason=SendBackReason.TESTS, remark="R")

    assert (refusal.value.code, state_of(case)) == ("case.no_test", CaseState.FILED)


def test_the_pages_walk_the_way_of_a_mark(office: Office) -> None:
    maker, body, device = signed_in(office.maker), signed_in(office.auditor), a_product(office)
    laboratory = a_laboratory()
    given = {"body": office.body.pk, "scheme": "product", "standard": NM, "devices": [device.pk]}
    assert maker.post(reverse("certification:open-case"), given).status_code == 302
    case = CertificationCase.objects.get()
    page = reverse("certification:case", args=[case.pk])

    def do(browser: Client, step: str, **fields: object) -> None:
        answer = browser.post(
            reverse("certification:case-step", args=[case.pk, step]),
            {f"{step}-{name}": value for name, value in fields.items()},
        )
        assert answer.status_code == 302, answer.content.decode()

    second = a_product(office)
    do(maker, "produits", devices=[device.pk, second.pk])
    do(maker, "produits", devices=[device.pk])
    for kind in NEEDED[Scheme.PRODUCT]:
        upload = SimpleUploadedFile("piece.pdf", b"%PDF-1.4 " + kind.encode())
        maker.post(reverse("certification:add-document", args=[case.pk]), {"kind": kind, "file": upload})
    do(maker, "deposer")
    do(body, "accepter")
    cases = unescape(body.get(reverse("certification:cases")).content.decode())
    assert device.reference in cases
    offer = unescape(body.get(page).content.decode())
    assert ("Commander un essai" in offer, "Essais de type prévus le" in offer, "Étape 1" in offer) == (
        False,
        True,
        False,
    )
    foreseen = {
        "answer_by": f"{TODAY()}",
        "tests_on": f"{TODAY()}",
        "factory_on": f"{TODAY() + timedelta(days=9)}",
    }
    do(body, "proposer", scope="Un produit.", audit_days="1,5", fee="26 000", **foreseen)
    do(maker, "convenir", contract=Contract.objects.get().pk)
    shown = unescape(body.get(page).content.decode())
    assert ("À essayer encore" in shown, "Commander un essai" in shown, "Certifier" in shown) == (
        True,
        True,
        False,
    )
    chosen = {f'<option value="{one}" selected' in shown for one in (device.pk, laboratory.pk)}
    assert chosen == {True}  # there is no other
    do(
        body,
        "commander-essai",
        device=device.pk,
        laboratory=laboratory.pk,
        standard=NM,
        due_on=f"{TODAY() + timedelta(days=9)}",
    )
    assert "au laboratoire" in unescape(maker.get(page).content.decode())
    test = TypeTest.objects.get()
    report = {"test": test.pk, "result": "passed", "reported_on": f"{TODAY()}"}
    bare = body.post(
        reverse("certification:case-step", args=[case.pk, "rendre-essai"]),
        {f"rendre-essai-{name}": value for name, value in report.items()},
    )
    assert (bare.status_code, "Joignez le rapport" in bare.content.decode()) == (422, True)
    do(body, "rendre-essai", **report, file=SimpleUploadedFile("rapport.pdf", b"%PDF-1.4 rapport"))
    test.refresh_from_db()
    assert test.report is not None
    file = reverse("certification:case-file", args=[case.pk, test.report.pk])
    assert b"".join(maker.get(file)) == b"%PDF-1.4 rapport"  # type: ignore[arg-type]
    do(body, "planifier", auditor=office.auditor.user.pk, planned_on=f"{TODAY()}")
    do(body, "tenir", held_on=f"{TODAY()}", outcome="conclusive", note="Vu.")
    do(signed_in(office.decider), "certifier", number="NM-7", valid_from=f"{TODAY()}")

    made = Certificate.objects.get()
    certificate = unescape(maker.get(reverse("certification:certificate", args=[made.pk])).content.decode())
    assert ("marque de produit NM" in certificate, device.reference in certificate) == (True, True)
    listed = unescape(maker.get(reverse("certification:list")).content.decode())
    assert device.name in listed
    shown_at = {
        one.pk: "NM-7" in maker.get(reverse("industry:device", args=[one.pk])).content.decode()
        for one in (device, second)
    }
    assert shown_at == {device.pk: True, second.pk: False}


def test_the_interface_walks_the_tests_and_says_what_a_mark_names(office: Office) -> None:
    case = a_mark_in_tests(office)
    test = an_ordered_test(office, case)
    caller, path = Caller.of(office.auditor), f"/certification/cases/{case.pk}"

    shown = said(caller.get(path))
    device = case.devices.get()
    assert shown["devices"] == [{"id": device.pk, "reference": device.reference, "name": device.name}]
    assert (shown["type_tests"][0]["laboratory"]["id"], shown["type_tests"][0]["result"]) == (
        test.laboratory_id,
        None,
    )
    assert {"order-test", "report-test"} <= set(shown["open_transitions"])
    given = {"test": str(test.pk), "result": "failed", "reported_on": f"{TODAY()}"}
    cause = {"failure": "safety", "remark": "Arête vive."}
    piece = SimpleUploadedFile("rapport.pdf", b"%PDF-1.4 rapport")
    done = caller.join(f"{path}/transitions/report-test", {**given, **cause}, piece)
    assert (said(done)["state"], said(done)["sent_back_for"]) == ("sent_back", "tests")
    assert said(done)["type_tests"][0]["failure"] == "safety"


def test_a_body_is_reminded_of_a_report_that_is_due(office: Office) -> None:
    case = a_mark_in_tests(office)
    an_ordered_test(office, case)
    TypeTest.objects.update(due_on=TODAY() + timedelta(days=7))
    for _twice in range(2):
        remind(TODAY(), lambda *_said: None)

    (told,) = Notification.objects.filter(code="certification.test_due")
    assert (told.organisation, told.deadline) == (office.body, TODAY() + timedelta(days=7))


def test_a_mark_taken_over_names_its_products_or_their_family(office: Office) -> None:
    device, client = a_product(office), signed_in(office.auditor)
    day = TODAY().isoformat()
    given = {
        "maker": office.maker.organisation.pk,
        "scheme": "product",
        "standard": NM,
        "number": "NM-1",
        "decided_on": day,
        "valid_from": day,
        "valid_to": f"{TODAY() + timedelta(days=900)}",
    }
    address = reverse("certification:issue")
    stranger = DeviceFactory()
    for wrong in ("", stranger.reference, f"{device.reference}; inconnu"):
        assert client.post(address, {**given, "devices": wrong}).status_code == 422
    named = Caller.of(office.auditor).post("/certification/certificates", {**given, "devices": [stranger.pk]})
    assert named.status_code == 422
    assert client.post(address, {**given, "devices": f"{device.reference} ;"}).status_code == 302
    waiting = signed_in(office.decider)
    assert device.reference in waiting.get(reverse("certification:proposals")).content.decode()
    proposal = reverse("certification:settle-proposal", args=[_proposal(), "confirmer"])
    assert waiting.post(proposal).status_code == 302

    made, case = Certificate.objects.get(), CertificationCase.objects.get()
    assert (list(made.devices.all()), list(case.devices.all())) == ([device], [device])
    assert certificates_about(office.maker, device) == [made]
    assert certificates_about(office.maker, a_product(office)) == []
    export = client.get(reverse("certification:list"), {"export": 1})
    again = signed_in(an_actor(Role.CERTIFICATION_OFFICER)).post(
        reverse("certification:certificates-upload"),
        {"file": SimpleUploadedFile("certificats.xlsx", export.content)},
        follow=True,
    )
    assert again.context["problems"] == []
    (row, _names) = again.context["rows"][0]
    assert (row.scheme, row.devices) == (Scheme.PRODUCT, (device,))


def _proposal() -> int:
    return CertificateProposal.objects.get().pk


@pytest.mark.parametrize(
    ("scheme", "devices", "code"),
    [
        ("marque NM", "", "register.product"),
        ("marque NM", "inconnu", "register.device"),
        ("système", "OWN", "register.wrong"),
    ],
)
def test_a_register_says_which_row_names_no_product(
    office: Office, scheme: str, devices: str, code: str
) -> None:
    own = a_product(office)
    text = (
        "Numéro;Fabricant;Objet;Norme;Références des produits;Décidé le;Valable du;Valable au\n"
        f"NM-1;{office.maker.organisation.name};{scheme};{NM};{own.reference if devices == 'OWN' else devices};"
        "01/01/2015;01/01/2015;31/12/2017"
    )
    client = signed_in(office.auditor)
    page = client.post(
        reverse("certification:certificates-upload"),
        {"file": SimpleUploadedFile("c.csv", text.encode())},
        follow=True,
    )
    assert code in [one.kind.code for one in page.context["problems"]]
    assert page.context["count"] == 0


def test_running_marks_are_sent_back_for_their_products(office: Office) -> None:
    case = a_passed_mark(office)
    actions.plan_audit(office.auditor, case, auditor=office.auditor.user, planned_on=TODAY())
    CertificationCase.objects.update(state="stage_1")
    case.devices.clear()
    move = import_module("rakiza.pillars.certification.migrations.0015_marks_name_their_products")

    move.ask_for_products(apps, None)

    kept = CertificationCase.objects.get()
    assert (kept.state, kept.sent_back_for, Audit.objects.count()) == ("sent_back", "products", 0)
    event = AuditEvent.objects.get(action="certification.ask_for_products")
    assert event.before == {"state": "stage_1", "planned": [f"{TODAY()}"]}
    assert verify_chain().intact
    with pytest.raises(Refused) as refusal:
        actions.file_case(office.maker, kept)
    assert refusal.value.code == "case.no_product"
    name_products(office.maker, kept, devices=[a_product(office)])
    actions.file_case(office.maker, kept)
    assert state_of(kept) == CaseState.FILED


def test_a_laboratory_reads_no_case(office: Office) -> None:
    case = a_mark_in_tests(office)
    an_ordered_test(office, case)
    partner = an_actor(Role.PARTNER, Organisation.objects.get(kind=OrganisationKind.LABORATORY))

    assert signed_in(partner).get(reverse("certification:case", args=[case.pk])).status_code == 403
