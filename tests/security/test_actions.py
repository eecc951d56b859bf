"""The matrix of actions is what the rules answer, covers every room, and nobody acts for another organisation unseen."""

from __future__ import annotations

import re
from pathlib import Path

from tests.security.actions import SUBJECTS, answers, permissions, stated, written
from tests.security.house import House

import rakiza
from rakiza.kernel.organisations.enums import OVERSEERS, Role

SOURCE = Path(rakiza.__file__).parent
ASKED = re.compile(r'(?:require|allowed)\(\s*\w+(?:\.\w+)*,\s*"([a-z_]+\.[a-z_]+)"')


def test_every_permission_of_every_room_is_in_the_matrix() -> None:
    assert set(SUBJECTS) == permissions()


def test_every_permission_that_an_action_asks_for_is_declared() -> None:
    asked = {name for path in sorted(SOURCE.rglob("*.py")) for name in ASKED.findall(path.read_text("utf-8"))}
    assert asked <= permissions()
    assert len(asked) > 40


def test_the_table_says_what_the_rules_answer(house: House) -> None:
    found = answers(house)
    assert found == stated(), "\n" + written(found)


def test_managing_people_gives_nothing_beyond_ones_own_organisation(house: House) -> None:
    for name, row in answers(house).items():
        if name != "access.oversee":  # a list, of the people of one's own organisation
            assert row["other_manager"] == row["other"], name


def test_who_holds_no_overseeing_role_has_nothing_on_what_another_owns(house: House) -> None:
    """What asks about an object answers strangers of the same role with no, unless it is open to all members."""
    open_to_members = {"plans.view", "industry.contest"}
    for name, row in answers(house).items():
        if name in open_to_members or SUBJECTS[name].__name__ == "_nothing":
            continue
        assert not set(row["other"]) - OVERSEERS, name


def test_an_administrator_acts_for_no_room() -> None:
    """Reading what is everybody's and keeping the register of editions aside."""
    acts = {name for name, row in stated().items() if Role.ADMINISTRATOR in row["own"]}
    rooms = (
        "needs.upload",
        "needs.change",
        "plans.publish",
        "certification.",
        "registration.",
        "industry.edit",
    )
    aside = {"certification.keep_standards", "certification.see_cases", "registration.see_waits"}
    assert {name for name in acts if name.startswith(rooms)} == aside
