"""The plan that a run made, kept whole so that its documents never depend on today's families.

One compressed file, one line of JSON a part, so that neither writing nor reading holds a second copy
of a large plan.
"""

from __future__ import annotations

import gzip
import json
import tempfile
import typing
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from rakiza.engine.planning.plan import Plan as EnginePlan
from rakiza.engine.planning.values import PlanInputs
from rakiza.kernel.codec import dump, load
from rakiza.kernel.files.actions import path_of, store_path
from rakiza.kernel.files.models import StoredFile
from rakiza.kernel.identity.models import User
from rakiza.kernel.organisations.permissions import Refused
from rakiza.pillars.purchasing.plans.enums import PlanFileKind
from rakiza.pillars.purchasing.plans.models import PlanFile, PlanRun

_INPUTS = "inputs"
_LEVEL = 6


def keep_plan(run: PlanRun, plan: EnginePlan, user: User | None) -> StoredFile:
    """Keep what a run made, its inputs with it, exactly."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.jsonl.gz"
        with path.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as file:
            for line in _lines(plan):
                file.write(line.encode())
        return store_path(
            path, name=f"run-{run.pk}.jsonl.gz", organisation=run.plan.association, uploaded_by=user
        )


def kept_plan(run: PlanRun) -> EnginePlan:
    """Return the plan that a run made, equal to what was kept."""
    kept = PlanFile.objects.filter(run=run, kind=PlanFileKind.MADE).select_related("file").first()
    if kept is None:
        raise Refused(
            "plans.not_kept", _("Le résultat de ce calcul n'a pas été conservé ; recalculez le plan.")
        )
    parts: dict[type, dict[str, Any]] = {EnginePlan: {}, PlanInputs: {}}
    many: dict[tuple[type, str], list[Any]] = defaultdict(list)
    kinds = {kind: typing.get_type_hints(kind) for kind in parts}
    with gzip.open(path_of(kept.file), "rt", encoding="utf-8") as file:
        for line in file:
            of_inputs, name, stored = json.loads(line)
            owner: type = PlanInputs if of_inputs else EnginePlan
            item = _item(kinds[owner][name])
            if item is None:
                parts[owner][name] = load(kinds[owner][name], stored)
            else:
                many[owner, name].append(load(item, stored))
    for kind, hints in kinds.items():
        for name, hint in hints.items():
            if _item(hint) is not None:
                parts[kind][name] = tuple(many.pop((kind, name), ()))
    return EnginePlan(inputs=PlanInputs(**parts[PlanInputs]), **parts[EnginePlan])


def _lines(plan: EnginePlan) -> Iterator[str]:
    for owner in (plan.inputs, plan):
        hints = typing.get_type_hints(type(owner))
        for field in fields(owner):
            if owner is plan and field.name == _INPUTS:
                continue
            content = getattr(owner, field.name)
            for item in content if _item(hints[field.name]) is not None else (content,):
                part = [owner is plan.inputs, field.name, dump(item)]
                yield json.dumps(part, ensure_ascii=False, separators=(",", ":")) + "\n"


def _item(hint: object) -> Any:  # noqa: ANN401 - a type, to be handed to the codec
    """Return what a list holds; None for a field that isn't a list."""
    parts = typing.get_args(hint)
    return parts[0] if typing.get_origin(hint) is tuple and parts[-1] is Ellipsis else None
