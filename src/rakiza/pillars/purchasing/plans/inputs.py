"""Everything a run depends on, gathered from the rooms that own it."""

from __future__ import annotations

from django.db.models import Sum

from rakiza.engine.planning.values import ImportReference, Incumbent, PlanInputs, Rules
from rakiza.kernel.codec import load
from rakiza.pillars.certification import queries as certification
from rakiza.pillars.industry import queries as industry
from rakiza.pillars.industry.values import trimmed
from rakiza.pillars.purchasing.needs import queries as needs
from rakiza.pillars.purchasing.plans.models import Award, ImportPrice, Plan, PlanRun
from rakiza.pillars.registration import queries as registration


def rules_of(stored: object) -> Rules:
    """Return the rules that a plan or run keeps as JSON."""
    return load(Rules, stored)


def build_inputs(run: PlanRun) -> PlanInputs:
    """Return the inputs of a run: confirmed needs, standing offers, titles, import prices, rules."""
    year = run.plan.year
    wanted = needs.confirmed_needs(year)
    supply = industry.supply_for(year)
    return PlanInputs(
        year=year,
        needs=wanted.needs,
        makers=supply.makers,
        devices=supply.devices,
        offers=supply.offers,
        titles=(*certification.titles_for(year), *registration.titles_for(year)),
        imports=_imports(year),
        incumbents=_incumbents(run.plan),
        rules=rules_of(run.rules),
        files=wanted.files,
    )


def _incumbents(plan: Plan) -> tuple[Incumbent, ...]:
    """Return who holds most of each lot in the association's plan published for the year before."""
    before = Plan.objects.published().filter(association_id=plan.association_id, year=plan.year - 1).first()
    if before is None or before.current_run_id is None:
        return ()
    held = (
        Award.objects.filter(lot__run_id=before.current_run_id)
        .values_list("lot__code", "maker_id")
        .annotate(total=Sum("quantity"))
        .order_by("lot__code", "total", "-maker_id")
    )
    most = {code: str(maker) for code, maker, _total in held}
    return tuple(Incumbent(lot, maker) for lot, maker in most.items())


def _imports(year: int) -> tuple[ImportReference, ...]:
    prices = ImportPrice.objects.filter(year=year).order_by("family")
    return tuple(
        ImportReference(
            family=price.family,
            cif=trimmed(price.cif),
            duty_rate=trimmed(price.duty_rate),
            parafiscal_rate=trimmed(price.parafiscal_rate),
            vat_rate=trimmed(price.vat_rate),
            source=price.source,
        )
        for price in prices
    )
