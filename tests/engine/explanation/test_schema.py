"""The document of analyses is what its published schema says, whole, partial or about rules without a plan."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import jsonschema_rs
import pytest
from tests.engine.allocation.small import small_problem
from tests.engine.explanation.test_limits import BUDGETS, NO_MARGIN, two_parts

from rakiza.engine.allocation import AllocationRules, Budget, MakerCount, Problem, Sources
from rakiza.engine.allocation.format.schema import published_text
from rakiza.engine.explanation.analyses import Kind, analyse, analyses_document
from rakiza.engine.explanation.schema import RESULTS, analyses_schema

FORMATS = Path(__file__).parents[3] / "docs" / "formats"
NO_PLAN = replace(
    NO_MARGIN, rules=(Budget("little", Decimal(1)), Sources("two", minimum=2), MakerCount("one", 1))
)


def documented(problem: Problem, rules: AllocationRules, seconds: float | None = None) -> dict:
    """The document of every analysis, as it is read back from JSON."""
    found = analyse(problem, rules, tuple(Kind), seconds=seconds)
    return json.loads(json.dumps(analyses_document(problem, rules, found)))


def test_the_published_schema_is_that_of_the_values() -> None:
    published = (FORMATS / "plan-analyses.schema.json").read_text("utf-8")
    assert published == published_text(analyses_schema())
    jsonschema_rs.meta.validate(analyses_schema())


def test_the_schema_knows_every_analysis() -> None:
    assert set(RESULTS) == set(Kind)


@pytest.mark.parametrize("seconds", [None, 0])
@pytest.mark.parametrize("rules", [BUDGETS, NO_PLAN])
def test_what_is_written_is_valid(rules: AllocationRules, seconds: float | None) -> None:
    document = documented(two_parts(), rules, seconds)
    jsonschema_rs.validate(analyses_schema(), document)
    assert document["complete"] is (seconds is None)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_written_of_any_problem_is_valid(seed: int) -> None:
    problem, rules = small_problem(seed)
    jsonschema_rs.validate(analyses_schema(), documented(problem, rules))


def test_a_document_that_lacks_a_field_is_not_valid() -> None:
    document = documented(two_parts(), BUDGETS)
    del document["analyses"]["rules"]["not_reached"]
    assert not jsonschema_rs.is_valid(analyses_schema(), document)
    assert not jsonschema_rs.is_valid(analyses_schema(), {**document, "format": "rakiza-plan-analyses/2"})
