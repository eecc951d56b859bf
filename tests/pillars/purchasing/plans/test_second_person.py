"""An association may want two people to publish: one proposes, another agrees to exactly that."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests.factories import an_actor
from tests.factories.plans import Scene

from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.notifications.models import Notification
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Proposal
from rakiza.kernel.organisations.permissions import NotAllowed, Refused
from rakiza.kernel.organisations.second_person import require_two_to_publish
from rakiza.pillars.purchasing.plans.actions import drop_publication, publish_plan
from rakiza.pillars.purchasing.plans.enums import PlanState
from rakiza.pillars.purchasing.plans.models import PlanRun
from rakiza.pillars.purchasing.plans.queries import proposed_publication

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
