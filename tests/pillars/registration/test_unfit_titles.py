"""A title that isn't for supply is told as what it is, in the room's own words and the reader's language."""

from __future__ import annotations

import pytest

from rakiza.engine.planning.reasons import TITLE_UNFIT
from rakiza.engine.reasons import Reason
from rakiza.kernel.wording import in_language, say
from rakiza.kernel.wording.reasons.parameters import PURPOSES
from rakiza.pillars.registration.enums import FOR_SUPPLY, OF_ONE_PATIENT, AuthorisationPurpose


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


def test_a_declaration_says_what_it_lacks() -> None:
    reason = Reason.of(TITLE_UNFIT.format(kind="declaration"), number="D-1", purpose="activities")
    assert say(reason, "fr") == (
        "La déclaration d'établissement D-1 ne porte ni sur la fabrication ni sur l'importation : "
        "elle ne couvre aucune livraison"
    )
