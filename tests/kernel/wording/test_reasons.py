"""Every code that an engine may give has words, and the words are filled."""

from __future__ import annotations

import importlib
import re
from decimal import Decimal
from pathlib import Path

import pytest

import rakiza.engine
from rakiza.engine.reasons import Reason
from rakiza.kernel.wording import say
from rakiza.kernel.wording.reasons import CATALOGUE

ENGINE = Path(rakiza.engine.__file__).parent
QUOTED_CODE = re.compile(r'Reason(?:\.of)?\(\s*"([a-z_]+(?:\.[a-z_]+)+)"')
LISTS = sorted(ENGINE.rglob("reasons.py"))


def listed_codes() -> list[str]:
    """Codes of the `ALL` of each engine's reasons, and those quoted where a reason is built."""
    codes = {
        code
        for path in ENGINE.rglob("*.py")
        for code in QUOTED_CODE.findall(path.read_text(encoding="utf-8"))
    }
    for path in LISTS:
        room = ".".join(path.parent.relative_to(ENGINE).parts)
        codes.update(importlib.import_module(f"rakiza.engine.{room}.reasons").ALL if room else ())
    return sorted(codes)


def test_engines_list_their_codes():
    assert {"matching", "planning", "reading"} <= {path.parent.name for path in LISTS}


@pytest.mark.parametrize("code", listed_codes())
def test_every_code_has_words(code: str):
    assert code in CATALOGUE
    assert say(Reason.of(code), "fr") != code


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_words_name_their_parameters(code: str):
    unnamed = re.sub(r"%\([a-z_]+\)s", "", CATALOGUE[code])

    assert "%" not in unnamed
    assert "{" not in unnamed


def test_an_unknown_code_is_shown_as_it_is():
    assert say(Reason.of("never.heard"), "fr") == "never.heard"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            Reason.of("matching.below", attribute="volume", required=5.0, offered=2.0, gap=3.0, unit="mL"),
            "Volume : 2\u00a0mL, il manque 3\u00a0mL pour atteindre 5\u00a0mL",
        ),
        (
            Reason.of(
                "matching.differs", attribute="size", required="M / L", offered="S", gap=None, unit=None
            ),
            "Taille : S au lieu de M / L",
        ),
        (
            Reason.of("matching.differs", attribute="sterile", required=True, offered=False, unit=None),
            "Stérile : non au lieu de oui",
        ),
        (
            Reason.of("eligibility.missing", kind="declaration"),
            "Aucun titre connu : Déclaration d'établissement",
        ),
        (
            Reason.of(
                "eligibility.certificate_suspended", number="C 12", date="2027-03-01", until="2027-05-31"
            ),
            "Le certificat C 12 est suspendu du 1er mars 2027 au 31 mai 2027",
        ),
        (
            Reason.of("need.typical_pack", unit="boite", size=100),
            "Conditionnement supposé : boîte de 100 (usage courant de la famille)",
        ),
        (
            Reason.of("need.unconfirmed", confidence=0.625),
            "Lecture incertaine (confiance 62,5\u202f%) : à confirmer avant d'entrer dans le plan",
        ),
    ],
)
def test_sentences_in_french(reason: Reason, words: str):
    assert say(reason, "fr") == words


def test_identifiers_keep_their_direction_in_arabic():
    said = say(Reason.of("eligibility.offer_starts", date="2027-03-01"), "ar")

    assert "2027" in said
    assert "\u2066C-12\u2069" in say(
        Reason.of("eligibility.certificate_expires", number="C-12", date="2027-03-01"), "ar"
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", "À 4,20\u00a0MAD au lieu de 5,1234\u00a0MAD, soit 18\u202f% de moins."),
        ("en", "At 4.20\u00a0MAD instead of 5.1234\u00a0MAD, 18\u202f% less."),
    ],
)
def test_prices_say_their_currency(language: str, expected: str):
    change = Reason.of(
        "explanation.change_price", price=Decimal("4.2"), reference=Decimal("5.1234"), by=Decimal(18)
    )

    assert say(change, language) == expected


def test_a_price_and_its_currency_stay_together_in_arabic():
    reason = Reason.of("award.at_import", reference=Decimal("4.2"))

    assert "\u20664,20\u00a0MAD\u2069" in say(reason, "ar")


def test_prices_of_a_plan_in_another_currency_say_that():
    reason = Reason.of("award.at_import", reference=Decimal(1250))

    assert say(reason, "fr", currency="EUR") == "Au prix de l'import (1\u202f250,00\u00a0EUR)"


PRICE = re.compile(r"%\((?:price|best|next|ceiling|reference|cheapest)\)s(.{0,6})")


@pytest.mark.parametrize("code", sorted(code for code, text in CATALOGUE.items() if PRICE.search(text)))
@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_no_price_is_said_without_its_currency(code: str, language: str):
    names = ("price", "best", "next", "ceiling", "reference", "cheapest")
    said = say(Reason.of(code, **{name: Decimal("7.5") for name in names}), language)

    assert len(re.findall("7[.,]50", said)) == len(re.findall("7[.,]50\u00a0MAD", said)) > 0
