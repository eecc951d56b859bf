"""The authored knowledge loads into values that the engines can use."""

from __future__ import annotations

from pathlib import Path

import pytest

from rakiza.engine.families import CodeRefinement, Family, Kind
from rakiza.reference.families import load
from rakiza.reference.families.parse import parse
from rakiza.reference.vocabulary import AuthoredFileError
from rakiza.reference.vocabulary import load as load_vocabulary

KNOWLEDGE = load()


def test_the_knowledge_covers_what_hospitals_buy() -> None:
    assert len(KNOWLEDGE.families) >= 350
    assert {family.kind for family in KNOWLEDGE} == {Kind.DEVICE, Kind.IVD}
    assert [family.id for family in KNOWLEDGE] == sorted(family.id for family in KNOWLEDGE)


def test_loading_twice_gives_the_same_value() -> None:
    assert load() is KNOWLEDGE
    assert len(KNOWLEDGE.version) == 16


def test_every_family_speaks_three_languages() -> None:
    for family in KNOWLEDGE:
        assert {synonym.language for synonym in family.synonyms} >= {"fr", "ar", "en"}, family.id


def test_a_family_is_parsed_whole() -> None:
    syringe = KNOWLEDGE.family("syringe_hypodermic")
    volume = syringe.attribute("volume")
    assert volume is not None
    assert (volume.unit, volume.implied_unit, volume.minimum, volume.maximum) == ("mL", "mL", 0.3, 100.0)
    assert syringe.habits.bare == ("volume",)
    assert syringe.labels.in_language("en") == "Hypodermic syringe"
    assert CodeRefinement((("tip", "luer_lock"),), "A02010202") in syringe.refinements


def test_an_unknown_family_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        KNOWLEDGE.family("unicorn")


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({}, "A0201"),
        ({"volume": 5.0}, "A020102"),
        ({"volume": 1.0}, "A020102"),
        ({"single_use": False}, "A0201"),
        ({"tip": "luer_lock", "volume": 50.0}, "A02010202"),
    ],
)
def test_codes_deepen_with_what_is_stated(stated: dict[str, float | str | bool], code: str) -> None:
    assert KNOWLEDGE.family("syringe_hypodermic").emdn_for(stated) == code


def test_the_lexicon_is_folded() -> None:
    lexicon = KNOWLEDGE.lexicon
    assert lexicon.values["non sterile"] == (("sterile", False),)
    assert lexicon.pack_units["bt"] == "boite"
    assert lexicon.pack_units["علبه"] == "boite"
    assert lexicon.medicine["paracetamol"] > 0.5


def test_a_bad_file_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text('id = "bad"\ngroup = "x"\nkind = "device"', encoding="utf-8")
    assert load(tmp_path).families == ()
    with pytest.raises(AuthoredFileError, match=r"bad\.toml"):
        parse(tmp_path / "bad.toml", load_vocabulary())


def family_with(refinements: tuple[CodeRefinement, ...]) -> Family:
    syringe = KNOWLEDGE.family("syringe_hypodermic")
    return Family(
        **{name: getattr(syringe, name) for name in Family.__slots__ if name != "refinements"},
        refinements=refinements,
    )


def test_a_refinement_as_deep_as_the_family_is_another_branch() -> None:
    family = family_with((CodeRefinement((("tip", "catheter"),), "A0299"),))
    assert family.emdn_for({"tip": "catheter"}) == "A0299"
    assert family.emdn_for({}) == "A0201"
