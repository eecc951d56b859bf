"""Local content: exact lines, shares within bounds, cycles named, a draw that anybody can repeat."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.local_content import Bill, Cycle, Input, Method, Origin, measure, sample
from rakiza.engine.local_content.measure import Why

D = Decimal
money = st.decimals(D("0"), D("5000"), places=4)
quantities = st.decimals(D("0.000001"), D("500"), places=6)
inputs = st.builds(
    Input,
    key=st.text("abc", min_size=1, max_size=3),
    quantity=quantities,
    unit_cost=money,
    origin=st.sampled_from([Origin.IMPORTED, Origin.LOCAL]),
    evidence=st.booleans(),
)
methods = st.sampled_from(Method)
bills = st.builds(
    Bill, product=st.just("p"), price=money, own_cost=money, inputs=st.lists(inputs, max_size=6).map(tuple)
)


def test_the_cost_share_is_what_a_hand_computes() -> None:
    bill = Bill(
        "p",
        D("3"),
        D("0.50"),
        (
            Input("resin", D("0.012"), D("25"), Origin.IMPORTED),
            Input("box", D("0.01"), D("20"), Origin.LOCAL, evidence=True),
            Input("label", D("1"), D("0.05"), Origin.LOCAL),
        ),
    )

    result = measure("p", {"p": bill}, Method.COST_SHARE)

    assert [(line.key, line.local, line.foreign, line.why) for line in result.lines] == [
        ("resin", D(0), D("0.300"), Why.IMPORTED),
        ("box", D("0.20"), D(0), Why.LOCAL_PROVEN),
        ("label", D(0), D("0.05"), Why.LOCAL_UNPROVEN),
    ]
    assert (result.base, result.numerator) == (D("1.05"), D("0.70"))
    assert (result.share, result.reaches(D("0.40"))) == (D("0.6666"), True)


def test_value_added_counts_a_bought_input_only_by_its_bill() -> None:
    tube = Bill("tube", D("2"), D("0.5"), (Input("pvc", D(1), D("0.8"), Origin.IMPORTED),))
    made = Input("tube", D(2), D("2"), Origin.MADE, component="tube")
    bill = Bill("p", D("10"), D("1"), (made, Input("pouch", D(1), D("1"), Origin.LOCAL, evidence=True)))

    result = measure("p", {"p": bill, "tube": tube}, Method.VALUE_ADDED)

    assert (result.own, [line.why for line in result.lines]) == (D("5"), [Why.MADE, Why.BOUGHT])
    assert result.lines[0].local == D("2.4")
    assert result.share == D("0.74")


def test_a_third_is_never_rounded_up_to_a_threshold() -> None:
    bill = Bill("p", D("3"), D("1.199999"), (Input("x", D(1), D("1.800001"), Origin.IMPORTED),))
    result = measure("p", {"p": bill}, Method.COST_SHARE)
    assert (result.share, result.reaches(D("0.40"))) == (D("0.3999"), False)


def test_anothers_bill_counts_by_the_share_it_declares() -> None:
    one = Input("valve", D(3), D("2"), Origin.MADE, declared_share=D("0.55"))
    result = measure("p", {"p": Bill("p", D(10), D(0), (one,))}, Method.COST_SHARE)
    assert (result.lines[0].local, result.lines[0].why) == (D("3.30"), Why.DECLARED)


def test_a_made_input_without_a_bill_counts_for_nothing() -> None:
    one = Input("valve", D(1), D("2"), Origin.MADE, component="unknown")
    result = measure("p", {"p": Bill("p", D(10), D(0), (one,))}, Method.COST_SHARE)
    assert (result.share, result.lines[0].why) == (D(0), Why.NO_BILL)


def test_bills_that_contain_each_other_are_named() -> None:
    def made(product: str, component: str) -> Bill:
        return Bill(product, D(1), D(1), (Input("c", D(1), D(1), Origin.MADE, component=component),))

    bills = {"a": made("a", "b"), "b": made("b", "c"), "c": made("c", "b")}
    with pytest.raises(Cycle) as found:
        measure("a", bills, Method.COST_SHARE)
    assert found.value.path == ("b", "c", "b")


def test_a_bill_met_twice_is_no_cycle() -> None:
    screw = Bill("screw", D(1), D(1), ())
    two = tuple(Input(key, D(1), D(1), Origin.MADE, component="screw") for key in "ab")
    assert measure("p", {"p": Bill("p", D(2), D(0), two), "screw": screw}, Method.COST_SHARE).share == 1


@given(bills, methods)
def test_every_line_adds_up_exactly_and_the_share_is_a_share(bill: Bill, method: Method) -> None:
    result = measure("p", {"p": bill}, method)
    assert all(line.local + line.foreign == line.amount for line in result.lines)
    assert all(line.local >= 0 and line.foreign >= 0 for line in result.lines)
    assert 0 <= result.share <= 1
    if method is Method.COST_SHARE:
        assert result.base == result.numerator + sum(line.foreign for line in result.lines)


@given(bills, methods)
def test_the_order_of_inputs_is_nothing(bill: Bill, method: Method) -> None:
    turned = replace(bill, inputs=bill.inputs[::-1])
    assert measure("p", {"p": bill}, method).share == measure("p", {"p": turned}, method).share


@given(bills, st.integers(0, 5))
def test_evidence_of_a_local_origin_never_lowers_the_share(bill: Bill, rank: int) -> None:
    if rank >= len(bill.inputs):
        return
    proven = replace(bill.inputs[rank], origin=Origin.LOCAL, evidence=True)
    other = replace(bill, inputs=(*bill.inputs[:rank], proven, *bill.inputs[rank + 1 :]))
    before = measure("p", {"p": bill}, Method.COST_SHARE)
    assert measure("p", {"p": other}, Method.COST_SHARE).share >= before.share


@given(bills, bills, quantities)
def test_a_component_sold_at_its_cost_counts_as_if_written_out(outer: Bill, inner: Bill, quantity: D) -> None:
    inner = replace(inner, product="c")
    made = Input("c", quantity, inner.cost, Origin.MADE, component="c")
    nested = replace(outer, inputs=(*outer.inputs, made))
    flat = Bill(
        "p",
        outer.price,
        outer.own_cost + quantity * inner.own_cost,
        (*outer.inputs, *(replace(one, quantity=one.quantity * quantity) for one in inner.inputs)),
    )
    one = measure("p", {"p": nested, "c": inner}, Method.COST_SHARE)
    other = measure("p", {"p": flat}, Method.COST_SHARE)
    assert (one.base, one.numerator) == (other.base, other.numerator)


@given(st.sets(st.text("abcdef", min_size=1, max_size=6)), st.integers(1, 100))
def test_the_draw_is_repeatable_and_of_the_size_asked(keys: set[str], percent: int) -> None:
    drawn = sample(keys, "2027", Fraction(percent, 100))
    assert drawn == sample(sorted(keys, reverse=True), "2027", Fraction(percent, 100))
    assert len(drawn) == -(-len(keys) * percent // 100)
    assert set(drawn) <= keys


@given(st.sets(st.text("abc", min_size=1, max_size=4), min_size=2), st.text("xyz", min_size=1, max_size=3))
def test_one_more_declaration_reorders_nobody(keys: set[str], more: str) -> None:
    whole = Fraction(1)
    assert [key for key in sample({*keys, more}, "s", whole) if key != more] == list(sample(keys, "s", whole))
