"""An association may want two people to publish: one proposes, another agrees to exactly that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.factories import an_actor
from tests.factories.plans import Scene

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Proposal
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.kernel.organisations.second_person import require_two_to_publish
from rakiza.pillars.purchasing.plans.actions import drop_publication, publish_plan, unpublish_plan
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.models import Plan, PlanRun
from rakiza.pillars.purchasing.plans.queries import proposed_publication, proposed_withdrawal

pytestmark = pytest.mark.django_db


@pytest.fixture
def ran(scene: Scene, run_scene: Callable[[Scene], PlanRun]) -> Scene:
    run_scene(scene)
    return scene


@pytest.fixture
def second(ran: Scene) -> Actor:
    """Return a colleague of the coordinator; their association wants two people."""
    require_two_to_publish(an_actor(Role.CLUSTER_STAFF), ran.coordinator.organisation, wanted=True)
    return an_actor(Role.COORDINATOR, ran.coordinator.organisation)


def state(scene: Scene) -> str:
    scene.plan.refresh_from_db()
    return scene.plan.state


def test_one_person_is_enough_unless_the_association_says_otherwise(ran: Scene) -> None:
    assert publish_plan(ran.coordinator, ran.plan)
    assert state(ran) == PlanState.PUBLISHED


def test_a_second_person_publishes_what_the_first_proposed(ran: Scene, second: Actor) -> None:
    assert not publish_plan(ran.coordinator, ran.plan)
    assert state(ran) == PlanState.ALLOCATED
    told = Notification.objects.get(code="plans.publication_proposed")
    assert (told.organisation, told.role) == (second.organisation, Role.COORDINATOR)

    assert publish_plan(second, ran.plan)

    assert state(ran) == PlanState.PUBLISHED
    assert ran.plan.published_by == second.user
    event = AuditEvent.objects.get(action="plans.publish")
    assert (event.user, event.after["proposed_by"]) == (second.user, ran.coordinator.user.pk)
    assert not Proposal.objects.exists()


def test_the_same_person_does_not_agree_to_their_own(ran: Scene, second: Actor) -> None:
    publish_plan(ran.coordinator, ran.plan)

    with pytest.raises(Refused) as refusal:
        publish_plan(ran.coordinator, ran.plan)

    assert refusal.value.code == "second_person"
    assert state(ran) == PlanState.ALLOCATED
    assert not AuditEvent.objects.filter(action="plans.publish").exists()


def test_a_new_run_lapses_the_proposal(
    ran: Scene, second: Actor, run_scene: Callable[[Scene], PlanRun]
) -> None:
    publish_plan(ran.coordinator, ran.plan)
    run_scene(ran)

    assert proposed_publication(ran.plan) is None
    assert not publish_plan(second, ran.plan)
    assert state(ran) == PlanState.ALLOCATED
    assert Proposal.objects.get().asked_by == second.user


def test_a_proposal_is_taken_off(ran: Scene, second: Actor) -> None:
    publish_plan(ran.coordinator, ran.plan)

    drop_publication(second, ran.plan)

    assert proposed_publication(ran.plan) is None
    with pytest.raises(Refused):
        drop_publication(second, ran.plan)
    assert AuditEvent.objects.filter(action="plans.drop_proposal").count() == 1


def test_the_rule_is_not_dropped_to_get_past_it(ran: Scene, second: Actor) -> None:
    manager = an_actor(Role.COORDINATOR, second.organisation)
    Membership.objects.filter(user=manager.user).update(manages=True)
    manager = Actor.of(Membership.objects.get(user=manager.user))
    publish_plan(manager, ran.plan)

    with pytest.raises(Refused, match="attend encore"):
        require_two_to_publish(manager, second.organisation, wanted=False)
    with pytest.raises(NotAllowed):
        require_two_to_publish(second, second.organisation, wanted=False)
    second.organisation.refresh_from_db()
    assert second.organisation.two_to_publish


def test_strangers_neither_agree_nor_drop(ran: Scene, second: Actor) -> None:
    publish_plan(ran.coordinator, ran.plan)
    for stranger in (an_actor(Role.COORDINATOR), an_actor(Role.BUYER), an_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            publish_plan(stranger, ran.plan)
        with pytest.raises(NotAllowed):
            drop_publication(stranger, ran.plan)
    assert state(ran) == PlanState.ALLOCATED
    assert Proposal.objects.count() == 1


def test_the_pages_say_whose_turn_it_is(ran: Scene, second: Actor) -> None:
    browsers = []
    for actor in (ran.coordinator, second):
        client = Client()
        client.force_login(actor.user)
        browsers.append(client)
    first, other = browsers
    address = f"/plans/{ran.plan.pk}/publier/"

    assert "Proposer la publication" in first.get(address).content.decode()
    assert first.post(address, {"name": ran.plan.name}).status_code == 302
    again = first.post(address, {"name": ran.plan.name})
    assert again.status_code == 422
    assert "une autre personne doit donner son accord" in again.content.decode()
    assert "a proposé cette publication" in other.get(f"/plans/{ran.plan.pk}/").content.decode()
    assert other.post(address, {"name": ran.plan.name}).status_code == 302
    assert state(ran) == PlanState.PUBLISHED


@pytest.mark.parametrize("typed", ["مخطط السنة", "\u2068مخطط  السنة\u2069 "])
def test_the_name_is_typed_as_the_page_says_it(ran: Scene, typed: str) -> None:
    """An Arabic page shows the plan's Arabic name: the French one was asked for."""
    ran.plan.name_ar = "مخطط السنة"
    ran.plan.save()
    client = Client()
    client.force_login(ran.coordinator.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    address = f"/plans/{ran.plan.pk}/publier/"

    assert "مخطط السنة" in client.get(address).content.decode()
    assert client.post(address, {"name": "مخطط آخر"}).status_code == 422
    assert state(ran) == PlanState.ALLOCATED
    assert client.post(address, {"name": typed}).status_code == 302


REASON = "Un membre corrige sa liste."


@pytest.fixture
def out(ran: Scene, second: Actor) -> Scene:
    """A plan that two people published."""
    publish_plan(ran.coordinator, ran.plan)
    publish_plan(second, ran.plan)
    return ran


def withdrawals() -> tuple[int, int]:
    """Return how often a withdrawal took effect, and how many people were told of one."""
    done = AuditEvent.objects.filter(action="plans.unpublish").count()
    return done, Notification.objects.filter(code="plans.unpublished").count()


def test_one_person_does_not_take_a_publication_back(out: Scene, second: Actor) -> None:
    assert not unpublish_plan(out.coordinator, out.plan, reason=REASON)
    with pytest.raises(Refused) as refusal:
        unpublish_plan(out.coordinator, out.plan, reason=REASON)

    assert refusal.value.code == "second_person"
    assert (state(out), withdrawals()) == (PlanState.PUBLISHED, (0, 0))
    told = Notification.objects.get(code="plans.withdrawal_proposed")
    assert (told.organisation, told.role) == (second.organisation, Role.COORDINATOR)
    assert AuditEvent.objects.get(action="plans.propose_withdrawal").after["reason"] == REASON


def test_a_second_person_agrees_to_that_very_reason(out: Scene, second: Actor) -> None:
    unpublish_plan(out.coordinator, out.plan, reason=REASON)

    assert unpublish_plan(second, out.plan, reason=f" {REASON} ")

    assert (state(out), withdrawals()) == (PlanState.ALLOCATED, (1, 2))
    event = AuditEvent.objects.get(action="plans.unpublish")
    assert (event.user, event.after["proposed_by"]) == (second.user, out.coordinator.user.pk)
    assert not Proposal.objects.exists()


def test_another_reason_is_a_proposal_of_its_own(out: Scene, second: Actor) -> None:
    unpublish_plan(out.coordinator, out.plan, reason=REASON)

    assert not unpublish_plan(second, out.plan, reason="Autre motif.")

    assert (state(out), withdrawals()) == (PlanState.PUBLISHED, (0, 0))
    waiting = proposed_withdrawal(out.plan)
    assert waiting is not None
    assert (waiting.asked_by, waiting.reason) == (second.user, "Autre motif.")


def test_a_proposed_withdrawal_is_taken_off(out: Scene, second: Actor) -> None:
    unpublish_plan(out.coordinator, out.plan, reason=REASON)

    drop_publication(second, out.plan)

    assert proposed_withdrawal(out.plan) is None
    assert (state(out), withdrawals()) == (PlanState.PUBLISHED, (0, 0))


def test_strangers_do_not_take_a_publication_back(out: Scene) -> None:
    unpublish_plan(out.coordinator, out.plan, reason=REASON)
    for stranger in (an_actor(Role.COORDINATOR), an_actor(Role.BUYER), an_actor(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            unpublish_plan(stranger, out.plan, reason=REASON)
    assert (state(out), withdrawals()) == (PlanState.PUBLISHED, (0, 0))


def test_the_pages_of_a_withdrawal_say_whose_turn_it_is(out: Scene, second: Actor) -> None:
    first, other = Client(), Client()
    first.force_login(out.coordinator.user)
    other.force_login(second.user)
    address = f"/plans/{out.plan.pk}/depublier/"

    assert "Proposer le retrait" in first.get(address).content.decode()
    assert first.post(address, {"reason": REASON}).status_code == 302
    assert first.post(address, {"reason": REASON}).status_code == 422
    assert REASON in other.get(address).content.decode()
    assert "de retirer la publication" in other.get(f"/plans/{out.plan.pk}/").content.decode()
    assert other.post(address, {"reason": REASON}).status_code == 302
    assert state(out) == PlanState.ALLOCATED


def test_the_rule_itself_is_lifted_by_two_people(second: Actor) -> None:
    organisation, staff, other = (
        second.organisation,
        an_actor(Role.CLUSTER_STAFF),
        an_actor(Role.ADMINISTRATOR),
    )

    assert not require_two_to_publish(staff, organisation, wanted=False)
    with pytest.raises(Refused) as refusal:
        require_two_to_publish(staff, organisation, wanted=False)
    organisation.refresh_from_db()
    assert (refusal.value.code, organisation.two_to_publish) == ("second_person", True)
    assert AuditEvent.objects.filter(action="organisations.require_two_to_publish").count() == 1

    assert require_two_to_publish(other, organisation, wanted=False)

    organisation.refresh_from_db()
    assert not organisation.two_to_publish


def test_who_keeps_the_rule_drops_the_proposal_to_lift_it(second: Actor) -> None:
    staff, other = an_actor(Role.CLUSTER_STAFF), an_actor(Role.ADMINISTRATOR)
    require_two_to_publish(staff, second.organisation, wanted=False)

    require_two_to_publish(other, second.organisation, wanted=True)

    assert not Proposal.objects.exists()
    assert not require_two_to_publish(other, second.organisation, wanted=False)
    second.organisation.refresh_from_db()
    assert second.organisation.two_to_publish


def awaited() -> dict[str, int]:
    """Return in how many days each act that is asked for is awaited."""
    rows = Notification.objects.unread().filter(deadline__isnull=False)
    return {row.code: (row.deadline - timezone.localdate()).days for row in rows if row.deadline}


@pytest.mark.parametrize("settle", [publish_plan, drop_publication])
def test_what_is_proposed_awaits_a_second_person_until_it_is_settled(
    ran: Scene, second: Actor, settle: Callable[[Actor, Plan], object]
) -> None:
    publish_plan(ran.coordinator, ran.plan)
    assert awaited() == {"plans.publication_proposed": 7}
    settle(second, ran.plan)
    assert awaited() == {}


def test_a_withdrawal_that_is_proposed_awaits_a_second_person(ran: Scene, second: Actor) -> None:
    publish_plan(ran.coordinator, ran.plan)
    publish_plan(second, ran.plan)
    unpublish_plan(ran.coordinator, ran.plan, reason="Une erreur.")
    assert awaited() == {"plans.withdrawal_proposed": 3}
    unpublish_plan(second, ran.plan, reason="Une erreur.")
    assert awaited() == {}
