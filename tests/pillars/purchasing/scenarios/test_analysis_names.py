"""Analyses name what they are about as people do: no line, offer or lot by the engine's number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.plans import Scene

from rakiza.engine.explanation.capacity import LineWorth, LineWorths
from rakiza.engine.explanation.pooling import Method, Pooling
from rakiza.kernel.codec import dump
from rakiza.pillars.industry.models import ProductionLine
from rakiza.pillars.purchasing.plans.models import Lot
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind, AnalysisState
from rakiza.pillars.purchasing.plans.scenarios.models import Analysis

D = Decimal


def panel(scene: Scene, kind: AnalysisKind, result: object, state: AnalysisState) -> str:
    Analysis.objects.create(run=scene.plan.current_run, kind=kind, state=state, result=dump(result))
    client = Client()
    client.force_login(scene.coordinator.user)
    return client.get(reverse("scenarios:panel", args=[scene.plan.pk, kind])).content.decode()


@pytest.mark.parametrize("state", [AnalysisState.DONE, AnalysisState.PARTIAL])
def test_lines_and_offers_are_called_by_their_maker_s_names(ran: Scene, state: AnalysisState) -> None:
    maker = ran.makers[0].organisation
    line = ProductionLine.objects.create(maker=maker, name="Presse 4", monthly_capacity=100)
    offer = ran.offers[1]
    worth = LineWorth(f"{maker.pk}/{line.pk}", (), D(1), D("12.50"), D(40), None, significant=True)
    left = (str(offer.pk),) if state == AnalysisState.PARTIAL else ()

    page = panel(ran, AnalysisKind.LINES, LineWorths((worth,), left), state)

    assert f"{maker.name} · Presse 4" in page
    assert f"{maker.pk}/{line.pk}" not in page
    assert (f"{offer.device.maker.name} · {offer.device.name}" in page) == bool(left)


def test_lots_not_pooled_are_called_by_their_title_and_no_empty_total_is_told(ran: Scene) -> None:
    lot = Lot.objects.get()
    found = Pooling(
        Method.SHAPLEY,
        (),
        D(0),
        D(0),
        rational=True,
        doubt=D(0),
        coalitions=0,
        left_out=0,
        not_reached=(lot.code,),
    )

    page = panel(ran, AnalysisKind.POOLING, found, AnalysisState.PARTIAL)

    assert lot.title in page
    assert lot.code not in page
    assert "Seuls" not in page
    assert "Aucun besoin de votre organisation" not in page
