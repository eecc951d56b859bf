"""A title that isn't for supply is told as what it is, in the room's own words and the reader's language."""

from __future__ import annotations

import pytest

from rakiza.engine.planning.reasons import TITLE_UNFIT
from rakiza.engine.reasons import Reason
from rakiza.kernel.wording import in_language, say
from rakiza.kernel.wording.reasons.parameters import ACTIVITIES, PURPOSES
from rakiza.pillars.registration.enums import (
    ANSWERING,
    FOR_SUPPLY,
    OF_ONE_PATIENT,
    Activity,
    AuthorisationPurpose,
)


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_a_purpose_has_the_words_of_its_room(language: str) -> None:
    told = [one for one in AuthorisationPurpose if one not in {*FOR_SUPPLY, *OF_ONE_PATIENT}]
    assert list(PURPOSES) == [one.value for one in told]
    for one in told:
        reason = Reason.of(TITLE_UNFIT.format(kind="authorisation"), number="A-1", purpose=one.value)
        with in_language(language):
            assert str(one.label) in say(reason, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "L'autorisation spécifique A-1 (échantillon d'évaluation) ne couvre aucune livraison"),
        ("en", "Specific authorisation A-1 (evaluation sample) covers no supply"),
    ],
)
def test_the_sentence(language: str, words: str) -> None:
    reason = Reason.of(
        TITLE_UNFIT.format(kind="authorisation"),
        number="A-1",
        purpose=AuthorisationPurpose.EVALUATION_SAMPLE.value,
    )
    assert say(reason, language) == words


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_an_activity_has_the_words_of_its_room(language: str) -> None:
    told = [one.value for one in Activity if one not in ANSWERING]
    assert list(ACTIVITIES) == [*told, "activities"]
    reason = Reason.of(TITLE_UNFIT.format(kind="declaration"), number="D-1", purpose=",".join(told))
    with in_language(language):
        for one in told:
            assert str(Activity(one).label) in say(reason, language)


@pytest.mark.parametrize(
    ("purpose", "language", "words"),
    [
        (
            "distribution,maintenance",
            "fr",
            "La déclaration d'établissement D-1 (distribution, maintenance) ne porte ni sur la fabrication ni sur "
            "l'importation : sans l'une d'elles, elle ne couvre aucune livraison",
        ),
        (
            "distribution",
            "en",
            "Establishment declaration D-1 (distribution) is neither for manufacture nor for import: "
            "without one of them it covers no supply",
        ),
        (  # as plans computed before keep it
            "activities",
            "fr",
            "La déclaration d'établissement D-1 (autres activités) ne porte ni sur la fabrication ni sur "
            "l'importation : sans l'une d'elles, elle ne couvre aucune livraison",
        ),
    ],
)
def test_a_declaration_says_what_it_is_for_and_what_it_lacks(purpose: str, language: str, words: str) -> None:
    reason = Reason.of(TITLE_UNFIT.format(kind="declaration"), number="D-1", purpose=purpose)
    assert say(reason, language) == words
