"""What the pages of needs make of addresses, forms and lines, without a request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.families import Kind
from rakiza.engine.reading.values import PackReading
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.forms import SORTS, STATES, NeedFilters, chosen_reading
from rakiza.pillars.purchasing.needs.models import NeedImport, NeedLine
from rakiza.pillars.purchasing.needs.reread import read_as_family, read_as_kind
from rakiza.pillars.purchasing.needs.tables.columns import IGNORED, doubled, said_columns
from rakiza.pillars.purchasing.needs.tables.imports import STEPS, first_step, steps_of
from rakiza.pillars.purchasing.needs.tables.shown import said_packaging, standing_of
from rakiza.pillars.purchasing.spreadsheets.needs_form import NEEDS_FORM


@given(
    st.dictionaries(
        st.sampled_from(["annee", "etat", "famille", "nature", "import", "membre", "q", "tri"]), st.text()
    )
)
def test_any_address_gives_filters_that_hold(query: dict[str, str]) -> None:
    filters = NeedFilters.of(query)

    assert filters.sort in SORTS
    assert filters.state in {"", *STATES}
    assert filters.year is None or filters.year >= 0


_FIELDS = st.from_regex(r"s[0-3](-(sheet|header|skip|[A-D]|[A-D]-guess))?", fullmatch=True)


@given(st.dictionaries(_FIELDS, st.one_of(st.text(max_size=8), st.sampled_from(sorted(NEEDS_FORM.keys())))))
def test_any_form_of_columns_gives_a_map_of_known_columns(posted: dict[str, str]) -> None:
    said = said_columns(posted)

    for _name, sheet in said.by_sheet:
        assert {key for key, _wording in sheet.columns} <= NEEDS_FORM.keys()
        assert sheet.header_row is None or sheet.header_row > 0
    assert len(doubled(said, "fr")) >= 0


def test_headings_not_to_read_are_all_ignored() -> None:
    posted = {"s0-sheet": "A"}
    for letter, guess in (("A", "price"), ("B", "unit"), ("C", IGNORED[0])):
        posted |= {f"s0-{letter}": "", f"s0-{letter}-guess": guess}

    said = said_columns(posted).for_sheet("A")

    assert (said.columns, said.ignored) == ((), ("$A", "$B", "$C"))


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (ImportState.UPLOADED, "colonnes"),
        (ImportState.REFUSED, "colonnes"),
        (ImportState.MAPPED, "verification"),
        (ImportState.REVIEWED, "verification"),
        (ImportState.CONFIRMED, "confirmation"),
        (ImportState.UNDONE, "fichier"),
    ],
)
def test_an_import_opens_at_the_step_it_waits_at(state: ImportState, step: str) -> None:
    need_import = NeedImport(state=state)

    assert first_step(need_import) == step
    steps = {one.key: one for one in steps_of(need_import, step)}
    assert list(steps) == list(STEPS)
    assert steps[step].open
    assert steps[step].current


@pytest.mark.parametrize(
    ("state", "fields", "label"),
    [
        (ImportState.UNDONE, {}, "annulée"),
        (ImportState.CONFIRMED, {"kind": "medicine", "to_confirm": True}, "exclue"),
        (ImportState.CONFIRMED, {"kind": "other"}, "exclue"),
        (ImportState.CONFIRMED, {"kind": "device", "to_confirm": True, "confirmed": True}, "à vérifier"),
        (ImportState.REVIEWED, {"kind": "ivd"}, "import à confirmer"),
        (ImportState.CONFIRMED, {"kind": "device", "confirmed": True}, "confirmée"),
    ],
)
def test_a_line_tells_its_most_pressing_standing(
    state: ImportState, fields: dict[str, object], label: str
) -> None:
    line = NeedLine(need_import=NeedImport(state=state), **fields)

    assert standing_of(line).label == label


def test_packaging_is_written_with_its_outer_packs() -> None:
    assert said_packaging(PackReading(100, "boite", ((20, "carton"),)), "fr") == "boîte × 100 · carton × 20"
    assert said_packaging(PackReading(), "fr") == ""


def test_a_text_is_read_again_under_the_family_chosen() -> None:
    correction = read_as_family("ZORGLUB 10 ML STERILE B/100", "syringe_hypodermic")

    assert (correction.kind, correction.family) == (Kind.DEVICE, "syringe_hypodermic")
    assert {value.name: value.value for value in correction.attributes}["volume"] == 10.0
    assert correction.packaging == PackReading(100, "boite")
    assert correction.emdn is not None


def test_a_text_said_to_be_no_device_keeps_its_packaging_only() -> None:
    correction = read_as_kind("SIROP X B/20", Kind.MEDICINE)

    assert (correction.kind, correction.family, correction.attributes) == (Kind.MEDICINE, None, ())


@pytest.mark.parametrize(
    ("posted", "family", "kind"),
    [
        ({"family": "syringe_hypodermic"}, "syringe_hypodermic", Kind.DEVICE),
        ({"family": "  SERINGUE hypodermique "}, "syringe_hypodermic", Kind.DEVICE),
        ({"kind": "other"}, None, Kind.OTHER),
        ({"kind": "medicine", "family": ""}, None, Kind.MEDICINE),
    ],
)
def test_a_correction_is_understood(posted: dict[str, str], family: str | None, kind: Kind) -> None:
    chosen = chosen_reading("TRUC", posted)

    assert chosen.correction is not None
    assert (chosen.correction.family, chosen.correction.kind, chosen.error) == (family, kind, "")


@pytest.mark.parametrize("posted", [{}, {"family": "qqqq"}, {"kind": "device"}, {"kind": "__proto__"}])
def test_a_correction_that_says_nothing_is_told(posted: dict[str, str]) -> None:
    chosen = chosen_reading("TRUC", posted)

    assert chosen.correction is None
    assert chosen.error
