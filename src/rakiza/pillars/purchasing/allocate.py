"""`rakiza allocate`: an allocation problem in, the best awards out, with a proven bound."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console

from rakiza.engine.allocation import AllocationRules, Award, Problem, ProblemError, Solution, Status, solve
from rakiza.engine.allocation.checks import check_problem, check_rules
from rakiza.engine.allocation.format import awards_document, read_problem, read_rules, read_start
from rakiza.engine.explanation.analyses import Kind
from rakiza.kernel.system_errors import said_of
from rakiza.kernel.wording.problems import say_problem
from rakiza.pillars.purchasing.allocate_analyses import Limits, analysed, told, until_interrupted
from rakiza.pillars.purchasing.allocate_conflict import conflict_told
from rakiza.pillars.purchasing.allocate_lots import lots_told
from rakiza.pillars.purchasing.commands import Exit, Language, LanguageOption

errors = Console(stderr=True, highlight=False, soft_wrap=True)


class _NothingDoneError(Exception):
    """The files can't be used; the message says why."""


def allocate(
    problem: Annotated[Path, typer.Argument(help="PROBLEM.json; see the documentation.")],
    rules: Annotated[
        Path | None, typer.Option("--rules", help="RULES.toml; instead of the problem's own rules.")
    ] = None,
    time_limit: Annotated[
        float | None, typer.Option("--time-limit", min=0, help="Seconds after which the best plan is kept.")
    ] = None,
    gap: Annotated[
        float | None, typer.Option("--gap", min=0, max=1, help="Relative gap that is good enough.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="AWARDS.json; printed where none is named.")
    ] = None,
    processes: Annotated[
        int | None, typer.Option("--processes", min=1, help="How many work side by side; all cores.")
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--start", help="AWARDS.json to begin from, such as last year's.")
    ] = None,
    analyses: Annotated[
        Path | None, typer.Option("--analyses", help="ANALYSES.json; what the awards are explained by.")
    ] = None,
    analyse: Annotated[
        list[Kind] | None,
        typer.Option("--analyse", help="Only this analysis; may be repeated. All that apply unless said."),
    ] = None,
    lot: Annotated[
        list[str] | None,
        typer.Option("--lot", help="Explain this lot (--analyse lots); may be repeated. All unless said."),
    ] = None,
    analyses_time_limit: Annotated[
        float | None,
        typer.Option("--analyses-time-limit", min=0, help="Seconds after which what was found is kept."),
    ] = None,
    language: LanguageOption = Language.FR,
) -> None:
    """Award lots to offers at least cost, or by the goals of the rules, with a proven bound.

    Ctrl-C keeps the best plan found so far, with its gap; during the analyses, what they found. Exit code: 0 a plan was found, 1 no plan
    obeys the rules (or none was found in time), 2 nothing done.
    """
    translation.activate(language)
    try:
        if analyses is None and (analyse or lot or analyses_time_limit is not None):
            raise _NothingDoneError(_("Nommez avec --analyses le fichier où écrire les analyses."))
        asked, chosen = _inputs(problem, rules)
        limits = _limits(asked, analyse, lot, analyses_time_limit)
        chosen = _limited(chosen, time_limit, gap)
        begun, given = _start(start)
        solution = _solve(asked, chosen, processes or os.cpu_count() or 1, begun)
        if begun:
            errors.print(_begun(solution, given), markup=False)
        _write(awards_document(asked, solution), output)
        if analyses is not None:
            found = analysed(asked, chosen, solution, limits, errors)
            _write(found, analyses)
            for line in _in_words(chosen, found["analyses"]):
                errors.print(line, markup=False)
            errors.print(told(found), markup=False)
    except _NothingDoneError as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(Exit.NOTHING_DONE) from error
    errors.print(_told(solution), markup=False)
    if solution.status in {Status.INFEASIBLE, Status.UNKNOWN}:
        raise typer.Exit(Exit.DONE_WITH_REJECTED)


def _inputs(problem: Path, rules: Path | None) -> tuple[Problem, AllocationRules]:
    """Read both files and hold them against each other; a fault names the file that it is in."""
    try:
        asked, chosen = read_problem(_content(problem))
        names = check_problem(asked)
    except ProblemError as error:
        raise _fault(problem, error) from error
    source, at = problem, "/rules"
    try:
        if rules is not None:
            source, at = rules, ""
            chosen = read_rules(_content(rules))
        check_rules(chosen, names, at)
    except ProblemError as error:
        raise _fault(source, error) from error
    return asked, chosen


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise _NothingDoneError(
            _("%(path)s ne peut pas être lu : %(why)s") % {"path": path, "why": said_of(error)}
        ) from error
    except UnicodeDecodeError as error:
        raise _NothingDoneError(
            _("%(path)s n'est pas un fichier de texte en UTF-8.") % {"path": path}
        ) from error


def _fault(path: Path, error: ProblemError) -> _NothingDoneError:
    said = {"path": path, "field": error.pointer or "/", "line": error.line, "why": say_problem(error.code)}
    if error.line is not None:
        return _NothingDoneError(_("%(path)s, ligne %(line)s : %(why)s.") % said)
    return _NothingDoneError(_("%(path)s, champ %(field)s : %(why)s.") % said)


def _limits(
    problem: Problem, kinds: Sequence[Kind] | None, lots: Sequence[str] | None, seconds: float | None
) -> Limits:
    """Return which analyses are wanted; a lot that the problem hasn't is said so before anything is solved."""
    held = {one.id for one in problem.lots}
    for lot in lots or ():
        if lot not in held:
            raise _NothingDoneError(_("--lot %(lot)s : ce lot n'existe pas.") % {"lot": lot})
    return Limits(tuple(kinds or ()), seconds, tuple(lots or ()))


def _in_words(rules: AllocationRules, found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield what analyses found that is best read in words."""
    if Kind.CONFLICT in found:
        yield from conflict_told(rules, found[Kind.CONFLICT])
    if Kind.LOTS in found:
        yield from lots_told(found[Kind.LOTS])


def _limited(rules: AllocationRules, time_limit: float | None, gap: float | None) -> AllocationRules:
    if time_limit is not None:
        rules = replace(rules, time_limit_seconds=time_limit)
    return rules if gap is None else replace(rules, gap=gap)


def _start(path: Path | None) -> tuple[tuple[Award, ...], int]:
    """Read the awards to begin from and how many were stated; a document that isn't one of awards is left aside."""
    if path is None:
        return (), 0
    text = _content(path)
    try:
        begun, given = read_start(text)
    except ProblemError as error:
        said = {"path": path, "field": error.pointer or "/", "why": say_problem(error.code)}
        errors.print(
            _("Plan de départ laissé de côté : %(path)s, champ %(field)s : %(why)s.") % said, markup=False
        )
        return (), 0
    if not begun:
        errors.print(
            _("Plan de départ laissé de côté : %(path)s n'attribue rien.") % {"path": path}, markup=False
        )
    return begun, given


def _begun(solution: Solution, given: int) -> str:
    """One line on what became of the plan to begin from."""
    kept = 0 if solution.start is None else solution.start.kept
    said = {"kept": kept, "given": given}
    if kept == given:
        return _("Plan de départ repris : %(kept)s attributions sur %(given)s.") % said
    return (
        _(
            "Plan de départ repris en partie : %(kept)s attributions sur %(given)s ; les autres n'y tiennent plus."
        )
        % said
    )


def _solve(
    problem: Problem, rules: AllocationRules, processes: int, start: tuple[Award, ...] = ()
) -> Solution:
    """Solve until done, out of time or interrupted; a second Ctrl-C ends the command at once."""
    with until_interrupted() as stop:
        return solve(problem, rules, stop=stop, processes=processes, start=start)


def _write(document: Mapping[str, object], output: Path | None) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8")
    except OSError as error:
        raise _NothingDoneError(
            _("%(path)s ne peut pas être écrit : %(why)s") % {"path": output, "why": said_of(error)}
        ) from error


def _told(solution: Solution) -> str:
    """One line on how the solve ended."""
    if solution.status is Status.INFEASIBLE:
        return _("Aucun plan ne respecte toutes les règles.")
    if solution.status is Status.UNKNOWN:
        return _("Aucun plan qui respecte les règles n'a été trouvé dans le temps donné.")
    said = {
        "awards": len(solution.awards),
        "cost": f"{solution.cost:.2f}",
        "gap": f"{100 * solution.gap:.4f}",
        "seconds": f"{solution.seconds:.1f}",
    }
    if solution.status is Status.OPTIMAL:
        return (
            _(
                "Plan optimal : %(awards)s attributions, coût %(cost)s, écart prouvé %(gap)s %%, %(seconds)s s."
            )
            % said
        )
    return (
        _(
            "Meilleur plan trouvé : %(awards)s attributions, coût %(cost)s, écart prouvé %(gap)s %%, %(seconds)s s."
        )
        % said
    )
