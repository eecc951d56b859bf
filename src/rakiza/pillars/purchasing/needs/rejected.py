"""The rows that the confirmed imports of a year left out, gathered for those who hold the plan."""

from __future__ import annotations

from collections.abc import Collection

from rakiza.kernel.imports.refusals import FileRefused
from rakiza.pillars.purchasing.needs.enums import ImportState
from rakiza.pillars.purchasing.needs.jobs import parse
from rakiza.pillars.purchasing.needs.models import NeedImport
from rakiza.pillars.purchasing.spreadsheets.needs import NeedsFile


def files_with_rejected(year: int, sha256s: Collection[str]) -> tuple[NeedsFile, ...]:
    """Return the year's confirmed files, of those contents, that have rows left out.

    They are read again from the stored files; one that is no longer readable is passed over.
    """
    imports = (
        NeedImport.objects.filter(
            year=year, state=ImportState.CONFIRMED, rejected_count__gt=0, file__sha256__in=sha256s
        )
        .select_related("file", "organisation")
        .order_by("organisation__name", "pk")
    )
    found = []
    for need_import in imports:
        try:
            content = parse(need_import)
        except FileRefused:
            continue
        if content.rejected:
            found.append(content)
    return tuple(found)
