"""A compiled catalogue: the devices of each family as columns of distinct values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from rakiza.engine.families import Family
from rakiza.engine.matching.derived import completed
from rakiza.engine.matching.judge import by_name
from rakiza.engine.matching.tables import Cells, Table
from rakiza.engine.matching.universal import schema_of
from rakiza.engine.matching.values import DeviceDescription, Typed, Values, typed


class FamilyIndex:
    """The devices of one family, those that state the same grouped together."""

    def __init__(
        self, family: Family, devices: Sequence[tuple[int, DeviceDescription]], cells: Cells
    ) -> None:
        """Index (position in the catalogue, device) pairs, sorted by identifier.

        `cells` keeps what was judged once: families share attributes, and what they compare.
        """
        self.family = family
        self._cells = cells
        self.schema = schema_of(family)
        names = list(self.schema)
        self._codes: dict[str, dict[Typed, int]] = {name: {} for name in names}
        self._offered: dict[str, list[Values]] = {name: [] for name in names}
        rows: dict[tuple[int, ...], int] = {}
        self.groups: list[list[int]] = []
        for position, device in devices:
            offered = completed(by_name(device.attributes), family)
            row = tuple([self._code(name, tuple(offered.get(name, ()))) for name in names])
            group = rows.setdefault(row, len(self.groups))
            if group == len(self.groups):
                self.groups.append([])
            self.groups[group].append(position)
        self._columns = dict(zip(names, np.array(list(rows), dtype=np.int32).T, strict=True))

    def _code(self, name: str, values: Values) -> int:
        key = typed(values)
        code = self._codes[name].get(key)
        if code is None:
            code = self._codes[name][key] = len(self._offered[name])
            self._offered[name].append(values)
        return code

    def judged(self, name: str, required: Sequence[Values]) -> Table:
        """Return, for each requirement on one attribute and each group, what it adds up to."""
        found: Table = self._cells.table(self.schema[name], required, self._offered[name])[
            :, self._columns[name]
        ]
        return found

    def first_of_groups(self, k: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the positions that can come among the first `k`, ascending, and the group of each."""
        kept = sorted((position, group) for group, own in enumerate(self.groups) for position in own[:k])
        positions = np.array([position for position, _ in kept], dtype=np.int32)
        return positions, np.array([group for _, group in kept], dtype=np.int32)


class Catalogue:
    """Devices compiled for matching; build it once, match as many needs as wanted."""

    def __init__(self, devices: Iterable[DeviceDescription], families: Mapping[str, Family]) -> None:
        """Compile devices of distinct identifiers; those of families that aren't known are never matched."""
        self.devices = tuple(sorted(devices, key=lambda device: device.device))
        self.families = families
        by_family: dict[str, list[tuple[int, DeviceDescription]]] = defaultdict(list)
        for position, device in enumerate(self.devices):
            if device.family in families:
                by_family[device.family].append((position, device))
        cells = Cells()
        self.indexes = {
            name: FamilyIndex(families[name], own, cells) for name, own in sorted(by_family.items())
        }

    def __len__(self) -> int:
        """Return the number of devices."""
        return len(self.devices)
