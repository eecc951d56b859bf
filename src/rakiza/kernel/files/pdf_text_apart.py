"""Reads the text of a PDF in a process of its own: stdin is the file, stdout the texts of its pages, as JSON.

A PDF from outside can keep its reader busy for ever, or ask for any amount of memory. Run as a script, isolated,
it imports nothing of the house.
"""

from __future__ import annotations

import io
import json
import logging
import resource
import sys

from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

MEMORY_BYTES = 1_000_000_000
SECONDS = 20
MOST_PAGES = 400
PROTECTED, DAMAGED, LONG = 3, 4, 5


def main() -> int:
    """Write the text of each page, in order; the exit code says why where it can't."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(sys.stdin.buffer.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            return PROTECTED
        if len(reader.pages) > MOST_PAGES:
            return LONG
        texts = [page.extract_text() for page in reader.pages]
    except (FileNotDecryptedError, DependencyError):
        return PROTECTED
    except BaseException:
        return DAMAGED
    sys.stdout.buffer.write(json.dumps(texts).encode("utf-8", "surrogatepass"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
