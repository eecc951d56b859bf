"""Whatever is written, a reading comes out: never an error, the same every time, unsure of nonsense."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rakiza.engine.families import Kind
from rakiza.engine.reading import Reader, Reading, fold
from rakiza.engine.reading.confidence import AUTOMATIC
from rakiza.reference.families import load

TERMS = {"A02": "Syringes", "A0201": "Single-use syringes", "Z11": "Imaging instruments"}
REAL = [
    "SERINGUE JETABLE 5 CC BT 100",
    "ACIER N°6 ½ TR 45CM KL48MM MONO SERTI P5",
    "قفازات فحص لاتكس مقاس M",
    "INTRANULE G18 VERT",
    "Foley catheter 16Fr 2-way",
    "PARACETAMOL 1G PERF FL 100ML",
    "RAMETTE PAPIER A4",
]
BIDI = [chr(code) for code in (0x200E, 0x200F, 0x202A, 0x202B, 0x202D, 0x202E, 0x2066, 0x2067, 0x2069)]
NASTY = st.one_of(
    st.text(max_size=120),
    st.text(st.characters(categories=["Cc", "Cf", "Zs", "So", "Mn", "Co", "Cn"]), max_size=60),
    st.lists(
        st.sampled_from([*REAL, *BIDI, "💉", "<b>", "&amp;", "=cmd|' /C calc'!A0", "\x00", "½", "٣", "²"]),
        max_size=8,
    ).map(" ".join),
    st.binary(max_size=80).map(lambda raw: raw.decode("latin-1")),
)


@cache
def reader() -> Reader:
    return Reader(load(), TERMS)


def same(one: Reading, other: Reading) -> bool:
    """Tell whether two readings say the same of texts that may be written otherwise."""
    return (
        one.kind,
        one.family,
        one.emdn,
        one.attributes,
        one.packaging,
        one.confidence,
        one.alternatives,
        one.reasons,
    ) == (
        other.kind,
        other.family,
        other.emdn,
        other.attributes,
        other.packaging,
        other.confidence,
        other.alternatives,
        other.reasons,
    )


@given(NASTY)
@example("")
@example("\x00" * 10_000)
@example("9" * 10_000)
@example("1/0" * 300)
@example("x" * 10_000)
@example("(" * 5_000)
@example("٠" * 1_000 + "/" + "²" * 10)
def test_any_text_is_read(text: str) -> None:
    reading = reader().read(text)
    assert reading.text == text
    assert 0.0 <= reading.confidence <= 1.0
    assert reading.reasons
    assert sum(other.probability for other in reading.alternatives) <= 1.0 + 1e-6


@given(NASTY)
def test_the_same_text_is_always_the_same_reading(text: str) -> None:
    assert reader().read(text) == reader().read(text)


@given(
    st.sampled_from(REAL),
    st.text(" \t\n\r\u00a0\u2003\u200b", max_size=6),
    st.sampled_from(["upper", "lower", "title", "swapcase"]),
)
def test_spaces_around_and_case_change_nothing(text: str, space: str, case: str) -> None:
    written = space + getattr(text, case)() + space
    assert same(reader().read(written), reader().read(text))


@given(st.sampled_from(REAL), st.sampled_from(BIDI), st.integers(0, 10))
def test_direction_marks_change_nothing(text: str, mark: str, at: int) -> None:
    assert same(reader().read(text[:at] + mark + text[at:]), reader().read(text))


@given(NASTY)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "123456",
        "12/34*56",
        "💉💉",
        "😀 🏥",
        "=1+1",
        "<br>",
        "&nbsp;",
        "-",
        "½",
        "٣٤",
        "\u202e\u202c",
        "####",
        "...",
    ],
)
def test_nothing_said_is_nothing_sure(text: str) -> None:
    reading = reader().read(text)
    assert reading.confidence < 0.5
    assert reading.family is None
    assert reading.reasons


@pytest.mark.parametrize(
    "text", ["Ã©lÃ©ment brisÃ©", "ï»¿xxÂ§Â¤", "????? ???", "zzqx brrt", "=cmd|' /C calc'!A0"]
)
def test_broken_encodings_and_formulas_are_unsure(text: str) -> None:
    assert reader().read(text).confidence < AUTOMATIC


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("<b>SERINGUE JETABLE</b> 5 CC BT 100", "SERINGUE JETABLE 5 CC BT 100"),
        ("💉 SERINGUE JETABLE 5 CC BT 100 💉", "SERINGUE JETABLE 5 CC BT 100"),
        ("=SERINGUE JETABLE 5 CC BT 100", "SERINGUE JETABLE 5 CC BT 100"),
        ("SERINGUE\x0bJETABLE\x1f5 CC BT 100", "SERINGUE JETABLE 5 CC BT 100"),
        ("SERI\u00adNGUE JETABLE 5 CC BT 100", "SERINGUE JETABLE 5 CC BT 100"),
        ("SERINGUE JETABLE\u200b 5 CC BT 100", "SERINGUE JETABLE 5 CC BT 100"),
    ],
)
def test_what_hangs_on_a_designation_is_read_past(written: str, meant: str) -> None:
    read, plain = reader().read(written), reader().read(meant)
    assert (read.kind, read.family, read.emdn, read.attributes, read.packaging) == (
        plain.kind,
        plain.family,
        plain.emdn,
        plain.attributes,
        plain.packaging,
    )


def test_a_very_long_text_is_read_by_its_beginning() -> None:
    reading = reader().read("SERINGUE JETABLE 5 CC " + "lorem ipsum " * 900)
    assert (reading.kind, reading.family) == (Kind.DEVICE, "syringe_hypodermic")
