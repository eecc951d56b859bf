"""Decodes an old binary workbook in a process of its own: stdin is the file, stdout its sheets, pickled.

The decoder can abort the whole process on a damaged file of this format (a length field read as
hundreds of gigabytes). Run as a script, isolated, it imports nothing of the house.
"""

from __future__ import annotations

import io
import pickle
import resource
import sys

import python_calamine

MEMORY_BYTES = 2_000_000_000
PROTECTED, DAMAGED = 3, 4


def main() -> int:
    """Write (name, margin, rows, merged) of each sheet; the exit code says why where it can't."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
        sheets = []
        for metadata in workbook.sheets_metadata:
            if metadata.typ is python_calamine.SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(metadata.name)
                rows = [] if sheet.start is None else list(sheet.iter_rows())
                margin = sheet.start[1] if sheet.start else 0
                sheets.append((metadata.name, margin, rows, sheet.merged_cell_ranges or []))
    except python_calamine.PasswordError:
        return PROTECTED
    except BaseException:
        return DAMAGED
    pickle.dump(sheets, sys.stdout.buffer, protocol=5)
    return 0


if __name__ == "__main__":
    sys.exit(main())
