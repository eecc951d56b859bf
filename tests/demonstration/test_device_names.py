"""Names of the demonstration's devices in Arabic and English, made of the reference's own words."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from rakiza.demonstration.catalogue import articles
from rakiza.demonstration.device_names import device_name, told_apart
from rakiza.demonstration.pictures import shape_of
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading import Reader


@pytest.mark.parametrize(
    ("family", "designation", "arabic", "english"),
    [
        (
            "gown_surgical",
            "Casaque chirurgicale renforcée taille XL stérile SMS",
            "رداء جراحي · SMS · المقاس: XL · مقوى · معقم",
            "Surgical gown · SMS · Size: XL · Reinforced · Sterile",
        ),
        (
            "gauze_compress",
            "Compresse de gaze 7,5x7,5 cm 8 plis non stérile",
            "كمادة شاش · عدد الطبقات: 8 · \u20667,5\xa0×\xa07,5\xa0cm\u2069 · غير معقم",
            "Gauze compress · 8\xa0plies · 7.5\xa0×\xa07.5\xa0cm · Non-sterile",
        ),
        ("hiv_test", "Test rapide VIH", "اختبار سريع لفيروس نقص المناعة", "HIV rapid test"),
    ],
)
def test_a_name_says_the_family_and_each_value_once(
    knowledge: KnowledgeBase, reader: Reader, family: str, designation: str, arabic: str, english: str
) -> None:
    labels, attributes = knowledge.by_id()[family].labels, reader.read(designation).attributes

    assert device_name(labels, attributes, "ar") == arabic
    assert device_name(labels, attributes, "en") == english


@pytest.mark.parametrize("language", ["ar", "en"])
def test_devices_of_one_maker_that_differ_in_french_or_in_a_value_differ_in_name(
    knowledge: KnowledgeBase, reader: Reader, language: str
) -> None:
    families = knowledge.by_id()
    named = defaultdict(set)
    for article in articles():
        attributes = reader.read(article.name).attributes
        name = device_name(families[article.family].labels, attributes, language)
        name = told_apart(name, article.name, language)
        named[article.maker.key, name].add((article.name, *sorted(map(repr, attributes))))

    assert [key for key, described in named.items() if len(described) > 1] == []
    assert max(len(name) for _maker, name in named) < 130


def test_a_swab_is_not_drawn_as_a_syringe() -> None:
    assert {one for one in {article.family for article in articles()} if "swab" in one} == {
        "cotton_swab",
        "swab_transport_medium",
        "abdominal_swab",  # a cloth
    }
    across, down = np.array([-0.5, -0.5]), np.array([0.0, 0.15])  # a stem, where a syringe has its barrel
    for family in ("cotton_swab", "swab_transport_medium"):
        assert shape_of(family)(across, down).tolist() == [True, False]
    assert shape_of("syringe_hypodermic")(across, down).tolist() == [True, True]
    assert shape_of("abdominal_swab") is shape_of("gauze_compress")
