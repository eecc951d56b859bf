"""What people type finds what they mean: beginnings, three languages, slips, measures, facets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rakiza.engine.attributes import AttributeValue, Op
from rakiza.engine.families import Labels
from rakiza.engine.search import Query, SearchIndex, SearchRecord
from rakiza.reference.families import load
from rakiza.reference.vocabulary import load as load_vocabulary

FAMILIES = ("syringe_hypodermic", "catheter_foley", "glove_examination", "gauze_compress")
KNOWLEDGE = replace(load(), families=tuple(load().family(name) for name in FAMILIES))
LABELS = {name: attribute.labels for name, attribute in load_vocabulary().attributes.items()}

MAKERS = {"m1": "Atelier Nord", "m2": "Atelier du Souss", "m3": "Gantex", "m9": "Fil et Gaze"}


def eq(name: str, value: object, unit: str | None = None) -> AttributeValue:
    return AttributeValue(name, Op.EQ, value, unit)


def record(
    identifier: str, family: str, maker: str, fr: str, *values: AttributeValue, **names: str
) -> SearchRecord:
    labels = Labels(fr, names.get("ar", ""), names.get("en", ""))
    return SearchRecord(identifier, labels, family, maker, MAKERS[maker], values, (f"611{identifier}",))


RECORDS = (
    record(
        "a5",
        "syringe_hypodermic",
        "m1",
        "Seringue 5 mL luer",
        eq("volume", 5.0, "mL"),
        eq("tip", "luer_slip"),
    ),
    record(
        "a10",
        "syringe_hypodermic",
        "m1",
        "Seringue stérile",
        eq("volume", 10.0, "mL"),
        eq("tip", "luer_lock"),
    ),
    record(
        "a50",
        "syringe_hypodermic",
        "m2",
        "Seringue grand modèle",
        eq("volume", 0.05, "L"),
        eq("tip", "catheter"),
    ),
    record("f16", "catheter_foley", "m2", "Sonde de Foley silicone", eq("french_size", 16.0, "Fr")),
    record("f22", "catheter_foley", "m2", "Sonde de Foley latex", eq("french_size", 22.0, "Fr")),
    record(
        "gm", "glove_examination", "m3", "Gant vinyle", eq("size", "M"), en="Vinyl glove", ar="قفاز فينيل"
    ),
    record(
        "gl", "glove_examination", "m3", "Gant vinyle", eq("size", "L"), en="Vinyl glove", ar="قفاز فينيل"
    ),
)
INDEX = SearchIndex(RECORDS, KNOWLEDGE, LABELS)


def found(text: str, **chosen: object) -> list[str]:
    return [hit.id for hit in INDEX.search(Query(text, **chosen)).hits]


@pytest.mark.parametrize("text", ["s", "se", "serin", "seringue", "SERINGUE", "seringues", "sering "])
def test_a_beginning_finds_as_one_types(text: str) -> None:
    assert {"a5", "a10", "a50"} <= set(found(text))


@pytest.mark.parametrize("text", ["seringue", "syringe", "محقنة", "محقن", "المحقنة", "سرنجة"])
def test_a_family_is_found_by_its_names_in_three_languages(text: str) -> None:
    assert set(found(text)) == {"a5", "a10", "a50"}


@pytest.mark.parametrize(
    ("text", "meant"), [("vimyle", "vinyle"), ("silicnoe", "silicone"), ("silicome", "silicone")]
)
def test_a_slip_is_forgiven_and_told(text: str, meant: str) -> None:
    result = INDEX.search(Query(f"{text} "))
    assert [correction.meant for correction in result.corrections] == [meant]
    assert result.total > 0


def test_a_word_that_is_known_is_never_corrected() -> None:
    assert INDEX.search(Query("latex")).corrections == ()


def test_numbers_and_short_words_are_never_corrected() -> None:
    assert found("611a99 ") == []
    assert INDEX.search(Query("zq ")).corrections == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("volume ≥ 10 mL", {"a10", "a50"}),
        ("محقنة حجم ≥ 10 مل", {"a10", "a50"}),
        ("الحجم ≥ 10 مل", {"a10", "a50"}),
        ("seringue > 10 ml", {"a50"}),
        ("seringue <= 10ml", {"a5", "a10"}),
        ("ch 16..20", {"f16"}),
        ("sonde ch16", {"f16"}),
        ("seringue 50cc", {"a50"}),
        ("seringue 5 ml", {"a5"}),
        ("gant m ", {"gm"}),
        ("seringue luer lock", {"a10"}),
        ("محقنة ١٠ مل", {"a10"}),
    ],
)
def test_measures_and_values_find_what_states_them(text: str, expected: set[str]) -> None:
    assert set(found(text)) == expected


def test_a_letter_may_yet_be_a_word_but_the_size_comes_first() -> None:
    assert found("gant m")[0] == "gm"


def test_a_code_is_found_by_its_beginning() -> None:
    assert found("611a1") == ["a10"]
    assert set(found("611f")) == {"f16", "f22"}


def test_a_maker_is_found_by_name() -> None:
    assert set(found("gantex")) == {"gm", "gl"}


def test_where_none_has_all_words_the_nearest_come_and_what_lacks_is_told() -> None:
    result = INDEX.search(Query("gant vinyle introuvablissime "))
    assert [hit.id for hit in result.hits] == ["gl", "gm"]
    assert result.left_out == ("introuvablissime",)


def test_a_measure_that_none_has_is_one_word_lacking() -> None:
    result = INDEX.search(Query("foley 5,3 mm"))
    assert {hit.id for hit in result.hits} == {"f16", "f22"}
    assert result.left_out == ("5.3 mm",)


def test_nothing_like_it_finds_nothing() -> None:
    result = INDEX.search(Query("xqzw kjhgf "))
    assert (result.total, result.hits, result.facets) == (0, (), ())


def test_facets_count_all_results_in_usual_order() -> None:
    result = INDEX.search(Query("seringue", limit=1))
    assert (result.total, len(result.hits)) == (3, 1)
    assert [(count.id, count.count) for count in result.families] == [("syringe_hypodermic", 3)]
    assert [(count.id, count.count) for count in result.makers] == [("m1", 2), ("m2", 1)]
    volume = next(facet for facet in result.facets if facet.attribute == "volume")
    assert [(value.value, value.unit, value.count) for value in volume.values] == [
        (5.0, "mL", 1),
        (10.0, "mL", 1),
        (50.0, "mL", 1),
    ]


def test_facets_filter() -> None:
    assert found("", families=frozenset({"catheter_foley"})) == ["f16", "f22"]
    assert found("", makers=frozenset({"m1"})) == ["a10", "a5"]
    assert found("", families=frozenset({"no_such"})) == []
    bounds = (AttributeValue("volume", Op.GE, 6.0, "mL"), AttributeValue("volume", Op.LE, 1.0, "L"))
    assert found("", attributes=bounds) == ["a10", "a50"]
    assert found("", attributes=(eq("volume", 5.0, "mL"), eq("volume", 10.0, "mL"))) == ["a10", "a5"]
    assert found("", attributes=(eq("tip", "luer_lock"),)) == ["a10"]
    assert found("", attributes=(eq("no_such", True),)) == []


def test_pages_follow_each_other() -> None:
    whole = found("", limit=7)
    assert [found("", limit=3, offset=at) for at in (0, 3, 6)] == [whole[:3], whole[3:6], whole[6:]]


@given(text=st.text(max_size=60))
def test_any_text_is_answered_the_same_twice(text: str) -> None:
    assert INDEX.search(Query(text)) == INDEX.search(Query(text))


@given(
    text=st.sampled_from(["", "seringue", "gant m", "sonde ch16", "volume >= 5 ml", "latex", "atelier"]),
    low=st.floats(0, 100),
    family=st.sampled_from(["syringe_hypodermic", "catheter_foley", "glove_examination"]),
)
def test_a_filter_never_widens(text: str, low: float, family: str) -> None:
    plain = set(found(text))
    bound = (AttributeValue("volume", Op.GE, low, "mL"),)
    if not INDEX.search(Query(text)).left_out:
        assert (
            set(found(text, families=frozenset({family}))) <= plain
            or INDEX.search(Query(text, families=frozenset({family}))).left_out
        )
    assert set(found("", attributes=bound)) <= set(found(""))


@settings(max_examples=25)
@given(
    cut=st.integers(0, len(RECORDS)),
    gone=st.sets(st.sampled_from([record.id for record in RECORDS])),
    text=st.sampled_from(["", "seringue", "gant m", "sonde ch16", "volume >= 5 ml", "atelier souss"]),
)
def test_an_index_that_was_changed_answers_as_one_built_anew(cut: int, gone: set[str], text: str) -> None:
    """Changes few enough to stay in the small part, and with less filler enough to rebuild."""
    for size in (90, 9):
        filler = tuple(
            record(f"z{at:02d}", "gauze_compress", "m9", "Compresse de gaze") for at in range(size)
        )
        _answers_as_anew(filler, cut, gone, text)


def _answers_as_anew(filler: tuple[SearchRecord, ...], cut: int, gone: set[str], text: str) -> None:
    changed = SearchIndex((*filler, *RECORDS[cut:]), KNOWLEDGE, LABELS).changed(RECORDS[:cut], gone)
    kept = [each for each in RECORDS[cut:] if each.id not in gone]
    anew = SearchIndex((*filler, *kept, *RECORDS[:cut]), KNOWLEDGE, LABELS)
    assert len(changed) == len(anew)
    query = Query(text, limit=200)
    assert changed.search(query) == anew.search(query)
