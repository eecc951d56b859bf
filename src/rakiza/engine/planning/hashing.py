"""The canonical form of a plan's inputs, and its hash: independent of the order of lines."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from rakiza.engine.canonical import canonical
from rakiza.engine.planning.values import PlanInputs

FORMAT = "rakiza-plan-inputs-1"


def canonical_inputs(inputs: PlanInputs) -> PlanInputs:
    """Return the same inputs with every collection in a canonical order."""
    return replace(
        inputs,
        needs=tuple(sorted(inputs.needs, key=lambda need: need.id)),
        makers=tuple(sorted(inputs.makers, key=lambda maker: maker.id)),
        devices=tuple(sorted(inputs.devices, key=lambda device: device.id)),
        offers=tuple(sorted(inputs.offers, key=lambda offer: offer.id)),
        titles=tuple(sorted(inputs.titles, key=canonical)),
        imports=tuple(sorted(inputs.imports, key=canonical)),
        incumbents=tuple(sorted(inputs.incumbents, key=canonical)),
        files=tuple(sorted(inputs.files)),
    )


def inputs_hash(inputs: PlanInputs) -> str:
    """Return the SHA-256 of the inputs, in hexadecimal; lines may come in any order."""
    digest = hashlib.sha256(FORMAT.encode())
    parts = (
        inputs.needs,
        inputs.makers,
        inputs.devices,
        inputs.offers,
        inputs.titles,
        inputs.imports,
        inputs.incumbents,
    )
    for part in parts:
        digest.update(b"\x1d")
        for line in sorted(canonical(value) for value in part):
            digest.update(line.encode())
            digest.update(b"\x1e")
    digest.update(canonical((inputs.year, inputs.rules, tuple(sorted(inputs.files)))).encode())
    return digest.hexdigest()
