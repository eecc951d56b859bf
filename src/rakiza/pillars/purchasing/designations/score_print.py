"""A score for people, as short tables, and for programs, as JSON."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from rakiza.engine.reading.evaluate import Calibration, Confusion, Score, Tally
from rakiza.kernel.wording.formats import number

SHOWN_CONFUSIONS = 15


def print_score(console: Console, found: Score) -> None:
    """Print the score: every share beside the lines it is of."""
    _print_whole(console, found)
    _print_levels(console, found)
    _print_attributes(console, found)
    _print_calibration(console, found.calibration)
    _print_confusions(console, _("Natures confondues"), found.kind_confusions)
    _print_confusions(console, _("Codes confondus, au niveau 3"), found.code_confusions)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for position, column in enumerate(columns):
        table.add_column(column, justify="right" if position else "left", no_wrap=True)
    return table


def _print(console: Console, title: str, table: Table) -> None:
    console.print(f"\n[bold]{escape(title)}[/bold]", soft_wrap=True)
    console.print(table)


def _share(part: float, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "—"


def _print_whole(console: Console, found: Score) -> None:
    table = _table(_("Mesure"), _("Score"), _("Lignes"))
    pack = found.packaging
    rows = (
        (_("Nature"), _share(found.kinds_right, found.lines), found.lines),
        (_("Sans code, lues sans code"), _share(found.uncoded_right, found.uncoded), found.uncoded),
        (_("Caractéristiques, F1"), f"{found.attributes.f1:.3f}", found.lines),
        (_("Conditionnement, F1"), f"{pack.f1:.3f}", found.lines),
        (_("Conditionnement, lignes justes"), _share(found.packaging_right, found.lines), found.lines),
        (_("Codes plus profonds que le texte"), str(found.too_deep), found.lines - found.uncoded),
    )
    for name, shown, lines in rows:
        table.add_row(name, shown, number(lines))
    console.print(table)


def _print_levels(console: Console, found: Score) -> None:
    table = _table(_("Niveau"), _("strict"), _("tolérant"), _("Lignes"))
    for each in found.levels:
        strict, lenient = (_share(right, each.lines) for right in (each.strict, each.lenient))
        table.add_row(str(each.level), strict, lenient, number(each.lines))
    _print(console, _("Code EMDN"), table)


def _print_attributes(console: Console, found: Score) -> None:
    table = _table(
        _("Nom"),
        _("Précision"),
        _("Rappel"),
        "F1",
        _("justes"),
        _("en trop"),
        _("manquées"),
    )
    for name, tally in (("*", found.attributes), *found.by_attribute):
        shares = (f"{share:.3f}" for share in (tally.precision, tally.recall, tally.f1))
        table.add_row(name, *shares, *(number(count) for count in (tally.right, tally.extra, tally.missed)))
    _print(console, _("Caractéristiques"), table)


def _print_calibration(console: Console, found: Calibration) -> None:
    table = _table(_("annoncée"), _("Lignes"), _("moyenne"), _("juste"))
    for each in found.bins:
        table.add_row(
            f"{each.low:.1f}–{each.high:.1f}", number(each.lines), f"{each.said:.3f}", f"{each.right:.3f}"
        )
    _print(console, _("Confiance"), table)
    text = _(
        "Écart de calibration attendu : %(error)s. À partir de %(threshold)s : %(share)s des lignes, %(right)s justes."
    )
    above = {
        "error": f"{found.error:.3f}",
        "threshold": f"{found.threshold:g}",
        "share": _share(found.above, found.lines),
        "right": _share(found.above_right, found.above),
    }
    console.print(text % above, soft_wrap=True)


def _print_confusions(console: Console, title: str, confusions: tuple[Confusion, ...]) -> None:
    if not confusions:
        return
    table = _table(_("attendu"), _("lu"), _("Lignes"))
    for each in confusions[:SHOWN_CONFUSIONS]:
        table.add_row(each.expected, each.read or "—", number(each.lines))
    _print(console, title, table)


def score_json(found: Score) -> dict[str, Any]:
    """Return the score as JSON-ready values; shares are in [0, 1], null where there is no line."""
    return {
        "lines": found.lines,
        "kind": _part(found.kinds_right, found.lines),
        "emdn": [
            {
                "level": each.level,
                "lines": each.lines,
                "strict": _ratio(each.strict, each.lines),
                "lenient": _ratio(each.lenient, each.lines),
            }
            for each in found.levels
        ],
        "uncoded": _part(found.uncoded_right, found.uncoded),
        "too_deep": found.too_deep,
        "attributes": {
            **_tally(found.attributes),
            "by_name": {name: _tally(tally) for name, tally in found.by_attribute},
        },
        "packaging": {**_tally(found.packaging), "lines": _part(found.packaging_right, found.lines)},
        "calibration": _calibration(found.calibration),
        "confusions": {
            "kind": [_confusion(each) for each in found.kind_confusions],
            "emdn_level_3": [_confusion(each) for each in found.code_confusions],
        },
    }


def _ratio(part: float, whole: int) -> float | None:
    return round(part / whole, 6) if whole else None


def _part(right: int, lines: int) -> dict[str, Any]:
    return {"lines": lines, "right": right, "accuracy": _ratio(right, lines)}


def _tally(tally: Tally) -> dict[str, Any]:
    shares = {"precision": tally.precision, "recall": tally.recall, "f1": tally.f1}
    counts = {"right": tally.right, "extra": tally.extra, "missed": tally.missed}
    return {**{name: round(share, 6) for name, share in shares.items()}, **counts}


def _confusion(each: Confusion) -> dict[str, Any]:
    return {"expected": each.expected, "read": each.read, "lines": each.lines}


def _calibration(found: Calibration) -> dict[str, Any]:
    bins = [
        {
            "from": each.low,
            "to": each.high,
            "lines": each.lines,
            "said": round(each.said, 6),
            "right": round(each.right, 6),
        }
        for each in found.bins
    ]
    above = {
        "confidence": found.threshold,
        "share": _ratio(found.above, found.lines),
        **_part(found.above_right, found.above),
    }
    return {
        "expected_calibration_error": round(found.error, 6),
        "right": _part(found.right, found.lines),
        "from_threshold": above,
        "bins": bins,
    }
