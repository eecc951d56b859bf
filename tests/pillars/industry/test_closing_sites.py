"""A site closes once its plant has, by page, API and command."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from functools import partial
from html import unescape

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories import a_supply, an_actor
from tests.factories.keys import membership_of
from tests.pillars.industry.test_plants import PRESS, a_plant, a_site
from tests.pillars.purchasing.needs.test_at_once import at_once
from tests.web.api.caller import Caller, said
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.engine.planning.values import PriceTier
from rakiza.kernel.audit.models import AuditEvent
from rakiza.kernel.organisations.actions import close_site
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role
from rakiza.kernel.organisations.models import Membership, Site
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.industry.actions import OfferTerms, submit_offer
from rakiza.pillars.industry.models import Offer, Plant, ProductionLine
from rakiza.pillars.industry.plants.actions import (
    PlantTerms,
    add_line,
    change_line,
    close_line,
    close_plant,
    declare_plant,
)
from rakiza.pillars.industry.queries import open_plants
from rakiza.pillars.industry.values import offer_value

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
SITE_WORDS = "rien n'est plus fabriqué"
SAID_IN = {
    "fr": SITE_WORDS,
    "ar": "لم يعد يُصنع شيء",
    "en": "nothing is made any more",
}
SAID = "Une usine est encore ouverte sur le site"


@pytest.fixture
def maker() -> Actor:
    found = an_actor(Role.MAKER)
    Membership.objects.filter(pk=membership_of(found).pk).update(manages=True)
    return replace(found, manages=True)


@pytest.fixture
def plant(maker: Actor) -> Plant:
    return a_plant(maker)


def untouched(plant: Plant) -> bool:
    plant.refresh_from_db()
    plant.site.refresh_from_db()
    closings = AuditEvent.objects.filter(action="organisations.close_site")
    return (plant.closed_on, plant.site.closed_on, closings.count()) == (None, None, 0)


def test_a_site_whose_plant_runs_stays_open(maker: Actor, plant: Plant) -> None:
    with pytest.raises(Refused, match=SAID) as refusal:
        close_site(maker, plant.site)
    assert refusal.value.code == "industry.site_runs"
    assert plant.site.name in str(refusal.value)
    assert untouched(plant)


def test_it_closes_after_its_lines_and_its_plant(maker: Actor, plant: Plant) -> None:
    line = add_line(maker, PRESS, plant)
    close_line(maker, line)
    with pytest.raises(Refused, match=SAID):
        close_site(maker, plant.site)
    close_plant(maker, plant)
    close_site(maker, plant.site)

    plant.site.refresh_from_db()
    assert plant.site.closed_on == TODAY()
    with pytest.raises(Refused, match="déjà fermé"):
        close_site(maker, plant.site)
    assert AuditEvent.objects.filter(action="organisations.close_site").count() == 1


def test_a_site_without_a_plant_and_one_beside_it_close(maker: Actor, plant: Plant) -> None:
    beside = a_site(maker, "Dépôt")
    close_site(maker, beside)
    beside.refresh_from_db()
    assert beside.closed_on == TODAY()
    assert untouched_plant(plant)


def untouched_plant(plant: Plant) -> bool:
    plant.refresh_from_db()
    return plant.closed_on is None


def test_the_page_says_why_and_closes_nothing(maker: Actor, plant: Plant) -> None:
    client = Client()
    client.force_login(maker.user)
    answer = client.post(reverse("organisations:close-site", args=[plant.site_id]), follow=True)
    assert (answer.status_code, SAID in answer.content.decode()) == (200, True)
    assert untouched(plant)


def test_the_api_says_why_and_closes_nothing(maker: Actor, plant: Plant) -> None:
    answer = Caller.of(maker).post(f"/sites/{plant.site_id}/transitions/close", {})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (409, "industry.site_runs")
    assert untouched(plant)


def test_the_command_says_why_and_closes_nothing(maker: Actor, plant: Plant) -> None:
    words = [f"sites/{plant.site_id}", "close", "--as", maker.user.email]
    done = CliRunner().invoke(app, ["step", *words])
    assert done.exit_code == 1
    assert SAID in done.stdout + done.stderr
    assert untouched(plant)


def test_a_line_enters_no_plant_of_a_site_that_closed_before(maker: Actor, plant: Plant) -> None:
    Site.objects.filter(pk=plant.site_id).update(closed_on=TODAY())  # as it could be before plants were held
    with pytest.raises(Refused, match="Ce site est fermé"):
        add_line(maker, PRESS, plant)
    assert not ProductionLine.objects.exists()
    close_plant(maker, plant)


@pytest.mark.django_db(transaction=True)
def test_a_plant_declared_while_its_site_closes_leaves_no_plant_on_a_closed_site() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("needs several writers")
    maker = replace(an_actor(Role.MAKER), manages=True)
    for rank in range(5):
        site = a_site(maker, f"Site {rank}")

        outcomes = at_once(
            [partial(close_site, maker, site), partial(declare_plant, maker, site, PlantTerms())]
        )

        site.refresh_from_db()
        assert outcomes in (["done", "industry.site_runs"], ["done", "industry.site_closed"])
        assert (site.closed_on is None) == Plant.objects.filter(site=site).exists()


def left_open(plant: Plant) -> None:
    """Close the plant's site as it could be before plants held it."""
    Site.objects.filter(pk=plant.site_id).update(closed_on=TODAY())
    plant.refresh_from_db()


def test_a_plant_left_open_on_a_closed_site_counts_nowhere(maker: Actor, plant: Plant) -> None:
    standing = a_plant(maker, "Usine sud")
    line = add_line(maker, PRESS, plant)
    offer = Offer.objects.get(pk=a_supply(maker.organisation).pk)
    pages = Client()
    pages.force_login(maker.user)
    assert {one.pk for one in open_plants([maker.organisation.pk])[maker.organisation.pk]} == {
        plant.pk,
        standing.pk,
    }

    left_open(plant)

    plants = open_plants([maker.organisation.pk])
    assert [one.pk for one in plants[maker.organisation.pk]] == [standing.pk]
    anywhere = offer_value(offer, {}, plants)
    assert ([one.id for one in anywhere.sites], anywhere.valid_to) == (
        [str(standing.site_id)],
        offer.valid_to,
    )
    offer.line = ProductionLine.objects.select_related("plant__site").get(pk=line.pk)
    there = offer_value(offer, {line.pk: line.monthly_capacity}, plants)
    assert (there.valid_to, there.closed) == (offer.valid_to, TODAY())
    assert pages.get(reverse("industry:reach"), {"usine": plant.pk}).status_code == 404
    terms = OfferTerms(2027, (PriceTier(Decimal(0), Decimal(1)),), line=offer.line)
    with pytest.raises(Refused, match="Le site de cette ligne est fermé") as refusal:
        submit_offer(maker, offer.device, terms)
    assert refusal.value.code == "industry.line_site_closed"
    assert list(Offer.objects.values_list("pk", "state")) == [(offer.pk, "submitted")]


def test_the_page_of_a_plant_left_open_leads_to_its_end(maker: Actor, plant: Plant) -> None:
    line = add_line(maker, PRESS, plant)
    left_open(plant)
    pages = Client()
    pages.force_login(maker.user)

    page = pages.get(reverse("industry:plant", args=[plant.pk])).content.decode()
    listed = pages.get(reverse("industry:plants")).content.decode()

    assert "rien n'y est plus fabriqué, et aucun plan ne compte sur elle." in unescape(page)
    closing = reverse("industry:plant-close", args=[plant.pk])
    refused = [reverse("industry:line-declare") + "?", reverse("industry:plant-edit", args=[plant.pk])]
    assert (closing in page, [one in page for one in refused]) == (True, [False, False])
    assert "site fermé" in listed
    # Its line moves to a plant that stands, then it closes.
    change_line(maker, line, PRESS, a_plant(maker, "Usine sud"))
    assert pages.post(closing).status_code == 302
    plant.refresh_from_db()
    assert plant.closed_on == TODAY()


def test_an_offer_on_a_closed_site_says_why_nothing_comes_of_it(maker: Actor, plant: Plant) -> None:
    line = add_line(maker, PRESS, plant)
    offer = a_supply(maker.organisation, line=line)
    pages, program = Client(), Caller.of(maker)
    pages.force_login(maker.user)
    address, device = reverse("industry:offers"), reverse("industry:device", args=[offer.device_id])
    shown = [unescape(pages.get(page).content.decode()) for page in (address, device)]
    assert [SITE_WORDS in page for page in shown] == [False, False]
    assert said(program.get(f"/offers/{offer.pk}"))["site_closed"] is None

    left_open(plant)

    for language, words in SAID_IN.items():
        pages.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        for page in (address, device):
            assert words in unescape(pages.get(page).content.decode())
    pages.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"
    assert said(program.get(f"/offers/{offer.pk}"))["site_closed"] == TODAY().isoformat()
    Offer.objects.update(state="withdrawn")
    assert SITE_WORDS not in unescape(pages.get(device).content.decode())
