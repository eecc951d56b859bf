"""What the property tests of matching draw: families of the knowledge base, and what devices state."""

from __future__ import annotations

from hypothesis import strategies as st

from rakiza.engine.attributes import AttributeSpec, AttributeType, AttributeValue, Comparison, Op
from rakiza.engine.families import Family
from rakiza.reference.families import load


def eq(name: str, value: object, unit: str | None = None) -> AttributeValue:
    return AttributeValue(name, Op.EQ, value, unit)


FAMILIES = tuple(
    load().family(name)
    for name in (
        "syringe_hypodermic",
        "suture_polyglactin",
        "mask_surgical",
        "catheter_foley",
        "glove_surgical",
    )
)
NUMBERS = (0.5, 1.0, 2.0, 5.0, 7.5, 10.0, 16.0, 21.0, 50.0, 100.0)


def values_of(spec: AttributeSpec) -> st.SearchStrategy[AttributeValue]:
    """Draw a value that the schema allows, now and then of a size that it does not."""
    if spec.type is AttributeType.FLAG:
        return st.builds(eq, st.just(spec.name), st.booleans())
    words = spec.choices or spec.order
    if words:
        return st.builds(eq, st.just(spec.name), st.sampled_from(words))
    if spec.type is AttributeType.NUMBER:
        units = [spec.implied_unit or spec.unit, spec.unit]
        return st.builds(
            AttributeValue,
            st.just(spec.name),
            st.sampled_from(Op),
            st.sampled_from(NUMBERS),
            st.sampled_from(units),
        )
    return st.builds(eq, st.just(spec.name), st.sampled_from(("6", "7.5", "8", "M", "L", "2/0", "3/0")))


STANDARDS = ("ISO 7886-1", "ISO 7886-1:1993", "EN ISO 7886-1:2018", "ISO 7886-1:2017", "ISO 80369-7")


@st.composite
def described(draw: st.DrawFn, family: Family) -> tuple[AttributeValue, ...]:
    """Some attributes of a family, now and then two values of one."""
    found: list[AttributeValue] = []
    for spec in (*family.attributes, AttributeSpec("unheard_of", AttributeType.TEXT, Comparison.EQUAL)):
        found += draw(st.lists(values_of(spec), max_size=2)) if draw(st.booleans()) else []
    found += [eq("standard", name) for name in draw(st.lists(st.sampled_from(STANDARDS), max_size=2))]
    return tuple(found)
