from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.attributes import AttributeValue
from rakiza.engine.matching.values import MatchResult
from rakiza.engine.planning.plan import PlanFigures
from rakiza.engine.planning.values import Rules, SupplyOffer, Title
from rakiza.engine.reading.values import Reading
from rakiza.engine.reasons import Reason
from rakiza.kernel.codec import CodecError, dump, load


def through_json(value: object) -> object:
    return json.loads(json.dumps(dump(value)))


decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12)
scalars = st.one_of(st.text(), st.integers(), st.floats(allow_nan=False), decimals, st.booleans(), st.none())
reasons = st.builds(Reason, st.text(), st.lists(st.tuples(st.text(), scalars), max_size=4).map(tuple))

st.register_type_strategy(Decimal, decimals)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(Reason, reasons)


@pytest.mark.parametrize("kind", [Reading, MatchResult, SupplyOffer, Title, Rules, AttributeValue])
def test_every_engine_value_comes_back_equal(kind: type) -> None:
    strategy = st.from_type(kind)

    @given(strategy)
    def comes_back(value: object) -> None:
        assert load(kind, through_json(value)) == value

    comes_back()


@given(reasons)
def test_parameters_keep_their_types(reason: Reason) -> None:
    back = load(Reason, through_json(reason))
    assert back == reason
    assert [type(value) for _, value in back.params] == [type(value) for _, value in reason.params]


def test_decimals_keep_every_digit() -> None:
    rules = Rules(preference_margin=Decimal("0.150"))
    assert str(load(Rules, through_json(rules)).preference_margin) == "0.150"


def test_defaults_are_left_out() -> None:
    assert dump(Rules()) == {}


def test_dates_and_nested_tuples() -> None:
    title = Title(
        kind="certificate",  # type: ignore[arg-type]
        maker="1",
        number="n",
        valid_from=date(2026, 1, 1),
        valid_to=None,
        suspended=((date(2026, 2, 1), date(2026, 2, 2)),),
    )
    assert load(Title, through_json(title)) == title


@pytest.mark.parametrize("stored", [None, [], "text", {"text": 3}, {"unknown": 1}, {"params": {}}])
def test_a_foreign_shape_is_refused(stored: object) -> None:
    with pytest.raises(CodecError, match="not a Reading"):
        load(Reading, stored)


def test_a_value_without_json_form_is_refused() -> None:
    with pytest.raises(CodecError, match="No JSON form for object"):
        dump(object())


def test_figures_with_an_unknown_share() -> None:
    figures = PlanFigures(1, 1, 0, 0, 1, 0, 0, 1, 0, *(Decimal(0),) * 4, local_share=None)
    assert load(PlanFigures, through_json(figures)) == figures
