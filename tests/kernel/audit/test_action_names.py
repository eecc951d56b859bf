"""Every action that the code writes into the trail has words for the page."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import rakiza
from rakiza.kernel.identity.adapter import TRACED
from rakiza.kernel.organisations.enums import ApplicationState
from rakiza.kernel.presentation.action_names import ACTION_NAMES
from rakiza.pillars.certification.process import Step
from rakiza.pillars.certification.register_files.room import ROOM as CERTIFICATES
from rakiza.pillars.registration.actions import GIVEN
from rakiza.pillars.registration.enums import Request, TitleState
from rakiza.pillars.registration.process import Step as DossierStep
from rakiza.pillars.registration.register_files.room import ROOM as TITLES

SOURCE = Path(rakiza.__file__).parent
# Actions whose name is composed where they are recorded, and what the composition gives.
COMPOSED: Mapping[str, frozenset[str]] = {
    "f'organisations.join_request_{state}'": frozenset(
        f"organisations.join_request_{state}"
        for state in (ApplicationState.ACCEPTED, ApplicationState.REFUSED)
    ),
    "f'industry.{step}'": frozenset(
        f"industry.{step}"
        for step in ("change_device", "give_instructions", "add_pictures", "change_picture")
    ),
    "f'registration.{target}'": frozenset(
        f"registration.{state}" for state in (TitleState.SUSPENDED, TitleState.WITHDRAWN)
    ),
    "f'registration.title_{kept.request}'": frozenset(
        f"registration.title_{request}" for request in (Request.AMENDMENT, Request.CESSATION)
    ),
    "f'registration.dossier_{step.name.lower()}'": frozenset(
        f"registration.dossier_{step.name.lower()}" for step in DossierStep
    ),
    "GIVEN[type(title)]": frozenset(GIVEN.values()),
    "action": frozenset(TRACED.values()),
    "self.uploaded": frozenset(room.uploaded for room in (CERTIFICATES, TITLES)),
    "f'certification.case_{step.name.lower()}'": frozenset(
        f"certification.case_{step.name.lower()}" for step in Step
    ),
}


def recorded() -> Iterator[ast.expr]:
    """Yield the expression of the action at each call of `record`."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "record":
                yield node.args[1]
            elif node.func.id == "Deed":  # one of several recorded together
                yield node.args[0]


def names_of(action: ast.expr) -> frozenset[str]:
    """Return the names that an expression can give."""
    match action:
        case ast.Constant(value=str(name)):
            return frozenset({name})
        case ast.IfExp(body=yes, orelse=no):
            return names_of(yes) | names_of(no)
        case _:
            return COMPOSED[ast.unparse(action)]


def test_every_action_of_the_trail_has_words() -> None:
    found = frozenset[str]().union(*(names_of(action) for action in recorded()))

    assert sorted(found - ACTION_NAMES.keys()) == []
    assert sorted(ACTION_NAMES.keys() - found) == []


def test_no_two_actions_of_a_room_bear_the_same_words() -> None:
    said = [(action.partition(".")[0], str(words)) for action, words in ACTION_NAMES.items()]

    assert sorted(words for words in set(said) if said.count(words) > 1) == []
