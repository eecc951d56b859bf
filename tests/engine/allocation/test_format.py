"""The documents: what is written is read back; each fault names its field; the schemas are those published."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jsonschema_rs
import pytest
from tests.engine.allocation.small import small_problem

from rakiza.engine.allocation import AllocationRules, ProblemError, solve
from rakiza.engine.allocation.checks import check
from rakiza.engine.allocation.format import awards_document, read_problem, read_rules, write_problem
from rakiza.engine.allocation.format.schema import awards_schema, problem_schema, schema_text

FORMATS = Path(__file__).parents[3] / "docs" / "formats"
EXAMPLE = FORMATS / "examples" / "problem.json"
RULES = FORMATS / "examples" / "rules.toml"


@pytest.mark.parametrize("which", ["problem", "awards"])
def test_the_published_schema_is_that_of_the_values(which: str) -> None:
    published = (FORMATS / f"plan-{which}.schema.json").read_text("utf-8")
    assert published == schema_text(which)


def test_the_documented_example_is_valid_and_solves() -> None:
    assert jsonschema_rs.is_valid(problem_schema(), json.loads(EXAMPLE.read_text("utf-8")))
    problem, _ = read_problem(EXAMPLE.read_text("utf-8"))
    rules = read_rules(RULES.read_text("utf-8"))
    solution = solve(problem, rules)
    document = awards_document(problem, solution)
    assert jsonschema_rs.is_valid(awards_schema(), document)
    assert document["status"] == "optimal"
    assert {award["maker"] for award in document["awards"]} == {"atlas", "rif", "souss"}
    assert {charge["commitment"] for charge in document["charges"]} == {None, "tooling"}
    assert [rest["lot"] for rest in document["remainders"]] == ["drape-tray", "gown-l"]


def test_prices_before_tax_and_first_periods_are_written_out() -> None:
    problem, _ = read_problem(EXAMPLE.read_text("utf-8"))
    offers = {offer.id: offer for offer in problem.offers}
    assert [tier.price for tier in offers["atlas-5"].tiers] == [Decimal("0.528"), Decimal("0.492")]
    assert offers["souss-gown"].eligible == (Fraction(0), Fraction(2, 3), Fraction(1), Fraction(1))
    said = example()
    said["offers"][1]["first_period"] = 3
    late, _ = read_problem(json.dumps(said))
    assert late.offers[1].eligible == (Fraction(0), Fraction(0), Fraction(1), Fraction(1))


def test_an_import_price_by_its_parts_is_the_landed_cost() -> None:
    problem, _ = read_problem(EXAMPLE.read_text("utf-8"))
    assert problem.lots[0].fallback == Decimal("0.42") * Decimal("1.0275") * Decimal("1.2")


@pytest.mark.parametrize("seed", range(60))
def test_what_is_written_is_read_back(seed: int) -> None:
    problem, rules = small_problem(seed)
    text = write_problem(problem, rules)
    assert read_problem(text) == (problem, rules)
    assert jsonschema_rs.is_valid(problem_schema(), json.loads(text))


def test_rules_in_the_problem_and_in_a_file_read_the_same() -> None:
    problem, rules = small_problem(2)
    embedded = read_problem(write_problem(problem, rules))[1]
    assert embedded == rules
    assert read_rules("").rules == AllocationRules().rules
    assert read_rules("maximum_share = 0.7").maximum_share == Decimal("0.7")


def example() -> dict:
    return json.loads(EXAMPLE.read_text("utf-8"))


def changed(path: str, value: object) -> dict:
    """The example with one field changed; a value of ... takes the field away."""
    said = example()
    *way, last = path.strip("/").split("/")
    place = said
    for step in way:
        place = place[int(step)] if isinstance(place, list) else place[step]
    key = int(last) if isinstance(place, list) else last
    if value is ...:
        del place[key]
    elif isinstance(place, list) and key == len(place):
        place.append(value)
    else:
        place[key] = copy.deepcopy(value)
    return said


TERMS = example()["offers"][2]["terms"][:1]
MATERIALS = example()["offers"][3]["materials"][:1]
TWIN = {"id": "atlas-5", "maker": "atlas", "lots": [], "tiers": [{"from_quantity": 0, "price": 1}]}
FAULTS = [
    ("/lots/0/demand/0", -1, None, "not_a_quantity"),
    ("/lots/0/demand/0", float("nan"), None, "not_a_number"),
    ("/lots/0/demand/0", float("inf"), None, "not_a_number"),
    ("/lots/0/demand/0", "NaN", None, "not_a_number"),
    ("/lots/0/demand/0", "many", None, "not_a_number"),
    ("/lots/0/demand/0", True, None, "not_a_number"),
    ("/lots/0/demand/0", None, None, "not_a_number"),
    ("/lots/0/demand/0", 1e15, None, "too_large"),
    ("/lots/0/demand/0", "1e999999", None, "too_large"),
    ("/lots/0/demand/0", "1e-999999", None, "too_small"),
    ("/lots/0/demand/0", "1e-9", None, "too_precise"),
    ("/lots/0/demand", [1, 2, 3], None, "wrong_length"),
    ("/lots/0/demand", 12, None, "wrong_type"),
    ("/lots/0/demand", ..., None, "missing"),
    ("/lots/0/id", ..., None, "missing"),
    ("/lots/0/id", "", None, "empty"),
    ("/lots/0/id", 3, None, "wrong_type"),
    ("/lots/1/id", "syringe-5ml", None, "duplicate"),
    ("/lots/1/import_price", "-0.01", None, "not_a_quantity"),
    ("/lots/1/import_price", "1e-9", None, "too_small"),
    ("/lots/1/import_price", "1e15", None, "too_large"),
    ("/lots/0/import_price", "0.5", "/lots/0/imports", "two_prices"),
    ("/lots/0/imports/duty", "-0.1", None, "not_a_quantity"),
    ("/lots/0/imports/on", "yesterday", None, "wrong_type"),
    ("/lots/0/members/0/quantity", -1, None, "not_a_quantity"),
    ("/lots/0/colour", "blue", None, "unknown_field"),
    ("/offers/0/lots/0", "syringe-3ml", None, "unknown_lot"),
    ("/offers/0/line", "nowhere", None, "unknown_line"),
    ("/offers/0/maker", "", None, "unknown_maker"),
    ("/offers/5", TWIN, "/offers/5/id", "duplicate"),
    ("/offers/0/lots/1", "syringe-5ml", None, "duplicate"),
    ("/offers/2/terms", [*TERMS, *TERMS], "/offers/2/terms/1/lot", "duplicate"),
    ("/offers/3/materials", [*MATERIALS, *MATERIALS], "/offers/3/materials/1/id", "duplicate"),
    ("/offers/0/tiers", [], None, "no_tier"),
    ("/offers/0/tiers/0/price", -1, None, "not_a_quantity"),
    ("/offers/0/tiers/0/price", ..., None, "missing"),
    ("/offers/0/tiers/0/from_quantity", 5, None, "tier_start"),
    ("/offers/0/tiers/1/from_quantity", 0, None, "tiers_overlap"),
    ("/offers/0/tiers/1/price", 3, None, "tiers_rise"),
    ("/offers/0/tax", "perhaps", None, "not_a_choice"),
    ("/offers/0/tier_kind", "any", None, "not_a_choice"),
    ("/offers/0/order_multiple", 0, None, "not_positive"),
    ("/offers/0/consumption", 0, None, "not_positive"),
    ("/offers/0/capacity", [1, 2], None, "wrong_length"),
    ("/offers/3/eligible/1", "4/3", None, "not_a_share"),
    ("/offers/3/eligible/1", "1/0", None, "not_a_number"),
    ("/offers/3/first_period", 2, None, "not_here"),
    ("/offers/0/first_period", 9, None, "out_of_range"),
    ("/offers/2/terms/0/lot", "gown-l", None, "unknown_lot"),
    ("/offers/3/materials/0/id", "paper", None, "unknown_material"),
    ("/offers/0/value_added", "1.2", None, "not_a_share"),
    ("/lines/0/capacity/2", -5, None, "not_a_quantity"),
    ("/lines/0/reliability", 2, None, "not_a_share"),
    ("/lines/1/ramp", [1], None, "wrong_length"),
    ("/materials/0/tiers/0/from_quantity", 1, None, "tier_start"),
    ("/fixed_costs/0/maker", "nobody", None, "unknown_maker"),
    ("/fixed_costs/0/amount", 0, None, "not_positive"),
    ("/fixed_costs/1/years", 0, None, "out_of_range"),
    ("/discounts/0/maker", "nobody", None, "unknown_maker"),
    ("/discounts/0/steps/1/start", 0, None, "tiers_overlap"),
    ("/discounts/0/steps/0/rate", "0.5", "/discounts/0/steps/1/rate", "rates_fall"),
    ("/discounts/0/kind", "incremental", "/discounts/0", "incremental_tiers"),
    ("/periods", 0, None, "out_of_range"),
    ("/periods", "4", None, "wrong_type"),
    ("/format", "rakiza-plan-problem/9", None, "wrong_format"),
    ("/format", ..., None, "missing"),
    ("/lots", ..., None, "missing"),
    ("/lots", {}, None, "wrong_type"),
]


@pytest.mark.parametrize(("path", "value", "pointer", "code"), FAULTS)
def test_a_fault_names_its_field(path: str, value: object, pointer: str | None, code: str) -> None:
    text = json.dumps(changed(path, value))
    with pytest.raises(ProblemError) as caught:
        check(*read_problem(text))
    assert (caught.value.pointer, caught.value.code) == (pointer or path, code)


RULE_FAULTS = [
    ("gap = -1", "/gap", "not_a_share"),
    ("time_limit_seconds = -1", "/time_limit_seconds", "not_a_quantity"),
    ("maximum_share = 1.1", "/maximum_share", "not_a_share"),
    ("minimum_sources_vital = 0", "/minimum_sources_vital", "out_of_range"),
    ("minimum_sources_vital = 1.5", "/minimum_sources_vital", "wrong_type"),
    ("maximum_price = 3", "/maximum_price", "unknown_field"),
    ("goals = []", "/goals", "empty"),
    ('goals = [{aim = "cost"}, {aim = "cost"}]', "/goals/1/aim", "duplicate"),
    ('goals = [{aim = "joy"}]', "/goals/0/aim", "not_a_choice"),
    ('[[rules]]\nid = "a"', "/rules/0/kind", "missing"),
    ('[[rules]]\nid = "a"\nkind = "wish"', "/rules/0/kind", "not_a_choice"),
    ('[[rules]]\nid = "maximum_share"\nkind = "single_source"', "/rules/0/id", "reserved"),
    ('[[rules]]\nid = "a"\nkind = "maker_share"\nminimum = 0.6\nmaximum = 0.5', "/rules/0/minimum", "bounds_cross"),
    ('[[rules]]\nid = "a"\nkind = "maker_share"\nmeasure = "value_added"', "/rules/0/measure", "not_per_maker"),
    ('[[rules]]\nid = "a"\nkind = "sources"\nminimum = 3\nmaximum = 2', "/rules/0/maximum", "bounds_cross"),
    ('[[rules]]\nid = "a"\nkind = "maker_count"\nmaximum = 0', "/rules/0/maximum", "out_of_range"),
    ('[[rules]]\nid = "a"\nkind = "budget"\nmaximum = 1\nmember = "x"', "/rules/0/member", "unknown_member"),
    ('[[rules]]\nid = "a"\nkind = "service"\nregions = ["x"]', "/rules/0/regions/0", "unknown_region"),
    ('[[rules]]\nid = "a"\nkind = "exclusive"\nlots = ["gown-l"]', "/rules/0/lots", "empty"),
    ('[[rules]]\nid = "a"\nkind = "tied"\nlots = ["gown-l", "x"]', "/rules/0/lots/1", "unknown_lot"),
    ('[[rules]]\nid = "a"\nkind = "commitment"\nyears = 7', "/rules/0/years", "out_of_range"),
    ('[[rules]]\nid = "a"\nkind = "group_share"\ngroup = "named"', "/rules/0/makers", "empty"),
    ('[[rules]]\nid = "a"\nkind = "single_source"\n[rules.scope]\nfamilies = ["x"]', "/rules/0/scope/families/0",
     "unknown_family"),
    ('[[rules]]\nid = "a"\nkind = "single_source"\n[[rules]]\nid = "a"\nkind = "single_source"', "/rules/1/id",
     "duplicate"),
    ("gap = ", "", "not_toml"),
    ("gap = 1e99999999999999999999", "/gap", "not_a_number"),
    ("gap = 1" + 5000 * "0", "", "not_toml"),
    ("gap = " + 5000 * "[", "", "not_toml"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "pointer", "code"), RULE_FAULTS)
def test_a_fault_in_the_rules_names_its_key(text: str, pointer: str, code: str) -> None:
    problem, _ = read_problem(EXAMPLE.read_text("utf-8"))
    with pytest.raises(ProblemError) as caught:
        check(problem, read_rules(text))
    assert (caught.value.pointer, caught.value.code) == (pointer, code)


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "{'a': 1}", b"\xff\xfe", "[" * 100_000])
def test_what_is_no_json_is_said_so(text: str | bytes) -> None:
    with pytest.raises(ProblemError) as caught:
        read_problem(text)
    assert (caught.value.pointer, caught.value.code) == ("", "not_json")


def test_a_name_that_comes_twice_in_an_object_is_a_fault() -> None:
    with pytest.raises(ProblemError) as caught:
        read_problem('{"format": "rakiza-plan-problem/1", "lots": [], "lots": [], "offers": []}')
    assert (caught.value.pointer, caught.value.code) == ("/lots", "duplicate")


def test_a_name_that_comes_twice_deep_in_a_document_is_pointed_to() -> None:
    text = EXAMPLE.read_text("utf-8").replace('"maker": "rif"', '"maker": "rif", "maker": "atlas"')
    with pytest.raises(ProblemError) as caught:
        read_problem(text)
    first = next(index for index, offer in enumerate(example()["offers"]) if offer["maker"] == "rif")
    assert (caught.value.pointer, caught.value.code) == (f"/offers/{first}/maker", "duplicate")


def test_a_number_that_no_decimal_holds_is_none() -> None:
    text = json.dumps(changed("/lots/0/demand/0", 12345678)).replace("12345678", "1e99999999999999999999")
    with pytest.raises(ProblemError) as caught:
        read_problem(text)
    assert (caught.value.pointer, caught.value.code) == ("/lots/0/demand/0", "not_a_number")


def test_half_a_character_is_no_text() -> None:
    with pytest.raises(ProblemError) as caught:
        read_problem(json.dumps(changed("/lots/0/id", "\ud800")))
    assert (caught.value.pointer, caught.value.code) == ("/lots/0/id", "not_text")


def test_a_mark_before_the_text_is_passed_over() -> None:
    text = EXAMPLE.read_text("utf-8")
    assert read_problem("\ufeff" + text) == read_problem(text)
    assert read_rules("\ufeffmaximum_share = 0.7") == read_rules("maximum_share = 0.7")


def test_what_is_no_document_says_its_line() -> None:
    with pytest.raises(ProblemError) as caught:
        read_problem('{"format":\n "rakiza-plan-problem/1"\n"lots": []}')
    assert caught.value.line == 3
    with pytest.raises(ProblemError) as caught:
        read_rules("gap = 0.1\nmaximum_share = \nfinish_packs = true")
    assert caught.value.line == 2


def test_no_lots_make_an_empty_plan() -> None:
    problem, rules = read_problem('{"format": "rakiza-plan-problem/1", "lots": [], "offers": []}')
    solution = solve(problem, rules)
    assert (solution.status.value, solution.awards, solution.objective) == ("optimal", (), 0)


def test_a_minimum_order_above_the_lot_awards_nothing() -> None:
    problem, _ = read_problem(json.dumps(changed("/offers/4/minimum_order", 10**6)))
    solution = solve(problem, replace(AllocationRules(), gap=0.0))
    assert "rif-gown" not in {award.offer for award in solution.awards}
    assert solution.status.value == "optimal"
