"""Names of the demonstration's devices in Arabic and English, made of the reference's own words."""

from __future__ import annotations

from collections import defaultdict

import pytest

from rakiza.demonstration.catalogue import articles
from rakiza.demonstration.device_names import device_name
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
def test_devices_of_one_maker_that_differ_in_a_value_differ_in_name(
    knowledge: KnowledgeBase, reader: Reader, language: str
) -> None:
    families = knowledge.by_id()
    named = defaultdict(set)
    for article in articles():
        attributes = reader.read(article.name).attributes
        name = device_name(families[article.family].labels, attributes, language)
        named[article.maker.key, name].add(tuple(sorted(map(repr, attributes))))

    assert [key for key, described in named.items() if len(described) > 1] == []
    assert max(len(name) for _maker, name in named) < 130
