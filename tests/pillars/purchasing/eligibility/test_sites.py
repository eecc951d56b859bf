"""A certificate of one site covers what is made there: in the plan, in alerts, in orders and in reach."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from tests.factories.orders import an_order, an_order_in
from tests.factories.plans import Scene
from tests.pillars.purchasing.eligibility.conftest import Publish

from rakiza.engine.planning.plan import MonthEligibility
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.kernel.wording import say
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.industry.models import Offer, Plant, ProductionLine
from rakiza.pillars.purchasing.eligibility.actions import Reevaluated, reevaluate
from rakiza.pillars.purchasing.eligibility.models import TitleAlert
from rakiza.pillars.purchasing.orders.alerts import Rechecked, recheck_orders
from rakiza.pillars.purchasing.orders.enums import OrderState
from rakiza.pillars.purchasing.orders.models import OrderAlert
from rakiza.pillars.purchasing.orders.transitions import send_order
from rakiza.pillars.purchasing.plans.maker_queries import months_of_run, months_today
from rakiza.pillars.purchasing.plans.models import Award

ON = date(2026, 11, 22)


def a_plant(maker: Organisation, city: str) -> Plant:
    site = Site.objects.create(
        organisation=maker, kind="plant", name=f"Usine {city[0]}", city=city, region="MA-06"
    )
    return Plant.objects.create(maker=maker, site=site)


def only_for(plant: Plant) -> Certificate:
    Certificate.objects.filter(maker=plant.maker).update(site=plant.site)
    return Certificate.objects.get(maker=plant.maker)


def made_in(plant: Plant, offer: Offer) -> None:
    offer.line = ProductionLine.objects.create(
        maker=plant.maker, name=f"Ligne {plant}", monthly_capacity=Decimal(1000), plant=plant
    )
    offer.save()


def eligible(months: tuple[MonthEligibility, ...]) -> list[int]:
    return [one.month for one in months if one.eligible]


def test_a_device_made_in_another_plant_leaves_the_plan(db: None, publish: Publish) -> None:
    def before(scene: Scene) -> None:
        casa, fes = (a_plant(scene.makers[0].organisation, city) for city in ("Casablanca", "Fès"))
        only_for(casa)
        made_in(fes, scene.offers[0])

    scene = publish(before=before)

    ours = scene.offers[0].pk
    assert eligible(months_of_run(scene.plan, [ours])[ours]) == []
    assert Award.objects.get().maker == scene.makers[1].organisation
    with translation.override("fr"):
        said = say(months_of_run(scene.plan, [ours])[ours][0].reasons[0])
    number = Certificate.objects.get(maker=scene.makers[0].organisation).number
    assert said == (
        f"Le certificat {number} vaut pour « Usine C · Casablanca », pas pour « Usine F · Fès »"
        " où le dispositif se fabrique"
    )


def test_a_line_that_moves_puts_plan_and_orders_at_stake_and_stops_new_ones(published: Scene) -> None:
    maker, buyer = published.makers[0].organisation, published.buyers[0]
    casa = a_plant(maker, "Casablanca")
    certificate = only_for(casa)
    order, draft = an_order_in(published, OrderState.CONFIRMED), an_order(published)
    made_in(casa, published.offers[0])
    assert reevaluate(published.plan.pk, ON) == Reevaluated()
    assert recheck_orders(published.plan.pk, ON) == Rechecked()

    made_in(a_plant(maker, "Fès"), published.offers[0])

    # 1 200 at 1.20 in the plan, 30 at 1.20 in the order
    assert reevaluate(published.plan.pk, ON).opened == 1
    alert = TitleAlert.objects.get()
    assert (alert.kind, alert.number, alert.value) == ("certificate", certificate.number, Decimal("1440.00"))
    assert recheck_orders(published.plan.pk, ON).opened == 1
    assert (OrderAlert.objects.get().order, OrderAlert.objects.get().value) == (order, Decimal("36.00"))
    with pytest.raises(Refused, match="pas pour « Usine F · Fès »") as refused:
        send_order(buyer, draft)
    assert refused.value.code == "orders.unlawful"

    Certificate.objects.filter(pk=certificate.pk).update(site=None)
    assert reevaluate(published.plan.pk, ON).cleared == 1
    assert recheck_orders(published.plan.pk, ON).cleared == 1


def test_without_a_line_a_device_may_be_made_in_every_open_plant(published: Scene) -> None:
    ours, maker = published.offers[0].pk, published.makers[0].organisation
    casa = a_plant(maker, "Casablanca")
    only_for(casa)
    assert len(eligible(months_today(published.plan, [ours])[ours])) == 12
    fes = a_plant(maker, "Fès")
    assert eligible(months_today(published.plan, [ours])[ours]) == []
    fes.closed_on = ON
    fes.save()
    assert len(eligible(months_today(published.plan, [ours])[ours])) == 12
