"""The shared vocabulary, and what is said of a faulty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from rakiza.engine.attributes import AttributeType
from rakiza.reference.vocabulary import AuthoredFileError, load

ATTRIBUTES = 'sterile = { type = "flag", fr = "Stérile", ar = "معقم", en = "Sterile" }\n'
NAMES = '[names]\nboite = { fr = "boîte", ar = "علبة", en = "box" }\n'


def write(directory: Path, name: str, text: str) -> Path:
    (directory / name).write_text(text, encoding="utf-8")
    return directory


def test_the_shipped_vocabulary_is_typed() -> None:
    vocabulary = load()
    assert vocabulary.attributes["volume"].type is AttributeType.NUMBER
    assert vocabulary.attributes["volume"].unit == "mL"
    assert vocabulary.pack_written["bt"] == "boite"
    assert vocabulary.processes["weaving"].fr == "Tissage"
    sterile = vocabulary.value_label("sterile", False)
    assert sterile is not None
    assert sterile.en == "Non-sterile"
    assert vocabulary.value_label("sterile", "maybe") is None


def test_values_take_the_type_of_their_attribute(tmp_path: Path) -> None:
    write(tmp_path, "attributes.toml", ATTRIBUTES)
    write(tmp_path, "values_a.toml", '[sterile.true]\nfr = "S"\nar = "م"\nen = "S"\nwritten = ["ster"]\n')
    (word,) = load(tmp_path).values
    assert (word.attribute, word.value, word.written) == ("sterile", True, ("ster",))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("values_a.toml", '[colour.red]\nfr = "R"\nar = "أ"\nen = "R"\n', "no such attribute"),
        ("values_a.toml", '[sterile.often]\nfr = "S"\nar = "م"\nen = "S"\n', "a flag is true or false"),
        ("values_a.toml", '[sterile.true]\nfr = "S"\nen = "S"\n', "no name in ar"),
        (
            "values_a.toml",
            '[sterile.true]\nfr = "S"\nar = "م"\nen = "S"\nwritten = "ster"\n',
            "must be a list",
        ),
        ("attributes_b.toml", 'x = { type = "odd", fr = "X", ar = "س", en = "X" }\n', "unknown type 'odd'"),
        ("units_of_pack.toml", NAMES + '[written]\n"crate" = "caisse"\n', "'caisse', which has no name"),
        ("processes.toml", "weaving = [", "processes.toml"),
    ],
)
def test_a_faulty_file_is_named(tmp_path: Path, name: str, text: str, message: str) -> None:
    write(tmp_path, "attributes.toml", ATTRIBUTES)
    write(tmp_path, name, text)
    with pytest.raises(AuthoredFileError, match=message):
        load(tmp_path)


MATERIAL = '{name} = {{ fr = "{name}", ar = "{name}", en = "{name}"{also} }}\n'


def test_a_material_has_one_word_and_others_that_mean_it() -> None:
    vocabulary = load()
    for twin, word in (("latex", "natural_rubber"), ("nylon", "polyamide"), ("nickel_titanium", "nitinol")):
        assert vocabulary.material(twin) == word
        assert word in vocabulary.materials
        assert twin not in vocabulary.materials
    assert vocabulary.material("silicone") == "silicone"
    assert vocabulary.material("unobtainium") == "unobtainium"


def test_no_two_materials_bear_one_name() -> None:
    for language in ("fr", "en"):
        names = [labels.in_language(language).casefold() for labels in load().materials.values()]
        assert len(names) == len(set(names))


def test_another_word_means_one_material_only(tmp_path: Path) -> None:
    write(tmp_path, "units_of_pack.toml", NAMES)
    twice = MATERIAL.format(name="silk", also=', also = ["thread"]')
    write(tmp_path, "materials.toml", twice + MATERIAL.format(name="linen", also=', also = ["thread"]'))
    with pytest.raises(AuthoredFileError, match="thread"):
        load(tmp_path)
