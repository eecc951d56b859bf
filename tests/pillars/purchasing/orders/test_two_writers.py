"""Two people of one buyer who order at the very same moment, in two real connections."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from tests.factories import OrganisationFactory
from tests.factories.orders import an_order
from tests.factories.plans import Scene, a_scene

from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.purchasing.orders import actions
from rakiza.pillars.purchasing.orders.models import Order
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


def test_two_orders_of_most_of_an_award_are_not_both_taken(monkeypatch: pytest.MonkeyPatch) -> None:
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
