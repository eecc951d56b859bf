"""Rows of a maker as the planning engine takes them."""

from __future__ import annotations

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.pillars.industry.models import Device
from rakiza.pillars.industry.values import attributes_to, device_value

STATED = (AttributeValue("volume", Op.EQ, 10.0, "mL"),)


def test_a_device_states_the_risk_class_that_its_maker_gives() -> None:
    device = Device(pk=1, maker_id=2, family="syringe", attributes=attributes_to(STATED), risk_class="IIa")
    assert device_value(device).attributes == (*STATED, AttributeValue("risk_class", Op.EQ, "IIa"))


def test_a_class_among_the_characteristics_is_kept() -> None:
    own = (AttributeValue("risk_class", Op.EQ, "I"),)
    device = Device(pk=1, maker_id=2, family="syringe", attributes=attributes_to(own), risk_class="IIa")
    assert device_value(device).attributes == own


def test_silence_states_no_class() -> None:
    assert (
        device_value(Device(pk=1, maker_id=2, family="syringe", attributes=attributes_to(STATED))).attributes
        == STATED
    )
