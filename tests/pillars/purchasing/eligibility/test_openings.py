"""If the title came by a month: the page's computation, who sees it, and what stays hidden."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import an_actor
from tests.factories.plans import Scene

from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.industry.models import Offer
from rakiza.pillars.purchasing.eligibility.opening_queries import Opening, OpeningFilters, openings
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.upgrade_queries import upgrade_plans
from rakiza.pillars.registration.models import RegistrationCertificate

Publish = Callable[..., Scene]
D = Decimal


def unregistered(scene: Scene) -> None:
    """Leave the first maker without registration, the second unable to serve more than a half."""
    RegistrationCertificate.objects.filter(device=scene.offers[0].device).delete()
    Offer.objects.filter(pk=scene.offers[1].pk).update(monthly_capacity=50)


def seen(actor: Actor, by: int = 1, **filters: object) -> tuple[Opening, ...]:
    return openings(actor, upgrade_plans(actor), OpeningFilters(by, **filters), language="fr")  # type: ignore[arg-type]


@pytest.fixture
def half_covered(db: None, publish: Publish) -> Scene:
    """1 200 syringes wanted, 600 awarded to the second maker, 150 a quarter left open."""
    return publish(before=unregistered)


def test_a_registration_would_take_what_is_open_from_its_month_on(half_covered: Scene) -> None:
    (one,) = seen(half_covered.makers[0])
    assert one.missing == (TitleKind.REGISTRATION,)
    assert (one.out.offer, one.hidden) == (half_covered.offers[0], 0)
    # 600 left open, 50 a month, at 1.20 taxes included
    assert one.values == tuple(60 * D(13 - month) for month in range(1, 13))
    (late,) = seen(half_covered.makers[0], by=6)
    assert late.value == D("420.00")
    (lot,) = late.lots
    assert (lot.quantity, lot.value) == (350, D("420.00"))


def test_who_sees_it(half_covered: Scene) -> None:
    winner, cluster = half_covered.makers[1], an_actor(Role.CLUSTER_STAFF)
    assert seen(winner) == ()
    assert [one.value for one in seen(cluster)] == [D("720.00")]
    assert seen(cluster, maker=winner.organisation.pk) == ()
    assert seen(winner, maker=half_covered.makers[0].organisation.pk) == ()
    for actor in (half_covered.buyers[0], an_actor(Role.REGISTRATION_OFFICER)):
        with pytest.raises(NotAllowed):
            openings(actor, (half_covered.plan,), OpeningFilters(1), language="fr")


def test_amounts_of_fewer_than_three_buyers_stay_hidden_from_the_maker(db: None, publish: Publish) -> None:
    def half(scene: Scene) -> None:
        unregistered(scene)
        Offer.objects.filter(pk=scene.offers[1].pk).update(monthly_capacity=25)

    scene = publish(buyers=2, before=half)
    (own,) = seen(scene.makers[0])
    assert (own.values, own.hidden) == ((D(0),) * 12, 1)
    assert [(lot.quantity, lot.value) for lot in own.lots] == [(None, None)]
    (whole,) = seen(scene.coordinator)
    assert whole.value > 0


def test_a_title_that_came_leaves_the_list(half_covered: Scene) -> None:
    device = half_covered.offers[0].device
    other = RegistrationCertificate.objects.select_related("authority").first()
    assert other is not None
    RegistrationCertificate.objects.create(
        authority=other.authority,
        device=device,
        number="E-NEUF",
        valid_from=date(2027, 1, 1),
        valid_to=date(2031, 12, 31),
    )
    assert seen(half_covered.makers[0]) == ()


def test_filters_and_a_plan_without_run(half_covered: Scene) -> None:
    maker = half_covered.makers[0]
    assert len(seen(maker, kind="registration", family="syringe_hypodermic")) == 1
    assert seen(maker, kind="certificate") == seen(maker, family="glove") == ()
    assert openings(maker, (Plan(year=2027, name="Vide"),), OpeningFilters(1), language="fr") == ()


def test_the_page_ranks_and_exports(half_covered: Scene) -> None:
    client = Client()
    client.force_login(half_covered.makers[0].user)
    address = reverse("eligibility:openings")
    assert "+420,00\u00a0MAD" in client.get(address + "?mois=6").content.decode()
    for query in ("?mois=99", "?mois=x", "?titre=zzz", "?famille=zzz", "?fabricant=x", "?page=x"):
        assert client.get(address + query).status_code == 200
    assert client.get(address + "?export=1")["Content-Type"].startswith("application/vnd.openxml")
    client.force_login(half_covered.buyers[0].user)
    assert client.get(address).status_code == 403
