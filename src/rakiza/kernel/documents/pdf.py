"""PDF from a Typst template and a value: no system font, no network, the same bytes each time."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

import typst

# A PDF carries a creation date; without one given, it is the epoch of ZIP archives, as in workbooks.
NO_DATE = date(1980, 1, 1)


def write_pdf(
    path: Path,
    template: Traversable,
    content: object,
    *,
    assets: Mapping[str, str | bytes] | None = None,
    created: date | None = None,
) -> None:
    """Compile `template` to `path`; it reads `content.json` and the `assets` beside it."""
    with tempfile.TemporaryDirectory() as folder, as_file(files(__package__) / "fonts") as fonts:
        root = Path(folder)
        (root / "main.typ").write_text(template.read_text(encoding="utf-8"), encoding="utf-8")
        (root / "content.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        for name, asset in (assets or {}).items():
            (root / name).write_bytes(asset.encode() if isinstance(asset, str) else asset)
        moment = datetime.combine(created or NO_DATE, datetime.min.time(), tzinfo=UTC)
        typst.compile(
            root / "main.typ",
            output=path,
            root=root,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="pdf",
            timestamp=moment,
        )
