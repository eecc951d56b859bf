"""Fail where a file of the project names a package registry's host: locks must work with any mirror."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HOSTS = re.compile(
    r"py" r"pi\.org|python" r"hosted|npm" r"js\.|deb\.deb" r"ian\.org|crates\." r"io|--index" r"-url\s+http"
)


def main() -> int:
    """Print each line that names a host; 1 where there is one."""
    listed = subprocess.run(["git", "ls-files"], check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    found = 0
    for name in filter(None, listed):
        path = Path(name)
        if not path.is_file() or path.suffix in {".woff2", ".ttf", ".png", ".xlsx"}:
            continue
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1):
            if HOSTS.search(line):
                found += 1
                print(f"{name}:{number}: names a package registry's host")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
