"""The files that the commands write."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """Files that a command writes."""

    CSV = "csv"
    JSONL = "jsonl"
    XLSX = "xlsx"
