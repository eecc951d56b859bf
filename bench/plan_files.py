"""Time and memory of the whole command, files to documents: `python bench/plan_files.py [LINES] [--hard]`.

Writes three members' spreadsheets with designations generated from the knowledge base, takes the
demonstration's catalogue, and runs `rakiza plan`: reading, planning, workbook, print, plan.json.
Promises: 3,000 lines under 15 s; 50,000 lines under 2 min and 2 GB. `--hard` sets 70 % at most for
one maker and two sources for vital lots.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from plan_speed import designation
from rakiza.engine.families import KnowledgeBase
from rakiza.reference.families import load

RAKIZA = [sys.executable, "-m", "rakiza.cli"]
MEMBERS = ("clinique-nord", "groupe-centre", "hopital-sud")
RULES = "[rules]\nmaximum_share = 0.7\nminimum_sources_vital = 2\n"


def write_member(path: Path, dice: random.Random, knowledge: KnowledgeBase, lines: int) -> None:
    """Write one member's list."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet("Besoins")
    sheet.write_row(0, 0, ("Désignation", "Quantité annuelle", "Unité"))
    pool = [designation(dice, dice.choice(knowledge.families)) for _ in range(min(lines, 4_000))]
    for row in range(lines):
        sheet.write_row(row + 1, 0, (dice.choice(pool), dice.randint(1, 400) * 10, "unité"))
    book.close()


def main() -> int:
    """Write the files, run the command, print time and memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lines", type=int, nargs="?", default=3_000)
    parser.add_argument("--hard", action="store_true")
    asked = parser.parse_args()
    dice, knowledge = random.Random(0), load()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        paths = [folder / f"{member}.xlsx" for member in MEMBERS]
        for path in paths:
            write_member(path, dice, knowledge, asked.lines // len(paths))
        subprocess.run([*RAKIZA, "demo-files", "-o", str(folder / "demo")], check=True, capture_output=True)
        command = [*RAKIZA, "plan", *map(str, paths), "--offers", str(folder / "demo" / "offres.xlsx")]
        if asked.hard:
            (folder / "rules.toml").write_text(RULES, encoding="utf-8")
            command += ["--rules", str(folder / "rules.toml")]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.perf_counter()
        code = subprocess.run(
            [*command, "--year", "2027", "-o", str(folder / "plan")], check=False, capture_output=True
        ).returncode
        seconds = time.perf_counter() - started
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{asked.lines} lines: exit {code}, {seconds:.1f} s ({busy:.1f} s of processor),", end=" ")
    print(f"{after.ru_maxrss / 1024:.0f} MB at the peak")
    return 0


if __name__ == "__main__":
    sys.exit(main())
