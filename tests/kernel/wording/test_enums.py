"""Every member of the engines' closed lists has words."""

from __future__ import annotations

from enum import StrEnum

import pytest

from rakiza.engine.families import Criticality, Kind
from rakiza.engine.matching.values import Verdict
from rakiza.engine.planning.plan import CandidateState, UncoveredKind
from rakiza.engine.planning.progress import Stage
from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.wording import say_enum

ENUMS: tuple[type[StrEnum], ...] = (
    Verdict,
    CandidateState,
    UncoveredKind,
    Kind,
    Criticality,
    TitleKind,
    Stage,
)


@pytest.mark.parametrize("member", [member for enum in ENUMS for member in enum])
def test_every_member_has_words(member: StrEnum):
    assert say_enum(member, "fr") != member.value


def test_members_that_share_a_value_keep_their_own_words():
    assert say_enum(CandidateState.NOT_ELIGIBLE, "fr") == "Non éligible"
    assert say_enum(UncoveredKind.NOT_ELIGIBLE, "fr") == "Fabriqué ici, titres non valides"
