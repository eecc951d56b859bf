"""Two people of one buyer who order at the very same moment, in two real connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import OrganisationFactory, an_actor
from tests.factories.orders import JULY, a_site, an_order, the_award
from tests.factories.plans import Scene, a_scene
from tests.web.api.caller import Caller

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.purchasing.orders import actions
from rakiza.pillars.purchasing.orders.models import Order, OrderLine
from rakiza.pillars.purchasing.orders.numbering import next_number
from rakiza.pillars.purchasing.plans import jobs
from rakiza.pillars.purchasing.plans.actions import publish_plan, run_plan

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "postgresql" not in settings.DATABASES["default"]["ENGINE"], reason="needs several writers"
    ),
]


def test_numbers_follow_one_another_without_gap_or_double() -> None:
    buyer, year, writers = OrganisationFactory(kind="health_group"), timezone.localdate().year, 4
    start = Barrier(writers, timeout=30)

    def numbered(writer: int) -> str:
        try:
            start.wait()
            with transaction.atomic():
                found = next_number(Organisation.objects.get(pk=buyer.pk), year)
                if writer == 0:
                    raise Refused("orders.over", "undone")
            return found
        except Refused:
            return ""
        finally:
            connection.close()

    with ThreadPoolExecutor(writers) as pool:
        given = list(pool.map(numbered, range(writers)))

    assert sorted(filter(None, given)) == [f"BC-{year}-{one:05}" for one in (1, 2, 3)]


@pytest.fixture
def both_at_once(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A published plan; each of two who order of it waits, before it holds the plan, until the other is there."""
    monkeypatch.setattr(jobs, "write_documents", lambda *_args: {})
    scene = a_scene()
    run_plan(scene.coordinator, scene.plan)
    scene.plan.refresh_from_db()
    publish_plan(scene.coordinator, scene.plan)
    start, held = Barrier(2, timeout=30), actions.published

    def both_there(plan_id: int) -> object:
        start.wait()
        return held(plan_id)

    monkeypatch.setattr(actions, "published", both_there)
    return scene


def test_two_orders_of_most_of_an_award_are_not_both_taken(both_at_once: Scene) -> None:
    scene = both_at_once

    def orders(_one: int, scene: Scene = scene) -> str:
        try:
            return an_order(scene, quantity="300").number
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        ended = sorted(pool.map(orders, range(2)))

    assert ended == [f"BC-{timezone.localdate().year}-00001", "orders.over"]
    assert Order.objects.count() == 1


@pytest.mark.parametrize("ways", [("page", "page"), ("page", "api"), ("api", "api")], ids="-".join)
def test_of_two_people_who_order_the_last_units_one_wins_and_the_other_is_told(
    both_at_once: Scene, ways: tuple[str, str]
) -> None:
    buyer, award = both_at_once.buyers[0], the_award(both_at_once)
    people = (buyer, an_actor(Role.BUYER, buyer.organisation))
    plan, site = both_at_once.plan.pk, a_site(buyer.organisation).pk
    terms = {"plan": plan, "maker": award.maker_id, "month": JULY, "site": site}
    form = {"fabricant": award.maker_id, "mois": JULY, "site": site, f"q{award.pk}": "390"}

    def by_page(actor: Actor) -> Callable[[], tuple[int, str]]:
        client = Client()
        client.force_login(actor.user)

        def post() -> tuple[int, str]:
            answer: Any = client.post(reverse("orders:new", args=[plan]), form)
            return answer.status_code, answer.content.decode()

        return post

    def by_api(actor: Actor) -> Callable[[], tuple[int, str]]:
        caller = Caller.of(actor)
        body = {**terms, "lines": [{"award": award.pk, "quantity": "390"}]}

        def post() -> tuple[int, str]:
            answer: Any = caller.post("/purchasing/orders", body)
            return answer.status_code, answer.content.decode()

        return post

    def apart(post: Callable[[], tuple[int, str]]) -> tuple[int, str]:
        try:
            return post()
        finally:
            connection.close()

    doing = [{"page": by_page, "api": by_api}[way](actor) for way, actor in zip(ways, people, strict=True)]
    with ThreadPoolExecutor(2) as pool:
        ended = list(pool.map(apart, doing))

    (lost,) = [words for status, words in ended if status in {409, 422}]
    assert [status in {201, 302} for status, _words in ended].count(True) == 1
    assert "il vous reste 10 à commander" in lost
    assert [line.quantity for line in OrderLine.objects.all()] == [390]
