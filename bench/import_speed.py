"""10,000 rows of needs read and validated; promise: under 3 s on 2 cores.

Run: python bench/import_speed.py [rows]
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import xlsxwriter

from rakiza.pillars.purchasing.spreadsheets import read_needs

PROMISE_SECONDS = 3.0
ARTICLES = ("Seringue", "Compresse stérile", "Sonde", "Gants d'examen", "Masque", "Drap", "Cathéter", "Bande")
UNITS = ("boîte", "pièce", "Bte", "paquet", "B/100", "carton")


def write_file(path: Path, rows: int) -> None:
    """Write a list as a buyer has it: a title, numbers in text, packagings, a few faults."""
    draw = random.Random(7)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Liste")
    sheet.write_row(0, 0, ["Liste des besoins"])
    sheet.write_row(
        3, 0, ["N°", "Désignation de l'article", "Qté", "Unité", "Conditionnement", "PU TTC", "Région", "Obs"]
    )
    for number in range(rows):
        quantity = draw.choice(
            (draw.randrange(1, 5_000), "1 200,50", "12 boîtes", -3 if number % 500 == 0 else 7)
        )
        unit = None if quantity == "12 boîtes" else draw.choice(UNITS)
        article = f"{draw.choice(ARTICLES)} {draw.randrange(1, 40)} modèle {number}"
        sheet.write_row(
            number + 4,
            0,
            [
                number + 1,
                article,
                quantity,
                unit,
                "boîte de 50",
                draw.randrange(1, 900) / 10,
                "Casablanca",
                "",
            ],
        )
    book.close()


def main() -> None:
    """Write the file, read it, print the figure; exit 1 where the promise isn't kept."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "needs.xlsx"
        write_file(path, rows)
        started = time.perf_counter()
        found = read_needs(path, year=2027)
        seconds = time.perf_counter() - started
    assert len(found.needs) + len(found.rejected) == rows
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{rows} rows: {seconds:.2f} s ({rows / seconds:,.0f} rows/s), {len(found.rejected)} rejected, peak {memory:.0f} MB"
    )
    if rows <= 10_000 and seconds > PROMISE_SECONDS:
        sys.exit(f"slower than promised ({PROMISE_SECONDS} s)")


if __name__ == "__main__":
    main()
