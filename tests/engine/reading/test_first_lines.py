"""The syringe family end to end, in three languages."""

from __future__ import annotations

import pytest

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Kind
from rakiza.engine.reading import PackReading, Reader
from rakiza.reference.families import load


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load())


@pytest.mark.parametrize(
    ("text", "volume", "pack"),
    [
        ("SERINGUE JETABLE 20 CC BT 50", 20.0, PackReading(50, "boite")),
        ("seringues jetables 20ml b/50", 20.0, PackReading(50, "boite")),
        ("SERINGE 20 ML", 20.0, PackReading()),
        ("disposable syringe 20 mL (pack 50)", 20.0, PackReading(50, "paquet")),
        ("محقنة ٢٠ مل علبة ٥٠", 20.0, PackReading(50, "boite")),
        ("مِحْقَنَةٌ 20 مل", 20.0, PackReading()),
    ],
)
def test_a_syringe_is_read_in_every_habit(
    reader: Reader, text: str, volume: float, pack: PackReading
) -> None:
    reading = reader.read(text)
    assert (reading.kind, reading.family) == (Kind.DEVICE, "syringe_hypodermic")
    assert AttributeValue("volume", Op.EQ, volume, "mL") in reading.attributes
    assert reading.packaging == pack
    assert reading.emdn is not None
    assert reading.emdn.startswith("A020102")
