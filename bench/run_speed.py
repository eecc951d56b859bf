"""Time and memory of a year through the application: `python bench/run_speed.py [LINES] [DEVICES]`.

Eight buyers hand over their spreadsheets, each is read and confirmed, the plan is run, its
documents written, everything saved. Promise: 50,000 lines in under 2 GB. SQLite in a folder of its
own, or DATABASE_URL on an empty database.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from filled_site import Clock, fill, sizes, start


def main() -> None:
    """Fill once and print."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("lines", type=int, nargs="?", default=50_000)
    arguments.add_argument("devices", type=int, nargs="?", default=600)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start(Path(folder))
        clock = Clock()
        fill(asked.lines, asked.devices, clock)
        print(sizes())
        clock.print()


if __name__ == "__main__":
    main()
