"""The year after the plan's, in its first weeks: short lists, few offers, plans and scenarios in the other states."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from rakiza.demonstration.catalogue import YEAR, rounded
from rakiza.demonstration.cluster import Cluster
from rakiza.demonstration.lists import Group, list_of
from rakiza.demonstration.steps import finish, reviewed
from rakiza.engine.allocation import Aim, Goal, Per
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.engine.planning.values import PriceTier, Rules
from rakiza.kernel.jobs.actions import run as run_job
from rakiza.kernel.organisations.actor import Actor
from rakiza.pillars.industry.actions import (
    OfferTerms,
    add_device,
    submit_offer,
    withdraw_device,
    withdraw_offer,
)
from rakiza.pillars.industry.devices.queries import terms_of
from rakiza.pillars.industry.enums import OfferState
from rakiza.pillars.industry.models import Device, Offer
from rakiza.pillars.purchasing.needs.actions import confirm_import
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.plans.actions import cancel_run, create_plan, run_plan
from rakiza.pillars.purchasing.plans.models import Plan
from rakiza.pillars.purchasing.plans.scenarios.actions import (
    cancel_analysis,
    cancel_scenario,
    create_scenario,
    request_analysis,
    run_scenario,
)
from rakiza.pillars.purchasing.plans.scenarios.enums import AnalysisKind

NEXT = YEAR + 1
PLAN_NAMES = {
    "allocated": f"Plan {NEXT}, premières listes",
    "proposed": f"Plan {NEXT}, publication proposée",
    "stopped": f"Plan {NEXT}, calcul arrêté",
    "failed": f"Plan {NEXT}, budget impossible",
    "draft": f"Plan {NEXT}, à calculer",
}
OTHER_NAMES = {
    "allocated": (f"مخطط {NEXT}، اللوائح الأولى", f"Plan {NEXT}, first lists"),
    "proposed": (f"مخطط {NEXT}، نشر مقترح", f"Plan {NEXT}, publication proposed"),
    "stopped": (f"مخطط {NEXT}، حساب موقوف", f"Plan {NEXT}, calculation stopped"),
    "failed": (f"مخطط {NEXT}، ميزانية مستحيلة", f"Plan {NEXT}, impossible budget"),
    "draft": (f"مخطط {NEXT}، في انتظار الحساب", f"Plan {NEXT}, to compute"),
}
ONE_IN = 6
OFFERS = 90
SHARED = Rules(maximum_share=Decimal("0.6"))
TOO_LITTLE = Rules(plan_budget=Decimal(1))
TO_COMPUTE = Rules(
    makers_per_family=1,
    goals=(Goal(Aim.IMPORTS, Decimal("0.02")), Goal(Aim.COST)),
    added=(
        AddedRule("r1", Kind.MAKER_COUNT, most=5, per=Per.PLAN),
        AddedRule("r2", Kind.SOURCES, on=False, least=2, vital=True),
    ),
)
RISE = Decimal("1.03")


def load_next_year(cluster: Cluster, folder: Path) -> Plan:
    """Hand in each group's first lines for the year after, and leave a plan and a scenario in each state.

    Return the plan whose publication one person is to propose.
    """
    for group, buyer in cluster.buyers:
        confirm_import(buyer, reviewed(buyer, _first_lines(group, folder), NEXT))
    _offers(cluster)
    _given_up(cluster.makers[0][1])
    coordinator = cluster.coordinator
    _opened(coordinator, "draft")
    _stopped(coordinator)
    _failed(coordinator)
    _scenarios(coordinator, _allocated(coordinator, "allocated"))
    return _allocated(coordinator, "proposed", SHARED)


def _first_lines(group: Group, folder: Path) -> Path:
    path = folder / f"besoins-{NEXT}-{group.account}.csv"
    rows = [["Désignation", "Unité", "Conditionnement", "Quantité", "Prix unitaire TTC"]]
    rows += [
        [line.text, line.unit, line.pack, line.quantity, "" if line.price is None else str(line.price)]
        for line in list_of(group)[::ONE_IN]
    ]
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows(rows)
    return path


def _offers(cluster: Cluster) -> None:
    """Offer again what the first lists ask for, a little dearer."""
    asked = NeedLine.objects.confirmed_for(NEXT).order_by().values("family").distinct()
    standing = Offer.objects.filter(year=YEAR, state=OfferState.SUBMITTED, device__family__in=asked)
    makers = {actor.organisation.pk: actor for _maker, actor in cluster.makers}
    for offer in standing.select_related("device", "line").prefetch_related("tiers").order_by("pk")[:OFFERS]:
        submit_offer(makers[offer.device.maker_id], offer.device, _renewed(offer))


def _renewed(offer: Offer) -> OfferTerms:
    return OfferTerms(
        year=NEXT,
        tiers=tuple(
            PriceTier(tier.from_quantity, rounded(tier.unit_price * RISE))
            for tier in sorted(offer.tiers.all(), key=lambda tier: tier.from_quantity)
        ),
        vat_rate=offer.vat_rate,
        minimum_order=offer.minimum_order,
        order_multiple=offer.order_multiple,
        line=offer.line,
        lead_time_days=offer.lead_time_days,
        valid_from=date(NEXT, 1, 1),
        valid_to=date(NEXT, 12, 31),
    )


def _given_up(maker: Actor) -> None:
    """Leave an article off the catalogue, and an offer taken back."""
    device = Device.objects.of_maker(maker.organisation.pk).order_by("pk")[0]
    terms = replace(terms_of(device), reference=f"{device.reference}-ANC", gtin="", packs=())
    withdraw_device(maker, add_device(maker, terms))
    kept = Offer.objects.filter(device=device).prefetch_related("tiers").order_by("pk")[0]
    withdraw_offer(maker, submit_offer(maker, device, _renewed(kept)))


def _opened(coordinator: Actor, which: str, rules: Rules | None = None) -> Plan:
    """Open one of next year's plans under its name in each language."""
    return create_plan(coordinator, year=NEXT, name=PLAN_NAMES[which], names=OTHER_NAMES[which], rules=rules)


def _allocated(coordinator: Actor, which: str, rules: Rules | None = None) -> Plan:
    plan = _opened(coordinator, which, rules)
    run = run_plan(coordinator, plan)
    if run.job is not None:
        finish(run.job)
    plan.refresh_from_db()
    return plan


def _stopped(coordinator: Actor) -> None:
    cancel_run(coordinator, run_plan(coordinator, _opened(coordinator, "stopped")))


def _failed(coordinator: Actor) -> None:
    """Ask for what can't be had: the run says that no plan obeys its rules."""
    plan = _opened(coordinator, "failed", TOO_LITTLE)
    run = run_plan(coordinator, plan)
    if run.job is not None:
        run_job(run.job.pk)


def _scenarios(coordinator: Actor, plan: Plan) -> None:
    """One scenario computed, one whose rules contradict each other, one stopped, one to compute; two analyses."""
    for name, rules in (
        ("Deux sources", Rules(maximum_share=Decimal("0.5"))),
        ("Budget impossible", TOO_LITTLE),
    ):
        scenario = create_scenario(coordinator, plan, name=name, rules=rules)
        run_scenario(coordinator, scenario)
        if scenario.job is not None:
            finish(scenario.job)
    stopped = create_scenario(coordinator, plan, name="Calcul arrêté", rules=Rules())
    run_scenario(coordinator, stopped)
    cancel_scenario(coordinator, stopped)
    create_scenario(coordinator, plan, name="À calculer", rules=TO_COMPUTE)
    priced = request_analysis(coordinator, plan, AnalysisKind.RULES)
    if priced.job is not None:
        finish(priced.job)
    cancel_analysis(coordinator, plan, request_analysis(coordinator, plan, AnalysisKind.LINES))
