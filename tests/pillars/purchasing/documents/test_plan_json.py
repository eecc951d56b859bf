"""plan.json: valid, canonical, complete."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.planning.plan import Plan
from rakiza.pillars.purchasing.documents import plan_as_json
from rakiza.pillars.purchasing.documents.plan_json import decimal_text, write_plan_json
from rakiza.pillars.purchasing.documents.plan_schema import plan_schema, schema_text

PUBLISHED = Path(__file__).parents[4] / "docs" / "formats" / "plan.schema.json"


def test_published_schema_is_the_one_of_the_values():
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(), (
        "renew it: python -m rakiza.pillars.purchasing.documents.plan_schema > docs/formats/plan.schema.json"
    )


def test_plan_is_valid_against_its_schema(plan: Plan):
    validator = jsonschema_rs.validator_for(plan_schema())

    errors = [error.message for error in validator.iter_errors(json.loads(plan_as_json(plan)))]

    assert errors == []


def test_schema_refuses_a_plan_that_lost_its_lineage(plan: Plan):
    document = json.loads(plan_as_json(plan))
    del document["lots"][0]["contributions"]

    with pytest.raises(jsonschema_rs.ValidationError, match="contributions"):
        jsonschema_rs.validate(plan_schema(), document)


def test_same_plan_same_bytes(plan: Plan, plan_of):
    first, again = plan_as_json(plan), plan_as_json(plan_of())

    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(again).hexdigest()


def test_keys_are_sorted_and_text_is_not_escaped(plan: Plan):
    text = plan_as_json(plan).decode()

    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert "Détroit" in text


def test_the_file_holds_the_same_bytes(plan: Plan, tmp_path: Path):
    write_plan_json(plan, tmp_path / "plan.json")

    assert (tmp_path / "plan.json").read_bytes() == plan_as_json(plan)


def test_an_award_leads_back_to_a_row(plan: Plan):
    document = json.loads(plan_as_json(plan))

    lots = {lot["id"]: lot for lot in document["lots"]}
    needs = {need["id"]: need for need in document["inputs"]["needs"]}
    first = lots[document["awards"][0]["lot"]]["contributions"][0]
    assert needs[first["need"]]["source"] == {"file": "besoins-0.xlsx", "sheet": "Feuil1", "row": 7}


def test_money_stays_exact(plan: Plan):
    document = json.loads(plan_as_json(plan))

    assert document["awards"][0]["unit_price"] == "0.425"
    assert document["awards"][0]["by_member"][0]["member"] == "Clinique Fictive du Détroit"
    assert document["format"] == "rakiza-plan/1"


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12))
def test_decimal_text_is_exact_and_canonical(value: Decimal):
    text = decimal_text(value)

    assert Decimal(text) == value
    assert "E" not in text
    assert decimal_text(value.normalize()) == text
