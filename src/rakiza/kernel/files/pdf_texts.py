"""The text of a PDF page by page, read in a process whose memory and time are bounded."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from rakiza.kernel.files.differences import Unreadable, Why

_SCRIPT = Path(__file__).with_name("pdf_text_apart.py")
_SECONDS = 30
# The exit codes of the script; another one means that the system ended it, for its time or its memory.
_WHY: Mapping[int, Why] = {3: Why.PROTECTED, 4: Why.DAMAGED, 5: Why.LONG}


def pdf_texts(path: Path) -> tuple[str, ...]:
    """Return the text of each page; Unreadable where the file is protected, broken, too long, or has no text."""
    try:
        with path.open("rb") as file:
            done = subprocess.run(
                [sys.executable, "-I", str(_SCRIPT)],
                stdin=file,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
    except subprocess.TimeoutExpired:
        raise Unreadable(Why.LONG) from None
    if done.returncode != 0:
        raise Unreadable(_WHY.get(done.returncode, Why.LONG))
    texts = tuple(str(text) for text in json.loads(done.stdout))
    if not any(text.strip() for text in texts):
        raise Unreadable(Why.SCANNED)
    return texts
