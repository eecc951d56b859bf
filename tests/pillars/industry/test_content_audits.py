"""Controls of local content: findings, the maker's answer, a second person's decision, what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import an_actor
from tests.pillars.industry.test_content import a_declared, signed_in

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.industry.content.actions import (
    InputTerms,
    add_input,
    declare_content,
    describe_bill,
    open_contest,
    remove_input,
    settle_contest,
)
from rakiza.pillars.industry.content.audit_models import ContentAudit
from rakiza.pillars.industry.content.audit_queries import audits_for, loses_label, year_of_audits
from rakiza.pillars.industry.content.auditing import (
    ANSWER_DAYS,
    Findings,
    answer_findings,
    decide_audit,
    open_audit,
    send_findings,
)
from rakiza.pillars.industry.content.models import BillOfMaterials
from rakiza.pillars.industry.content.queries import local_shares
from rakiza.pillars.industry.enums import (
    AuditState,
    Consequence,
    ContentMethod,
    ContentState,
    InputOrigin,
)

pytestmark = pytest.mark.django_db
D = Decimal
S = AuditState
CORRECTED = Findings("La boîte est importée.", Consequence.CORRECT, D("0.5000"))
WITHDRAWN = Findings("Aucune preuve ne tient.", Consequence.WITHDRAW)
NOTHING = Findings("Tout se retrouve.", Consequence.NONE)


def year() -> int:
    return timezone.localdate().year


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


@pytest.fixture
def auditor() -> Actor:
    return an_actor(Role.CLUSTER_STAFF)


@pytest.fixture
def second(auditor: Actor) -> Actor:
    return an_actor(Role.ADMINISTRATOR, auditor.organisation)


@pytest.fixture
def bill(maker: Actor) -> BillOfMaterials:
    """Return the only declared bill, which the draw therefore names: 0.7 by cost."""
    return a_declared(maker)


def found(auditor: Actor, bill: BillOfMaterials, findings: Findings = CORRECTED) -> ContentAudit:
    audit = open_audit(auditor, bill, year=year())
    send_findings(auditor, audit, findings)
    return audit


def standing(bill: BillOfMaterials) -> tuple[str, Decimal | None]:
    kept = BillOfMaterials.objects.get(pk=bill.pk)
    return kept.state, kept.share


def told(code: str) -> Notification:
    return Notification.objects.get(code=f"industry.{code}")


def test_from_the_draw_to_a_corrected_share_that_the_plan_reads(
    maker: Actor, auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    audit = open_audit(auditor, bill, year=year())
    assert (audit.drawn, audit.share, told("audit_opened").organisation) == (
        True,
        D("0.7000"),
        maker.organisation,
    )
    send_findings(auditor, audit, CORRECTED)
    findings = told("audit_findings")
    assert (findings.deadline, findings.link) == (
        timezone.localdate() + timedelta(days=ANSWER_DAYS),
        f"industry.contentaudit:{audit.pk}",
    )
    answer_findings(maker, audit, agrees=False, answer="La boîte est d'ici.")
    assert told("findings_answered").role == Role.CLUSTER_STAFF

    decide_audit(second, audit, upheld=True, reason="La facture vient d'ailleurs.")

    kept = ContentAudit.objects.get()
    assert (kept.state, kept.decided_by, kept.decision) == (
        S.CORRECTED,
        second.user,
        "La facture vient d'ailleurs.",
    )
    assert standing(bill) == (ContentState.DECLARED, D("0.5000"))
    assert local_shares([bill.device_id]) == {bill.device_id: D("0.5000")}
    assert told("audit_decided").params["outcome"] == "La facture vient d'ailleurs."


def test_a_withdrawn_share_is_no_longer_read(
    maker: Actor, auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    audit = found(auditor, bill, WITHDRAWN)
    answer_findings(maker, audit, agrees=True)
    decide_audit(second, audit, upheld=True, reason="Accepté.")
    assert ContentAudit.objects.get().state == S.WITHDRAWN
    assert standing(bill) == (ContentState.WITHDRAWN, None)
    assert local_shares([bill.device_id]) == {}


def test_a_contest_that_holds_confirms_the_share(
    maker: Actor, auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    audit = found(auditor, bill)
    answer_findings(maker, audit, agrees=False, answer="Voici la facture.")
    decide_audit(second, audit, upheld=False, reason="La facture est probante.")
    assert ContentAudit.objects.get().state == S.CONFIRMED
    assert standing(bill) == (ContentState.DECLARED, D("0.7000"))


def test_nothing_found_still_waits_for_a_second_person(
    auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    audit = found(auditor, bill, NOTHING)
    assert (ContentAudit.objects.get().state, told("audit_to_decide").role) == (S.AGREED, Role.CLUSTER_STAFF)
    with pytest.raises(NotAllowed):
        decide_audit(auditor, audit, upheld=True, reason="R")
    decide_audit(second, audit, upheld=True, reason="Vu.")
    assert ContentAudit.objects.get().state == S.CONFIRMED


def test_who_found_does_not_decide(maker: Actor, auditor: Actor, bill: BillOfMaterials) -> None:
    audit = found(auditor, bill)
    answer_findings(maker, audit, agrees=True)
    for stranger in (auditor, maker, an_actor(Role.COORDINATOR), an_actor(Role.BUYER)):
        with pytest.raises(NotAllowed):
            decide_audit(stranger, audit, upheld=True, reason="R")
    assert standing(bill) == (ContentState.DECLARED, D("0.7000"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ContentAudit.objects.update(decided_by=auditor.user)


def test_silence_does_not_stop_a_control(auditor: Actor, second: Actor, bill: BillOfMaterials) -> None:
    audit = found(auditor, bill)
    with pytest.raises(Refused, match="encore le temps"):
        decide_audit(second, audit, upheld=True, reason="R")
    ContentAudit.objects.update(answer_due=timezone.localdate() - timedelta(days=1))
    decide_audit(second, audit, upheld=True, reason="Sans réponse.")
    assert standing(bill) == (ContentState.DECLARED, D("0.5000"))


def test_of_two_people_deciding_at_once_the_second_is_told(
    maker: Actor, auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    audit = found(auditor, bill)
    answer_findings(maker, audit, agrees=True)
    stale = ContentAudit.objects.get()
    decide_audit(second, audit, upheld=False, reason="Écarté.")
    before = AuditEvent.objects.count()
    with pytest.raises(Refused, match="rechargez"):
        decide_audit(an_actor(Role.CLUSTER_STAFF), stale, upheld=True, reason="R")
    assert (standing(bill)[1], AuditEvent.objects.count()) == (D("0.7000"), before)


def describe(maker: Actor, bill: BillOfMaterials) -> None:
    describe_bill(maker, bill.device, price=D(3), own_cost=D(1), method=ContentMethod.COST_SHARE)


def add(maker: Actor, bill: BillOfMaterials) -> None:
    add_input(maker, bill, InputTerms("Encre", D(1), D("0.1"), InputOrigin.IMPORTED))


def remove(maker: Actor, bill: BillOfMaterials) -> None:
    item = bill.inputs.first()
    assert item is not None
    remove_input(maker, item)


def declare(maker: Actor, bill: BillOfMaterials) -> None:
    declare_content(maker, bill)


@pytest.mark.parametrize("change", [describe, add, remove, declare])
def test_a_bill_does_not_change_under_its_control(
    maker: Actor, auditor: Actor, bill: BillOfMaterials, change: Callable[[Actor, BillOfMaterials], None]
) -> None:
    found(auditor, bill)
    with pytest.raises(Refused, match="contrôle est en cours"):
        change(maker, bill)
    assert standing(bill) == (ContentState.DECLARED, D("0.7000"))
    assert bill.inputs.count() == 2


def test_a_corrected_share_is_not_declared_again_from_the_same_bill(
    maker: Actor, auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    audit = found(auditor, bill)
    answer_findings(maker, audit, agrees=True)
    decide_audit(second, audit, upheld=True, reason="R")
    with pytest.raises(Refused, match="changez d'abord"):
        declare_content(maker, bill)
    assert standing(bill)[1] == D("0.5000")
    add(maker, bill)
    assert declare_content(maker, bill) == D("0.6363")


def test_a_share_withdrawn_by_a_contest_meanwhile_stays_so(
    maker: Actor, auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    audit = found(auditor, bill)
    contest = open_contest(an_actor(Role.BUYER), bill, reason="Doute")
    settle_contest(second, contest, upheld=True, reason="Fondé")
    answer_findings(maker, audit, agrees=True)
    decide_audit(second, audit, upheld=True, reason="R")
    assert standing(bill) == (ContentState.WITHDRAWN, None)


def test_outside_the_draw_a_reason_is_asked(auditor: Actor) -> None:
    bills = [a_declared(an_actor(Role.MAKER)) for _ in range(3)]
    drawn = {one.bill.pk for one in year_of_audits(auditor, year())}
    beside = next(one for one in bills if one.pk not in drawn)
    assert len(drawn) == 1
    with pytest.raises(Refused, match="ne désigne pas"):
        open_audit(auditor, beside, year=year())
    made = open_audit(auditor, beside, year=year(), reason="Signalement")
    assert (made.drawn, made.reason) == (False, "Signalement")
    with pytest.raises(Refused, match="déjà en cours"):
        open_audit(auditor, beside, year=year(), reason="Encore")
    assert [(one.bill.pk, one.state) for one in year_of_audits(auditor, year())] == [
        (min(drawn), ""),
        (beside.pk, S.OPEN),
    ]


def test_a_year_to_come_has_no_draw_and_a_draft_no_control(maker: Actor, auditor: Actor) -> None:
    bill = a_declared(maker)
    with pytest.raises(Refused, match="à venir"):
        open_audit(auditor, bill, year=year() + 1, reason="R")
    add(maker, bill)
    with pytest.raises(Refused, match="Aucune part"):
        open_audit(auditor, bill, year=year(), reason="R")
    assert not ContentAudit.objects.exists()


def test_only_the_cluster_controls_and_nobody_of_the_makers_group(
    maker: Actor, auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    for stranger in (maker, an_actor(Role.COORDINATOR), an_actor(Role.CERTIFICATION_OFFICER)):
        with pytest.raises(NotAllowed):
            open_audit(stranger, bill, year=year())
    Membership.objects.create(user=auditor.user, organisation=maker.organisation, role=Role.MAKER)
    with pytest.raises(NotAllowed):
        open_audit(auditor, bill, year=year())
    audit = open_audit(second, bill, year=year())
    for stranger in (auditor, maker, an_actor(Role.CLUSTER_STAFF)):
        with pytest.raises(NotAllowed):
            send_findings(stranger, audit, CORRECTED)
    send_findings(second, audit, CORRECTED)
    for stranger in (an_actor(Role.MAKER), second):
        with pytest.raises(NotAllowed):
            answer_findings(stranger, audit, agrees=True)
    answer_findings(maker, audit, agrees=True)
    with pytest.raises(NotAllowed):
        decide_audit(auditor, audit, upheld=True, reason="R")
    assert ContentAudit.objects.get().state == S.AGREED


@pytest.mark.parametrize(
    ("findings", "match"),
    [
        (Findings(" ", Consequence.NONE), "motif"),
        (Findings("R", Consequence.CORRECT), "part corrigée"),
        (Findings("R", Consequence.CORRECT, D("1.2")), "part corrigée"),
        (Findings("R", Consequence.CORRECT, D("0.7")), "celle qui est déclarée"),
    ],
)
def test_findings_that_say_nothing_are_refused(
    auditor: Actor, bill: BillOfMaterials, findings: Findings, match: str
) -> None:
    audit = open_audit(auditor, bill, year=year())
    with pytest.raises(Refused, match=match):
        send_findings(auditor, audit, findings)
    assert ContentAudit.objects.get().state == S.OPEN


def test_a_contest_of_findings_has_a_reason(maker: Actor, auditor: Actor, bill: BillOfMaterials) -> None:
    audit = found(auditor, bill)
    with pytest.raises(Refused, match="motif"):
        answer_findings(maker, audit, agrees=False, answer=" ")
    assert ContentAudit.objects.get().state == S.SENT


@pytest.mark.parametrize(
    ("method", "share", "findings", "lost"),
    [
        (ContentMethod.VALUE_ADDED, "0.6", CORRECTED, False),
        (ContentMethod.VALUE_ADDED, "0.6", Findings("R", Consequence.CORRECT, D("0.39")), True),
        (ContentMethod.VALUE_ADDED, "0.6", WITHDRAWN, True),
        (ContentMethod.VALUE_ADDED, "0.6", NOTHING, False),
        (ContentMethod.VALUE_ADDED, "0.3", WITHDRAWN, False),
        (ContentMethod.COST_SHARE, "0.6", WITHDRAWN, False),
    ],
)
def test_the_label_is_lost_under_its_threshold_only(
    method: ContentMethod, share: str, findings: Findings, *, lost: bool
) -> None:
    audit = ContentAudit(
        method=method,
        share=D(share),
        consequence=findings.consequence,
        corrected_share=findings.corrected_share,
        state=S.SENT,
    )
    assert loses_label(audit, D("0.40")) is lost
    audit.state = S.CONFIRMED
    assert not loses_label(audit, D("0.40"))


def address(audit: ContentAudit, step: str = "") -> str:
    if step:
        return reverse("industry:audit-step", args=[audit.pk, step])
    return reverse("industry:content-audit", args=[audit.pk])


def test_the_pages_lead_a_control_to_its_end(
    maker: Actor, auditor: Actor, second: Actor, bill: BillOfMaterials
) -> None:
    cluster, own, other = signed_in(auditor), signed_in(maker), signed_in(second)
    listed = cluster.get(reverse("industry:content-audits")).content.decode()
    assert reverse("industry:content-open-audit", args=[bill.device_id]) in listed
    cluster.post(reverse("industry:content-open-audit", args=[bill.device_id]), {"annee": year()})
    audit = ContentAudit.objects.get()
    sent = {"constats-remark": "Boîte importée", "constats-consequence": "correct"}
    assert cluster.post(address(audit, "constats"), sent).status_code == 422
    assert (
        cluster.post(address(audit, "constats"), {**sent, "constats-corrected_share": "150"}).status_code
        == 422
    )
    cluster.post(address(audit, "constats"), {**sent, "constats-corrected_share": "50,5"})
    assert "Boîte importée" in own.get(address(audit)).content.decode()
    assert own.post(address(audit, "repondre"), {"repondre-agrees": "0"}).status_code == 422
    own.post(address(audit, "repondre"), {"repondre-agrees": "0", "repondre-answer": "Non"})
    assert (
        cluster.post(address(audit, "decider"), {"decider-upheld": "1", "decider-reason": "R"}).status_code
        == 403
    )
    other.post(address(audit, "decider"), {"decider-upheld": "1", "decider-reason": "Import prouvé"})
    assert standing(bill) == (ContentState.DECLARED, D("0.5050"))
    content = reverse("industry:content", args=[bill.device_id])
    assert address(audit) in own.get(content).content.decode()
    sheet = cluster.get(reverse("industry:content-audits"), {"export": "1"})
    assert sheet.headers["Content-Type"].startswith("application/vnd.openxml")
    page = cluster.get(reverse("industry:content-audits"), {"etat": "corrected"}).content.decode()
    assert address(audit) in page
    assert (
        "Aucun contrôle ne répond"
        in cluster.get(reverse("industry:content-audits"), {"etat": "a-faire"}).content.decode()
    )


def test_a_control_is_between_its_maker_and_the_cluster(auditor: Actor, bill: BillOfMaterials) -> None:
    audit = found(auditor, bill)
    for role, status in ((Role.MAKER, 404), (Role.BUYER, 403), (Role.COORDINATOR, 403)):
        stranger = an_actor(role)
        assert signed_in(stranger).get(address(audit)).status_code == status
        assert not audits_for(stranger).exists()
    public = signed_in(an_actor(Role.BUYER)).get(reverse("industry:content", args=[bill.device_id]))
    assert "La boîte est importée." not in public.content.decode()
    assert Client().get(address(audit)).status_code == 302


def test_the_years_list_costs_the_same_however_long(
    auditor: Actor, django_assert_max_num_queries: object
) -> None:
    for number in range(4):
        one = a_declared(an_actor(Role.MAKER), name=f"Article {number}")
        open_audit(auditor, one, year=year(), reason="R")
    client = signed_in(auditor)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        assert client.get(reverse("industry:content-audits")).status_code == 200
