"""Competitors' figures stay theirs: held against the queries that every page, export and job uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal

import pytest
from tests.factories import an_actor
from tests.factories.plans import Scene, a_need, a_scene

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import MEMBERS, Role
from rakiza.kernel.organisations.permissions import NotAllowed
from rakiza.pillars.industry.queries import offers_for
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.needs.queries import imports_for, lines_for
from rakiza.pillars.purchasing.plans.actions import publish_plan
from rakiza.pillars.purchasing.plans.enums import CandidateState
from rakiza.pillars.purchasing.plans.lineage_queries import line_lineage, lot_detail
from rakiza.pillars.purchasing.plans.lot_queries import (
    LotFilters,
    LotRow,
    lot_rows,
    lots_page,
    sort_keys,
    uncovered_page,
)
from rakiza.pillars.purchasing.plans.models import Lot, Plan, PlanRun
from rakiza.pillars.purchasing.plans.queries import family_rows, overview, plan_files, plan_for, plans_for

RunScene = Callable[[Scene], PlanRun]
MONEY = ("value", "covered_value", "savings")


@pytest.fixture
def published(scene: Scene, run_scene: RunScene) -> Scene:
    run_scene(scene)
    publish_plan(scene.coordinator, scene.plan)
    return scene


def only_row(actor: Actor, plan: Plan) -> object:
    (row,) = lots_page(actor, plan, language="fr").rows
    return row


def test_overseers_see_all(published: Scene) -> None:
    for actor in (published.coordinator, an_actor(Role.CLUSTER_STAFF), an_actor(Role.ADMINISTRATOR)):
        row = only_row(actor, published.plan)
        assert (row.quantity, row.value, row.buyers, row.hidden) == (1200, Decimal("2400"), 3, False)  # type: ignore[attr-defined]
        detail = lot_detail(actor, published.plan, row.id, language="fr")  # type: ignore[attr-defined]
        assert len(detail.contributions) == 3
        assert {candidate.landed_price for candidate in detail.candidates} == {
            Decimal("1.2"),
            Decimal("1.44"),
        }
        assert plan_files(actor, published.plan) == ()


def test_a_buyer_sees_its_own_lines_and_the_total_of_three(published: Scene) -> None:
    buyer = published.buyers[0]
    row = only_row(buyer, published.plan)
    detail = lot_detail(buyer, published.plan, row.id, language="fr")  # type: ignore[attr-defined]

    assert (row.quantity, row.own_quantity) == (1200, 400)  # type: ignore[attr-defined]
    assert [one.organisation for one in detail.contributions] == [buyer.organisation.name]
    assert [award.own for award in detail.awards] == [(100, 100, 100, 100)]
    prices = {candidate.state: candidate.landed_price for candidate in detail.candidates}
    assert prices == {CandidateState.AWARDED: Decimal("1.2"), CandidateState.OUTBID: None}


def test_totals_of_fewer_than_three_buyers_are_hidden(db: None, run_scene: RunScene) -> None:
    scene = a_scene(buyers=2)
    run_scene(scene)
    publish_plan(scene.coordinator, scene.plan)
    for actor in (*scene.buyers, scene.makers[0], an_actor(Role.CERTIFICATION_OFFICER), an_actor(Role.BUYER)):
        row = only_row(actor, scene.plan)
        assert row.hidden  # type: ignore[attr-defined]
        figures = ("quantity", "quarters", "uncovered_quantity", "buyers", "local_share", *MONEY)
        assert {name: getattr(row, name) for name in figures} == dict.fromkeys(figures)
        detail = lot_detail(actor, scene.plan, row.id, language="fr")  # type: ignore[attr-defined]
        assert (detail.quarters, detail.reference_price) == (None, None)
        (family,) = family_rows(actor, scene.plan, "fr")
        assert family.hidden
        assert {name: getattr(family, name) for name in MONEY} == dict.fromkeys(MONEY)
        head = overview(actor, scene.plan)
        assert head.money_hidden
        assert head.figures is not None
        assert (head.figures.estimated_value, head.figures.covered_value, head.figures.savings) == (0, 0, 0)
    assert only_row(scene.buyers[0], scene.plan).own_quantity == 400  # type: ignore[attr-defined]
    assert only_row(scene.coordinator, scene.plan).quantity == 800  # type: ignore[attr-defined]


def test_a_maker_sees_its_own_offers_and_awards_only(published: Scene) -> None:
    winner, loser = published.makers
    for maker in published.makers:
        row = only_row(maker, published.plan)
        detail = lot_detail(maker, published.plan, row.id, language="fr")  # type: ignore[attr-defined]
        assert [candidate.maker for candidate in detail.candidates] == [maker.organisation.name]
        assert detail.contributions == ()
        assert (row.makers, row.own_quantity) == ("", None)  # type: ignore[attr-defined]
        assert {name: getattr(row, name) for name in MONEY} == dict.fromkeys(MONEY)
        assert detail.reference_price is None

    lot_id = Lot.objects.get().pk
    assert [award.quantity for award in lot_detail(winner, published.plan, lot_id, language="fr").awards] == [
        1200
    ]
    assert lot_detail(loser, published.plan, lot_id, language="fr").awards == ()
    assert {offer.pk for offer in offers_for(winner)} == {published.offers[0].pk}


def test_no_reason_tells_a_competitors_figures(published: Scene) -> None:
    lot_id = Lot.objects.get().pk
    for actor in (*published.makers, published.buyers[0], an_actor(Role.REGISTRATION_OFFICER)):
        detail = lot_detail(actor, published.plan, lot_id, language="fr")
        reasons = [r for one in (*detail.candidates, *detail.awards) for r in one.reasons]
        params = {name for reason in reasons for name, _ in reason.params}
        assert not params & {
            "price",
            "best",
            "by",
            "next",
            "cheaper",
            "other",
            "reference",
            "quantity",
            "minimum",
        }


def test_a_maker_sees_no_lot_it_was_not_considered_for(published: Scene) -> None:
    stranger = an_actor(Role.MAKER)
    assert lots_page(stranger, published.plan, language="fr").rows == ()
    with pytest.raises(Lot.DoesNotExist):
        lot_detail(stranger, published.plan, Lot.objects.get().pk, language="fr")


def test_a_maker_does_not_find_lots_by_a_competitors_name(published: Scene) -> None:
    winner, loser = published.makers
    filters = LotFilters(search=winner.organisation.name)
    assert lots_page(loser, published.plan, filters, language="fr").total == 0
    assert lots_page(published.coordinator, published.plan, filters, language="fr").total == 1


def test_a_buyer_does_not_filter_by_another_member(published: Scene) -> None:
    a_buyer, another = published.buyers[:2]
    stranger = an_actor(Role.BUYER)
    assert (
        lots_page(stranger, published.plan, LotFilters(member=stranger.organisation.pk), language="fr").total
        == 0
    )
    told = lots_page(
        stranger, published.plan, LotFilters(member=another.organisation.pk), language="fr"
    ).total
    unfiltered = lots_page(stranger, published.plan, language="fr").total
    assert told == unfiltered == 1
    assert (
        lots_page(a_buyer, published.plan, LotFilters(member=a_buyer.organisation.pk), language="fr").total
        == 1
    )


def test_only_overseers_sort_by_figures(published: Scene) -> None:
    assert "value" in sort_keys(published.coordinator)
    for actor in (published.buyers[0], published.makers[0]):
        assert sort_keys(actor) == ("family", "state", "title")


@pytest.mark.parametrize(
    "role", [Role.BUYER, Role.MAKER, Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER]
)
def test_documents_hold_every_figure_and_open_to_overseers_only(published: Scene, role: Role) -> None:
    with pytest.raises(NotAllowed):
        plan_files(an_actor(role), published.plan)


def test_a_plan_shows_itself_in_time(scene: Scene, run_scene: RunScene) -> None:
    def who_sees() -> set[Role]:
        return {role for role in Role if plans_for(an_actor(role)).exists()}

    overseers = {Role.COORDINATOR, Role.CLUSTER_STAFF, Role.ADMINISTRATOR}
    assert who_sees() == overseers
    run_scene(scene)
    assert who_sees() == overseers | {Role.BUYER}
    with pytest.raises(Plan.DoesNotExist):
        plan_for(scene.makers[0], scene.plan.pk)
    for read in (lots_page, uncovered_page):
        with pytest.raises(NotAllowed):
            read(scene.makers[0], scene.plan, language="fr")
    publish_plan(scene.coordinator, scene.plan)
    assert who_sees() == MEMBERS


def test_lines_are_seen_by_their_owner_and_overseers(published: Scene) -> None:
    buyer = published.buyers[0]
    assert set(lines_for(buyer)) == {published.lines[0]}
    assert set(lines_for(published.coordinator)) == set(published.lines)
    assert imports_for(buyer).count() == 1
    for role in (Role.MAKER, Role.CERTIFICATION_OFFICER, Role.REGISTRATION_OFFICER):
        assert (lines_for(an_actor(role)).count(), imports_for(an_actor(role)).count()) == (0, 0)
    with pytest.raises(NeedLine.DoesNotExist):
        line_lineage(buyer, published.lines[1].pk, language="fr")


def test_a_line_leads_from_its_row_to_its_maker(published: Scene) -> None:
    line = published.lines[0]
    lineage = line_lineage(published.buyers[0], line.pk, language="fr")

    (place,) = lineage.plans
    assert (lineage.line.need_import.file.original_name, lineage.line.row) == (
        line.need_import.file.original_name, line.row,
    )  # fmt: skip
    assert (place.lot_id, place.quantity) == (Lot.objects.get().pk, 400)
    assert place.makers == ((published.makers[0].organisation.name, (100, 100, 100, 100)),)


def test_uncovered_needs_say_why_without_naming_competitors(scene: Scene, run_scene: RunScene) -> None:
    for buyer in scene.buyers:
        a_need(buyer, text="SERINGUE 20 ML", volume=20.0)
    run_scene(scene)
    publish_plan(scene.coordinator, scene.plan)

    (row,) = uncovered_page(scene.coordinator, scene.plan, language="fr").rows
    assert (row.quantity, row.kind.value, row.nearest_maker != "") == (1200, "near_miss", True)
    for maker in scene.makers:
        (seen,) = uncovered_page(maker, scene.plan, language="fr").rows
        assert seen.nearest_maker in {"", maker.organisation.name}
        assert seen.import_price is None
    assert uncovered_page(an_actor(Role.MAKER), scene.plan, language="fr").total == 0


def test_an_export_shows_exactly_the_page(published: Scene) -> None:
    for actor in (published.coordinator, published.buyers[0], published.makers[0]):
        assert (
            tuple(lot_rows(actor, published.plan, language="fr"))
            == lots_page(actor, published.plan, language="fr").rows
        )


def test_every_figure_of_a_row_is_decided_on() -> None:
    """A new figure on `LotRow` must be thought of here before it can be shown."""
    public = {
        "id",
        "code",
        "title",
        "family",
        "family_label",
        "emdn",
        "base_unit",
        "criticality",
        "state",
        "at_risk",
    }
    guarded = {
        "buyers",
        "quantity",
        "quarters",
        "uncovered_quantity",
        *MONEY,
        "local_share",
        "makers",
        "own_quantity",
        "hidden",
    }
    assert {field.name for field in fields(LotRow)} == public | guarded


def test_lists_take_a_constant_number_of_queries(
    published: Scene, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        lots_page(
            published.coordinator, published.plan, LotFilters(search="seringue", sort="-value"), language="fr"
        )
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        lots_page(published.buyers[0], published.plan, language="fr")
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        uncovered_page(published.coordinator, published.plan, language="fr")
    lot_id = Lot.objects.get().pk
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        lot_detail(published.coordinator, published.plan, lot_id, language="fr")
