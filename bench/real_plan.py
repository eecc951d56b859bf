"""A whole plan from real designations: `python bench/real_plan.py [GOLD.csv] [-o FOLDER]`.

Takes the device and IVD lines of a labelled file, lays them out as three members' spreadsheets would (their own
headers and order, titles above, packaging in the text), and runs `rakiza plan` on them against the demonstration
catalogue. Quantities are not in the file: they are drawn from the line's number and stand for nothing. Prints what
the plan covered, why the rest isn't, the time and the peak memory. Skips politely where the file is absent.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

DEFAULT = Path(__file__).parent.parent.parent / "shared" / "data" / "needs" / "gold_dev.csv"
LASTING = ("J", "L", "P", "V08", "Z11", "Z12")
RAKIZA = [sys.executable, "-m", "rakiza.cli"]


@dataclass(frozen=True)
class Layout:
    """How one member writes its list."""

    member: str
    title: str
    header: tuple[str, str, str, str]


LAYOUTS = (
    Layout("clinique-nord", "LISTE DES BESOINS 2027", ("N°", "DESIGNATION", "QTE ANNUELLE", "COND.")),
    Layout(
        "groupe-centre", "Consommables et réactifs", ("Réf", "Libellé de l'article", "Besoin annuel", "Unité")
    ),
    Layout("hopital-sud", "Supplies required", ("Code", "Item description", "Annual quantity", "Unit")),
)


def lines_of(gold: Path) -> list[dict[str, str]]:
    """Return the labelled device and IVD lines."""
    with gold.open(encoding="utf-8-sig", newline="") as handle:
        return [line for line in csv.DictReader(handle) if line["kind"] in {"device", "ivd"}]


def write_members(lines: list[dict[str, str]], folder: Path) -> list[Path]:
    """Write one spreadsheet a member; every third line each."""
    paths = []
    for number, layout in enumerate(LAYOUTS):
        path = folder / f"{layout.member}.xlsx"
        book = xlsxwriter.Workbook(path)
        sheet = book.add_worksheet("Feuil1")
        sheet.write_string(0, 0, layout.title)
        sheet.write_row(3, 0, layout.header)
        for row, line in enumerate(lines[number::3]):
            quantity = invented_quantity(line["emdn"], row * 37 + number * 11)
            sheet.write_row(4 + row, 0, [line["line_id"], line["text"], quantity, "unité"])
        book.close()
        paths.append(path)
    return paths


def invented_quantity(emdn: str, seed: int) -> int:
    """Return a quantity of the right order: a few devices that last, thousands of consumables."""
    return 1 + seed % 20 if emdn.startswith(LASTING) else 500 + seed * 97 % 7500


def report(plan: dict[str, object], seconds: float) -> None:
    """Print what the plan made of the lines."""
    figures = plan["figures"]
    kinds = Counter(entry["kind"] for entry in plan["uncovered"])  # type: ignore[union-attr, index]
    excluded = [entry for entry in plan["needs"] if entry["excluded"]]  # type: ignore[union-attr, index]
    print(json.dumps(figures, indent=2))
    print("uncovered by cause:", dict(kinds))
    print(f"excluded: {len(excluded)}")
    for entry in excluded:
        print("  ", entry["reading"]["text"], "|", entry["excluded"]["text"])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{seconds:.1f} s, {peak:.0f} MB at the peak")


def main() -> int:
    """Run the plan on the file and print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, default=DEFAULT)
    parser.add_argument("-o", "--output", type=Path)
    asked = parser.parse_args()
    if not asked.gold.exists():
        print(f"{asked.gold} is absent: skipped.")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = asked.output or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        members = write_members(lines_of(asked.gold), folder)
        subprocess.run(
            [*RAKIZA, "demo-files", "-o", str(folder / "catalogue")], check=True, stdout=subprocess.DEVNULL
        )
        started = time.monotonic()
        command = [*RAKIZA, "plan", *map(str, members), "--offers", str(folder / "catalogue" / "offres.xlsx")]
        code = subprocess.run(
            [*command, "--year", "2027", "-o", str(folder / "plan")], check=False
        ).returncode
        seconds = time.monotonic() - started
        print(f"exit code {code}")
        report(json.loads((folder / "plan" / "plan.json").read_text("utf-8")), seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
