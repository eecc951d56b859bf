"""Aims and added rules in RULES.toml: read exactly, and refused with the field that is wrong."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rakiza.engine.allocation import Aim, Goal, Measure, Per
from rakiza.engine.planning.added import AddedRule, Kind
from rakiza.pillars.purchasing.rules_file import RulesError, read_rules

D = Decimal


def read(tmp_path: Path, text: str) -> object:
    path = tmp_path / "rules.toml"
    path.write_text(text, "utf-8")
    return read_rules(path)


def test_added_rules_and_aims_are_read_exactly(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text(
        """
[rules]
maximum_share = 0.6
[[rules.goals]]
aim = "imports"
tolerance = 0.02
[[rules.added]]
id = "r1"
kind = "local_share"
minimum = 0.4
measure = "value_added"
per = "plan"
[[rules.added]]
id = "r2"
kind = "member_budget"
on = false
member = "Groupe Nord"
amount = 1500
""",
        "utf-8",
    )

    rules = read_rules(path)

    assert rules.maximum_share == D("0.6")
    assert rules.goals == (Goal(Aim.IMPORTS, D("0.02")),)
    assert rules.added == (
        AddedRule("r1", Kind.LOCAL_SHARE, minimum=D("0.4"), measure=Measure.VALUE_ADDED, per=Per.PLAN),
        AddedRule("r2", Kind.MEMBER_BUDGET, on=False, member="Groupe Nord", amount=D(1500)),
    )


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        (
            'id = "r1"\nkind = "maker_share"\nminimum = 0.6\nmaximum = 0.4',
            "minimum : Le moins dépasse le plus",
        ),
        ('id = "r1"\nkind = "maker_share"\nmaximum = 1.4', "maximum : Une part va de 0 à 100"),
        ('id = "r1"\nkind = "maker_share"\nmaximum = nan', "maximum : Une part va de 0 à 100"),
        ('id = "r1"\nkind = "member_budget"\nmember = "A"\namount = -3', "amount : Un montant est positif"),
        ('id = "r1"\nkind = "member_budget"\nmember = "A"\namount = inf', "amount : Un montant est positif"),
        ('id = "r1"\nkind = "tied"\nlots = ["L1", "L1"]', "lots : Cochez au moins deux lots"),
        ('id = "r1"\nkind = "commitment"\nyears = 9\nmakers = ["1"]\namount = 5', "years : Un engagement"),
        ('id = "r1"\nkind = "service"\nminimum = 0.5\nper = "plan"', "per : Cette règle"),
        ('id = "plan_budget"\nkind = "single_source"', "doit être r suivi"),
        ('id = "r1"\nkind = "miracle"', "« added »"),
        (
            'id = "r1"\nkind = "single_source"\n[[rules.added]]\nid = "r1"\nkind = "single_source"',
            "déjà pris",
        ),
    ],
)
def test_a_wrong_added_rule_is_refused_with_its_field(tmp_path: Path, stated: str, said: str) -> None:
    with pytest.raises(RulesError) as refusal:
        read(tmp_path, f"[[rules.added]]\n{stated}\n")

    assert said in str(refusal.value)


def test_an_aim_that_comes_twice_is_refused(tmp_path: Path) -> None:
    twice = '[[rules.goals]]\naim = "cost"\n[[rules.goals]]\naim = "cost"\n'
    with pytest.raises(RulesError, match="Chaque objectif"):
        read(tmp_path, twice)
