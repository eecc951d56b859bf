"""`rakiza allocate`: documents in and out, one message for each fault, the best plan when interrupted."""

from __future__ import annotations

import json
import os
import signal
from decimal import Decimal
from pathlib import Path

import jsonschema_rs
import pytest
from tests.engine.allocation.test_format import FAULTS, RULE_FAULTS, changed
from typer.testing import CliRunner

from rakiza.cli import app
from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.format.schema import awards_schema
from rakiza.engine.explanation.schema import analyses_schema
from rakiza.kernel.wording.formats import number
from rakiza.kernel.wording.problems import PROBLEMS, say_problem
from rakiza.pillars.purchasing import allocate as command
from rakiza.pillars.purchasing import allocate_analyses

EXAMPLES = Path(__file__).parents[3] / "docs" / "formats" / "examples"
PROBLEM, RULES = EXAMPLES / "problem.json", EXAMPLES / "rules.toml"


def run(*arguments: object):
    return CliRunner().invoke(app, ["allocate", *map(str, arguments)])


def without_time(text: str) -> dict:
    return {**json.loads(text), "seconds": 0}


def test_awards_are_written_to_the_file_named(tmp_path: Path) -> None:
    output = tmp_path / "awards.json"
    result = run(PROBLEM, "--rules", RULES, "-o", output)
    assert result.exit_code == 0
    assert "Plan optimal" in result.stderr
    document = json.loads(output.read_text("utf-8"))
    assert jsonschema_rs.is_valid(awards_schema(), document)
    assert document["status"] == "optimal"
    assert document["bound"] <= document["objective"]


def test_awards_are_printed_where_no_file_is_named_and_are_the_same_each_time() -> None:
    first, second = run(PROBLEM, "--rules", RULES), run(PROBLEM, "--rules", RULES)
    assert without_time(first.stdout) == without_time(second.stdout)


def test_the_number_of_processes_changes_no_award() -> None:
    alone, beside = (run(PROBLEM, "--rules", RULES, "--processes", count) for count in (1, 2))
    assert without_time(alone.stdout) == without_time(beside.stdout)


def test_a_time_limit_of_0_gives_a_sound_plan_with_its_gap() -> None:
    result = run(PROBLEM, "--time-limit", 0)
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["status"] in {"time_limit", "optimal"}
    assert float(document["bound"]) <= float(document["objective"])


def test_a_fault_names_file_field_and_reason(tmp_path: Path) -> None:
    said = json.loads(PROBLEM.read_text("utf-8"))
    said["offers"][0]["tiers"][1]["price"] = 9
    faulty = tmp_path / "problem.json"
    faulty.write_text(json.dumps(said), "utf-8")
    result = run(faulty)
    assert result.exit_code == 2
    assert f"{faulty}, champ /offers/0/tiers/1/price : un palier plus haut" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_each_fault_is_named_by_its_pointer_and_said_in_the_language(tmp_path: Path, language: str) -> None:
    """Every sixth of the faults that the library names: the command says each of them alike."""
    faulty, rules = tmp_path / "problem.json", tmp_path / "rules.toml"
    cases = [(path, value, pointer or path, code) for path, value, pointer, code in FAULTS[::6]]
    for path, value, pointer, code in cases:
        faulty.write_text(json.dumps(changed(path, value)), "utf-8")
        result = run(faulty, "--language", language)
        assert (result.exit_code, result.stdout) == (2, ""), pointer
        assert pointer in result.stderr
        assert say_problem(code, language) in result.stderr
    for text, pointer, code in RULE_FAULTS[::6]:
        rules.write_text(text, "utf-8")
        result = run(PROBLEM, "--rules", rules, "--language", language)
        assert (result.exit_code, result.stdout) == (2, ""), text
        assert pointer in result.stderr
        assert say_problem(code, language) in result.stderr


def test_a_fault_in_the_rules_names_the_rules_file(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rules]]\nid = "a"\nkind = "budget"\nmember = "nobody"\nmaximum = 1\n', "utf-8")
    result = run(PROBLEM, "--rules", rules, "--language", "en")
    assert result.exit_code == 2
    assert f"{rules}, field /rules/0/member: no lot has this member." in result.stderr


def test_a_fault_in_the_rules_of_the_problem_points_into_the_problem(tmp_path: Path) -> None:
    said = {**json.loads(PROBLEM.read_text("utf-8")), "rules": {"maximum_share": 2}}
    faulty = tmp_path / "problem.json"
    faulty.write_text(json.dumps(said), "utf-8")
    result = run(faulty)
    assert f"{faulty}, champ /rules/maximum_share : " in result.stderr


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00", b"{"])
def test_a_file_that_cannot_be_read_is_said_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "absent.json"
    if content is not None:
        path.write_bytes(content)
    result = run(path)
    assert result.exit_code == 2
    assert str(path) in result.stderr


def test_a_file_that_breaks_off_says_in_which_line(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_text('{"format": "rakiza-plan-problem/1",\n"lots": [,', "utf-8")
    result = run(path, "--language", "en")
    assert (result.exit_code, result.stderr) == (2, f"{path}, line 2: the file isn't valid JSON.\n")


def test_an_output_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    result = run(PROBLEM, "-o", tmp_path / "none" / "awards.json")
    assert result.exit_code == 2
    assert "ne peut pas être écrit" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("--gap", "2"), ("--gap", "-1"), ("--time-limit", "-1"), ("--time-limit", "x"), ("--processes", "0")],
)
def test_limits_out_of_range_are_refused(arguments: tuple[str, str]) -> None:
    assert run(PROBLEM, *arguments).exit_code == 2


def test_rules_that_contradict_each_other_are_said_to_have_no_plan(tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text('[[rules]]\nid = "a"\nkind = "budget"\nmaximum = 1\n', "utf-8")
    result = run(PROBLEM, "--rules", rules)
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["status"] == "infeasible"
    figures = ("objective", "bound", "gap", "cost", "penalties", "value_added", "import_value")
    assert [told[name] for name in figures] == [None] * len(figures)
    assert [told[name] for name in ("goals", "awards", "remainders", "missing_sources")] == [[]] * 4
    assert jsonschema_rs.is_valid(awards_schema(), told)
    assert "Aucun plan ne respecte toutes les règles." in result.stderr


def test_ctrl_c_keeps_the_best_plan_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    """The signal comes while the first part is solved; the rest isn't begun."""
    solve = command.solve

    def interrupted(problem, rules, *, stop, **_more):
        return solve(
            problem, rules, lambda done, _: os.kill(os.getpid(), signal.SIGINT) if done == 1 else None, stop
        )

    monkeypatch.setattr(command, "solve", interrupted)
    before = signal.getsignal(signal.SIGINT)
    result = run(PROBLEM)
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["status"] == "interrupted"
    assert float(document["bound"]) <= float(document["objective"])
    assert signal.getsignal(signal.SIGINT) is before


def test_analyses_are_written_whole_beside_the_awards(tmp_path: Path) -> None:
    output = tmp_path / "analyses.json"
    result = run(PROBLEM, "--rules", RULES, "--analyses", output, "--analyse", "rules", "--analyse", "lines")
    assert result.exit_code == 0
    assert "Analyses complètes." in result.stderr
    awards, document = json.loads(result.stdout), json.loads(output.read_text("utf-8"))
    assert (document["format"], document["input_hash"]) == ("rakiza-plan-analyses/1", awards["input_hash"])
    jsonschema_rs.validate(analyses_schema(), document)
    assert (document["complete"], sorted(document["analyses"])) == (True, ["lines", "rules"])
    assert all(one["not_reached"] == [] for one in document["analyses"].values())
    assert len(document["analyses"]["rules"]["rules"]) > 0


def two_makers(tmp_path: Path) -> Path:
    """One lot of ten units: near has it at 5, far asks 6 from July of the second year on."""
    offer = {"lots": ["glove"], "tiers": [{"from_quantity": 0, "price": 5}]}
    far = {"tiers": [{"from_quantity": 0, "price": 6}], "eligible": [0] * 6 + [1, 1]}
    said = {
        "format": "rakiza-plan-problem/1",
        "periods": 8,
        "lots": [{"id": "glove", "demand": [5, 5, 0, 0, 0, 0, 0, 0], "import_price": 20}],
        "offers": [
            {**offer, "id": "n", "maker": "near"},
            {**offer, "id": "s", "maker": "south", **far, "eligible": [1] * 8},
            {**offer, "id": "f", "maker": "far", **far, "tiers": [{"from_quantity": 0, "price": 4}]},
        ],
    }
    path = tmp_path / "two.json"
    path.write_text(json.dumps(said), "utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", ["Lot glove : 10 à n (near) à 5,00 MAD.", "f (far), à 4,00 MAD, n'est autorisé qu'à partir de mois 19."]),
        ("ar", ["الحصة glove: 10 إلى n (near) بسعر", "الشهر 19"]),
        ("en", ["Lot glove: 10 to n (near) at 5.00 MAD.", "f (far), at 4.00 MAD, is authorised only from month 19."]),
    ],
)  # fmt: skip
def test_a_lot_is_explained_in_words_with_its_runner_up_and_what_would_make_it_win(
    tmp_path: Path, language: str, told: list[str]
) -> None:
    output = tmp_path / "analyses.json"
    result = run(two_makers(tmp_path), "--analyses", output, "--lot", "glove", "--language", language)
    assert result.exit_code == 0
    document = json.loads(output.read_text("utf-8"))
    jsonschema_rs.validate(analyses_schema(), document)
    assert list(document["analyses"]) == ["lots"]
    (lot,) = document["analyses"]["lots"]["lots"]
    by_offer = {one["offer"]: one for one in lot["rivals"]}
    assert (lot["rivals"][0]["offer"], by_offer["s"]["price"], by_offer["f"]["month"]) == ("s", "4.9999", 6)
    assert all(one["words"] for one in (lot, *lot["rivals"]))
    said = result.stderr.replace("\N{NO-BREAK SPACE}", " ")
    assert all(words in said for words in told)
    assert all(words in result.stderr for words in (*lot["words"], *lot["rivals"][0]["words"]))


def test_a_lot_that_is_not_there_is_said_so_before_anything_is_solved(tmp_path: Path) -> None:
    output = tmp_path / "analyses.json"
    result = run(PROBLEM, "--analyses", output, "--lot", "nothing", "--language", "en")
    assert (result.exit_code, result.stdout, output.exists()) == (2, "", False)
    assert "--lot nothing: there is no such lot." in result.stderr


def test_no_time_for_analyses_names_all_that_is_missing(tmp_path: Path) -> None:
    output = tmp_path / "analyses.json"
    result = run(PROBLEM, "--rules", RULES, "--analyses", output, "--analyses-time-limit", 0)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["status"] == "optimal"
    document = json.loads(output.read_text("utf-8"))
    assert document["complete"] is False
    assert sorted(document["analyses"]) == ["front", "lines", "pooling", "rules"]
    rules = document["analyses"]["rules"]
    assert (rules["complete"], rules["rules"]) == (False, [])
    assert len(rules["not_reached"]) > 0
    assert "Analyses partielles : rules" in result.stderr


def test_ctrl_c_during_the_analyses_keeps_what_they_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The signal comes before the second rule is asked about."""
    asked = allocate_analyses.analyse

    def interrupted(*args, progress, **more):
        def told(kind, done, total):
            progress(kind, done, total)
            if done == 1:
                os.kill(os.getpid(), signal.SIGINT)

        return asked(*args, progress=told, **more)

    monkeypatch.setattr(allocate_analyses, "analyse", interrupted)
    before = signal.getsignal(signal.SIGINT)
    output = tmp_path / "analyses.json"
    result = run(PROBLEM, "--rules", RULES, "--analyses", output, "--analyse", "rules")
    assert result.exit_code == 0
    found = json.loads(output.read_text("utf-8"))["analyses"]["rules"]
    assert (found["complete"], len(found["rules"])) == (False, 1)
    assert found["rules"][0]["rule"] not in found["not_reached"]
    assert signal.getsignal(signal.SIGINT) is before


def test_rules_without_a_plan_are_explained_by_their_conflict(tmp_path: Path) -> None:
    rules, output = tmp_path / "rules.toml", tmp_path / "analyses.json"
    rules.write_text('[[rules]]\nid = "a"\nkind = "budget"\nmaximum = 1\n', "utf-8")
    result = run(PROBLEM, "--rules", rules, "--analyses", output)
    assert result.exit_code == 1
    document = json.loads(output.read_text("utf-8"))
    assert document["complete"] is True
    jsonschema_rs.validate(analyses_schema(), document)
    assert document["analyses"]["conflict"]["rules"] == ["a"]
    assert "Ces règles ne tiennent pas ensemble : « a » (budget)." in result.stderr
    needed = Decimal(document["analyses"]["conflict"]["relaxations"][0]["needed"])
    assert f"Porter « a » de 1 à {number(needed)}." in result.stderr
    assert "Le plan coûterait alors " in result.stderr


def test_rules_that_only_give_way_together_are_told_together(tmp_path: Path) -> None:
    """Either budget alone still leaves no plan."""
    rules, output = tmp_path / "rules.toml", tmp_path / "analyses.json"
    one = '[[rules]]\nid = "{}"\nkind = "budget"\nmaximum = 1\n'
    rules.write_text(one.format("a") + one.format("b"), "utf-8")
    result = run(PROBLEM, "--rules", rules, "--analyses", output, "--language", "en")
    found = json.loads(output.read_text("utf-8"))["analyses"]["conflict"]
    assert [one["rule"] for one in found["together"]] == ["a", "b"]
    assert "These rules don't hold together: " in result.stderr
    assert result.stderr.count("Move “") == 2


def test_analyses_without_a_file_to_write_are_refused() -> None:
    for arguments in (("--analyse", "rules"), ("--analyses-time-limit", "3")):
        result = run(PROBLEM, *arguments)
        assert result.exit_code == 2
        assert "--analyses" in result.stderr
        assert result.stdout == ""


def test_every_code_has_words() -> None:
    known = {value for name, value in vars(codes).items() if name.isupper()}
    assert set(PROBLEMS) == known
    assert all(say_problem(code, language) for code in known for language in ("fr", "ar", "en"))


def test_awards_to_begin_from_are_taken_up_and_never_made_worse(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    run(PROBLEM, "--rules", RULES, "-o", before)
    result = run(PROBLEM, "--rules", RULES, "--start", before, "--time-limit", 0)
    assert result.exit_code == 0
    first, again = json.loads(before.read_text("utf-8")), json.loads(result.stdout)
    count = len(first["awards"])
    assert (again["awards"], again["objective"]) == (first["awards"], first["objective"])
    assert (first["start"], again["start"]) == (None, {"given": count, "kept": count})
    assert f"Plan de départ repris : {count} attributions sur {count}." in result.stderr


def test_awards_of_another_problem_are_left_out_with_a_note(tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    run(PROBLEM, "--rules", RULES, "-o", before)
    said = json.loads(before.read_text("utf-8"))
    said["awards"] = [{**one, "lot": "elsewhere"} for one in said["awards"]]
    before.write_text(json.dumps(said), "utf-8")
    result = run(PROBLEM, "--rules", RULES, "--start", before, "--language", "en")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["objective"] == said["objective"]
    assert f"Start taken up in part: 0 of {len(said['awards'])} awards" in result.stderr


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "champ / : "),
        ('{"format": "rakiza-plan-awards/9", "awards": []}', "champ /format : "),
        ('{"format": "rakiza-plan-awards/1", "awards": 3}', "champ /awards : "),
        ('{"format": "rakiza-plan-awards/1", "awards": []}', "n'attribue rien"),
        ('{"format": "rakiza-plan-awards/1", "awards": [{"lot": 3}]}', "n'attribue rien"),
    ],
)
def test_a_start_that_is_no_plan_is_left_aside_with_a_note(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "start.json"
    path.write_text(content, "utf-8")
    result = run(PROBLEM, "--rules", RULES, "--start", path)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["start"] is None
    assert "Plan de départ laissé de côté : " in result.stderr
    assert why in result.stderr


def test_a_start_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    result = run(PROBLEM, "--start", tmp_path / "absent.json")
    assert result.exit_code == 2
    assert "ne peut pas être lu" in result.stderr
