"""The authored knowledge loads into values that the engines can use."""

from __future__ import annotations

from pathlib import Path

import pytest

from rakiza.engine.families import CodeRefinement, Family, Kind
from rakiza.reference.families import load
from rakiza.reference.families.load import DIRECTORY, FamilyFilesError

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


def test_files_that_give_no_family_are_told_all_at_once(tmp_path: Path) -> None:
    """A family that is silently missing would have its lines read as another article."""
    group = tmp_path / "injection"
    group.mkdir()
    (group / "bad.toml").write_text('id = "bad"\ngroup = "x"\nkind = "device"', encoding="utf-8")
    (group / "torn.toml").write_text("id = ", encoding="utf-8")
    with pytest.raises(FamilyFilesError) as told:
        load(tmp_path)
    assert str(told.value).startswith(
        "family files that can't be used (2): injection/bad.toml: labels: no name in fr, ar, en; injection/torn.toml: "
    )
    assert str(told.value).endswith(
        "What to do: mend these files or take them away, then run `rakiza reference check`."
    )


def test_a_family_described_twice_is_told(tmp_path: Path) -> None:
    text = (DIRECTORY / "injection" / "syringe_hypodermic.toml").read_text(encoding="utf-8")
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    with pytest.raises(
        FamilyFilesError, match=r"two\.toml: family 'syringe_hypodermic' is described by another"
    ):
        load(tmp_path)


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
