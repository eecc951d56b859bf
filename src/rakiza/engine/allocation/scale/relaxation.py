"""Prices of the coupling rows from the linear relaxation, in parts where the whole is too large."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from rakiza.engine.allocation.highs import Stop, never
from rakiza.engine.allocation.scale.crew import Crew, Ground
from rakiza.engine.allocation.scale.programme import Floats
from rakiza.engine.allocation.scale.run import Effort, run

AT_ONCE = 250_000  # columns that one relaxation may have
SIMPLEX = 200_000  # columns beyond which an interior point is tried; at 134,000 it took six times as long


@dataclass(frozen=True, slots=True)
class Region:
    """Blocks joined by narrow rows, directly or not, relaxed together."""

    blocks: tuple[int, ...]
    seconds: float


def prices_of(crew: Crew, seconds: float, stop: Stop = never) -> tuple[float, Floats | None]:
    """Return a bound (minus infinity where the relaxation was taken in parts) and prices, None for want of time."""
    ground = crew.ground
    if ground.programme.columns <= AT_ONCE:
        return relaxed(ground, Region(tuple(range(ground.blocks.count)), seconds), stop)
    prices = np.zeros(len(ground.blocks.coupling))
    regions = [Region(blocks, seconds) for blocks in _regions(ground)]
    for region, (_, found) in zip(regions, crew.map(relaxed, regions), strict=True):
        if found is not None:
            places = np.unique(np.concatenate([ground.blocks.touching[block] for block in region.blocks]))
            narrow = ground.blocks.narrow[places] > 0
            prices[places[narrow]] = found[narrow]
    return float("-inf"), prices


def relaxed(ground: Ground, region: Region, stop: Stop = never) -> tuple[float, Floats | None]:
    """Relax a region; return its value and the prices of the coupling rows it touches."""
    programme, blocks = ground.programme, ground.blocks
    columns = blocks.cluster_columns(region.blocks)
    whole = len(region.blocks) == blocks.count
    places = np.unique(np.concatenate([blocks.touching[block] for block in region.blocks]))
    kept = places if whole else places[blocks.narrow[places] > 0]
    own = np.sort(np.concatenate([blocks.rows[block] for block in region.blocks]))
    part = programme.part(columns, np.concatenate([own, blocks.coupling[kept]]))
    effort = Effort(relaxed=True, seconds=region.seconds, interior=len(columns) > SIMPLEX)
    outcome = run(part, effort, stop=stop)
    if outcome.duals is None:
        return float("-inf"), None
    prices = np.zeros(len(places))
    prices[np.searchsorted(places, kept)] = outcome.duals[len(own) :]
    return (outcome.bound if whole and not effort.interior else float("-inf")), prices


def _regions(ground: Ground) -> list[tuple[int, ...]]:
    """Return blocks by connection through narrow rows."""
    blocks = ground.blocks
    root = list(range(blocks.count))
    first: dict[int, int] = {}
    for block in range(blocks.count):
        for place in blocks.touching[block]:
            if blocks.narrow[place]:
                _join(root, first.setdefault(int(place), block), block)
    grouped: dict[int, list[int]] = defaultdict(list)
    for block in range(blocks.count):
        if len(blocks.columns[block]):
            grouped[_root(root, block)].append(block)
    return [tuple(region) for region in grouped.values()]


def _root(root: list[int], block: int) -> int:
    while root[block] != block:
        root[block] = root[root[block]]
        block = root[block]
    return block


def _join(root: list[int], left: int, right: int) -> None:
    low, high = sorted((_root(root, left), _root(root, right)))
    root[high] = low
