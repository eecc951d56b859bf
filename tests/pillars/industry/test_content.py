"""Local content: declared from a bill, private but for the share, contested, settled, drawn for audit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.factories import DeviceFactory, an_actor

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.files.actions import store
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import MEMBERS, Role
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.pillars.industry.content.actions import (
    InputTerms,
    add_input,
    answer_contest,
    declare_content,
    describe_bill,
    open_contest,
    remove_input,
    settle_contest,
)
from rakiza.pillars.industry.content.forms import InputForm
from rakiza.pillars.industry.content.models import BillInput, BillOfMaterials, Contest
from rakiza.pillars.industry.content.queries import audits_drawn, local_shares
from rakiza.pillars.industry.enums import ContentMethod, ContentState, ContestState, InputOrigin
from rakiza.pillars.industry.models import Device

pytestmark = pytest.mark.django_db
D = Decimal


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def a_bill(
    maker: Actor, *, name: str = "Seringue", method: ContentMethod = ContentMethod.COST_SHARE
) -> BillOfMaterials:
    """Return the bill of a new device: 0.3 imported, 0.2 local and proven, 0.5 its maker's."""
    device = DeviceFactory(maker=maker.organisation, name=name)
    bill = describe_bill(maker, device, price=D("2"), own_cost=D("0.5"), method=method)
    kept = store([b"facture,1"], name="f.csv", organisation=maker.organisation, uploaded_by=maker.user)
    add_input(maker, bill, InputTerms("Résine", D("0.01"), D("30"), InputOrigin.IMPORTED))
    add_input(maker, bill, InputTerms("Boîte", D("0.02"), D("10"), InputOrigin.LOCAL, evidence=kept))
    return bill


def a_declared(maker: Actor, **told: object) -> BillOfMaterials:
    bill = a_bill(maker, **told)  # type: ignore[arg-type]
    declare_content(maker, bill)
    bill.refresh_from_db()
    return bill


@pytest.fixture
def maker() -> Actor:
    return an_actor(Role.MAKER)


def test_a_declared_share_is_the_plans_way_in(maker: Actor) -> None:
    bill = a_declared(maker)

    assert (bill.state, bill.share) == (ContentState.DECLARED, D("0.7000"))
    assert local_shares([bill.device_id, 999]) == {bill.device_id: D("0.7000")}
    item = bill.inputs.get(name="Boîte")
    remove_input(maker, item)
    assert local_shares([bill.device_id]) == {}


def test_an_own_component_is_opened_and_anothers_counts_by_its_share(maker: Actor) -> None:
    own, foreign = a_declared(maker, name="Piston"), a_declared(an_actor(Role.MAKER), name="Valve")
    bill = a_bill(maker, name="Kit")
    for component in (own, foreign):
        add_input(maker, bill, InputTerms("C", D(1), D("1"), InputOrigin.MADE, component=component.device))

    share = declare_content(maker, bill)

    # imported: 0.3 of its own, 0.3 within the piston, 1 × (1 - 0.7) of the valve; cost 3.
    assert share == D("0.7000")


def test_only_a_declared_share_is_contested(maker: Actor) -> None:
    bill, buyer = a_bill(maker), an_actor(Role.BUYER)
    events = AuditEvent.objects.count()

    with pytest.raises(Refused) as refused:
        open_contest(buyer, bill, reason="La boîte vient d'ailleurs")

    assert refused.value.code == "content.undeclared"
    assert (Contest.objects.exists(), AuditEvent.objects.count()) == (False, events)


def test_bills_that_go_round_are_named_and_nothing_is_kept(maker: Actor) -> None:
    one, other = a_bill(maker, name="Alpha"), a_bill(maker, name="Bêta")
    add_input(maker, one, InputTerms("C", D(1), D(1), InputOrigin.MADE, component=other.device))
    before = BillInput.objects.count()
    with pytest.raises(Refused, match="Bêta → Alpha → Bêta"):
        add_input(maker, other, InputTerms("C", D(1), D(1), InputOrigin.MADE, component=one.device))
    assert BillInput.objects.count() == before


@pytest.mark.parametrize(
    "terms",
    [
        InputTerms("X", D(0), D(1), InputOrigin.LOCAL),
        InputTerms("X", D(1), D(-1), InputOrigin.LOCAL),
        InputTerms("X", D(1), D(1), InputOrigin.MADE),
    ],
)
def test_impossible_inputs_are_refused(maker: Actor, terms: InputTerms) -> None:
    bill = a_bill(maker)
    with pytest.raises(Refused):
        add_input(maker, bill, terms)
    assert bill.inputs.count() == 2


@pytest.mark.parametrize("role", [Role.MAKER, Role.CLUSTER_STAFF, Role.BUYER])
def test_only_its_maker_keeps_a_bill(maker: Actor, role: Role) -> None:
    bill, other = a_bill(maker), an_actor(role)
    before = AuditEvent.objects.count()
    for act in (
        lambda: add_input(other, bill, InputTerms("X", D(1), D(1), InputOrigin.LOCAL)),
        lambda: declare_content(other, bill),
        lambda: remove_input(other, bill.inputs.all()[0]),
        lambda: describe_bill(other, bill.device, price=D(9), own_cost=D(0), method=ContentMethod.COST_SHARE),
    ):
        with pytest.raises(NotAllowed):
            act()
    bill.refresh_from_db()
    assert (bill.inputs.count(), bill.price, AuditEvent.objects.count()) == (2, D("2.0000"), before)


def test_costs_and_evidence_stay_the_makers_and_the_clusters(maker: Actor) -> None:
    bill = a_declared(maker)
    page = reverse("industry:content", args=[bill.device_id])
    listed = reverse("industry:content-list")
    file = reverse("industry:content-evidence", args=[bill.inputs.get(name="Boîte").pk])

    for role in sorted(MEMBERS):
        client = signed_in(an_actor(role))
        sees = role in {Role.CLUSTER_STAFF, Role.ADMINISTRATOR}
        text = client.get(page).content.decode()
        assert "70\u202f%" in text
        assert ("Résine" in text, "f.csv" in text) == (sees, sees), role
        assert "Résine" not in client.get(listed).content.decode()
        handed = client.get(file)
        assert b"".join(handed).startswith(b"facture") == sees, role
    assert "Résine" in signed_in(maker).get(page).content.decode()


def test_a_draft_is_nobody_elses(maker: Actor) -> None:
    bill = a_bill(maker, name="Brouillon secret")
    client = signed_in(an_actor(Role.MAKER))
    assert "Brouillon secret" not in client.get(reverse("industry:content-list")).content.decode()
    assert client.get(reverse("industry:content", args=[bill.device_id])).status_code == 404


def test_a_contest_goes_from_doubt_to_decision(maker: Actor) -> None:
    bill, buyer, staff = a_declared(maker), an_actor(Role.BUYER), an_actor(Role.CLUSTER_STAFF)
    contest = open_contest(buyer, bill, reason="La boîte vient d'ailleurs")
    with pytest.raises(Refused, match="déjà une contestation"):
        open_contest(buyer, bill, reason="Encore")
    with pytest.raises(Refused, match="doit être tranchée"):
        declare_content(maker, bill)
    answer_contest(maker, contest, answer="Voici la facture")
    with pytest.raises(Refused, match="changé entre-temps"):
        answer_contest(maker, contest, answer="Encore")
    settle_contest(staff, contest, upheld=True, reason="Facture d'un autre produit")

    bill.refresh_from_db()
    contest.refresh_from_db()
    assert (contest.state, contest.settled_by) == (ContestState.UPHELD, staff.user)
    assert (bill.state, bill.share, local_shares([bill.device_id])) == (ContentState.WITHDRAWN, None, {})
    told = list(
        Notification.objects.filter(code__startswith="industry.")
        .order_by("pk")
        .values_list("code", flat=True)
    )
    assert told == ["industry.contested", "industry.contest_answered", *["industry.contest_settled"] * 2]
    with pytest.raises(Refused, match="changé entre-temps"):
        settle_contest(staff, contest, upheld=False, reason="Revirement")


def test_a_withdrawn_share_is_declared_again_from_a_changed_bill_only(maker: Actor) -> None:
    bill = a_declared(maker)
    contest = open_contest(an_actor(Role.BUYER), bill, reason="La boîte vient d'ailleurs")
    settle_contest(an_actor(Role.CLUSTER_STAFF), contest, upheld=True, reason="Fausse facture")
    bill.refresh_from_db()
    described = {"price": bill.price, "own_cost": bill.own_cost, "method": ContentMethod(bill.method)}
    describe_bill(maker, bill.device, **described)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        declare_content(maker, bill)
    assert (refusal.value.code, local_shares([bill.device_id])) == ("content.withdrawn", {})
    remove_input(maker, bill.inputs.get(name="Boîte"))
    assert local_shares([bill.device_id]) == {}
    declare_content(maker, bill)
    assert set(local_shares([bill.device_id])) == {bill.device_id}


def test_a_share_that_falls_takes_back_those_that_rest_on_it(maker: Actor) -> None:
    """A component of a component: the valve stands in the pump, the pump in the bed; the lamp has neither."""
    other = an_actor(Role.MAKER)
    valve, lamp = a_declared(other, name="Valve"), a_declared(maker, name="Lampe")
    bedder = an_actor(Role.MAKER)
    pump, bed = a_bill(maker, name="Pompe"), a_bill(bedder, name="Lit")
    add_input(maker, pump, InputTerms("V", D(1), D(1), InputOrigin.MADE, component=valve.device))
    declare_content(maker, pump)
    add_input(bedder, bed, InputTerms("P", D(1), D(1), InputOrigin.MADE, component=pump.device))
    declare_content(bedder, bed)
    contest = open_contest(an_actor(Role.BUYER), valve, reason="Importée")
    settle_contest(an_actor(Role.CLUSTER_STAFF), contest, upheld=True, reason="Facture étrangère")

    devices = [one.device_id for one in (valve, pump, bed, lamp)]
    assert set(local_shares(devices)) == {lamp.device_id}
    told = Notification.objects.filter(code="industry.content_reopened").order_by("pk")
    assert [one.organisation for one in told] == [maker.organisation, bedder.organisation]
    assert AuditEvent.objects.filter(action="industry.reopen_content").count() == 2
    assert declare_content(maker, pump) < D("0.7")  # without the valve's share


def test_a_dismissed_contest_leaves_the_share(maker: Actor) -> None:
    bill = a_declared(maker)
    contest = open_contest(an_actor(Role.MAKER), bill, reason="Doute")
    settle_contest(an_actor(Role.CLUSTER_STAFF), contest, upheld=False, reason="Preuve bonne")
    assert local_shares([bill.device_id]) == {bill.device_id: D("0.7000")}


def test_nobody_contests_or_settles_for_oneself(maker: Actor) -> None:
    bill, staff = a_declared(maker), an_actor(Role.CLUSTER_STAFF)
    with pytest.raises(NotAllowed):
        open_contest(maker, bill, reason="Moi-même")
    contest = open_contest(staff, bill, reason="Contrôle")
    for actor in (staff, maker, an_actor(Role.COORDINATOR)):
        with pytest.raises(NotAllowed):
            settle_contest(actor, contest, upheld=True, reason="R")
    with pytest.raises(NotAllowed):
        answer_contest(an_actor(Role.MAKER), contest, answer="R")
    contest.refresh_from_db()
    assert (contest.state, Contest.objects.count()) == (ContestState.OPEN, 1)


def test_an_empty_reason_is_refused(maker: Actor) -> None:
    bill = a_declared(maker)
    answer = signed_in(an_actor(Role.BUYER)).post(
        reverse("industry:content-contest", args=[bill.device_id]), {"reason": "  "}
    )
    assert (answer.status_code, Contest.objects.count()) == (422, 0)


def test_the_pages_lead_from_the_bill_to_the_share(maker: Actor) -> None:
    device: Device = DeviceFactory(maker=maker.organisation)
    client = signed_in(maker)
    page = reverse("industry:content", args=[device.pk])
    assert client.get(page).status_code == 200
    describe = reverse("industry:content-describe", args=[device.pk])
    assert client.post(describe, {"price": "0", "own_cost": "x", "method": "autre"}).status_code == 422
    client.post(describe, {"price": "10", "own_cost": "1", "method": "value_added"})
    entry = {"name": "Tube", "quantity": "2", "unit_cost": "3,00", "origin": "local"}
    client.post(
        reverse("industry:content-input", args=[device.pk]),
        {**entry, "evidence": SimpleUploadedFile("f.pdf", b"%PDF-1.7")},
    )
    bad = client.post(
        reverse("industry:content-input", args=[device.pk]),
        {**entry, "evidence": SimpleUploadedFile("f.pdf", b"PK\x03\x04rien")},
    )
    client.post(reverse("industry:content-declare", args=[device.pk]))
    text = client.get(page).content.decode()

    bill = BillOfMaterials.objects.get()
    assert (bill.share, bill.inputs.count(), bad.status_code) == (D("0.4000"), 1, 422)
    assert "atteint le seuil du label, 40\u202f%" in text
    assert "sa valeur ajoutée n&#x27;est pas celle de ce fabricant" in text or "valeur ajoutée" in text


def test_the_draw_is_the_same_for_whoever_draws(maker: Actor) -> None:
    bills = [a_declared(maker, name=f"S{rank}") for rank in range(11)]
    drawn = [bill.pk for bill in audits_drawn(2027)]

    assert drawn == [bill.pk for bill in audits_drawn(2027)]
    assert len(drawn) == 2
    assert set(drawn) <= {bill.pk for bill in bills}
    staff = signed_in(an_actor(Role.CLUSTER_STAFF))
    shown = staff.get(reverse("industry:content-audits"), {"annee": "2027"})
    assert [row.drawn.bill.pk for row in shown.context["rows"]] == drawn
    assert signed_in(maker).get(reverse("industry:content-audits")).status_code == 403


def test_the_list_costs_the_same_however_long(maker: Actor, django_assert_num_queries: object) -> None:
    client = signed_in(an_actor(Role.BUYER))
    a_declared(maker, name="Un")
    client.get(reverse("industry:content-list"))
    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(reverse("industry:content-list"))
    for rank in range(8):
        a_declared(maker, name=f"S{rank}")
    with django_assert_num_queries(6):  # type: ignore[operator]
        client.get(reverse("industry:content-list"))


@pytest.mark.parametrize(("language", "label"), [("en", "Input name"), ("ar", "اسم المُدخل")])
def test_an_input_of_a_bill_is_not_called_like_the_key_of_the_keyboard(language: str, label: str) -> None:
    with override(language):
        assert str(InputForm.base_fields["name"].label) == label
