"""How near a family is to what a plant masters: the share held, and what is missing, word by word."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from rakiza.engine.families import Family, Kind

# A process takes machines and people, a material is bought: the first weighs twice the second.
PROCESS_WEIGHT = 2
MATERIAL_WEIGHT = 1


@dataclass(frozen=True, slots=True)
class Mastery:
    """What a plant masters, in the families' vocabulary; `standards` are met or tested already."""

    processes: frozenset[str]
    materials: frozenset[str]
    standards: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reach:
    """One family against a mastery; each list keeps the order of the family's file."""

    family: str
    processes_held: tuple[str, ...]
    processes_missing: tuple[str, ...]
    materials_held: tuple[str, ...]
    materials_missing: tuple[str, ...]
    standards_held: tuple[str, ...]
    standards_missing: tuple[str, ...]
    tests_held: tuple[str, ...]
    tests_missing: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        """Weighted share of processes and materials that are mastered, 0 to 1, exact."""
        held = PROCESS_WEIGHT * len(self.processes_held) + MATERIAL_WEIGHT * len(self.materials_held)
        missing = PROCESS_WEIGHT * len(self.processes_missing) + MATERIAL_WEIGHT * len(self.materials_missing)
        return Fraction(held, held + missing) if held + missing else Fraction(0)


def reach_of(family: Family, mastery: Mastery) -> Reach:
    """Return what is mastered and what is missing of one family."""
    processes = _split(family.processes, mastery.processes)
    materials = _split(family.materials, mastery.materials)
    standards = _split(family.standards, mastery.standards)
    tests = _split(family.tests, mastery.standards)
    return Reach(family.id, *processes, *materials, *standards, *tests)


def within_reach(
    families: Iterable[Family], mastery: Mastery, made: Collection[str] = ()
) -> tuple[Reach, ...]:
    """Return the families of which at least one process is mastered, nearest first.

    Families in `made` are left out, and those that aren't devices. Equal shares: fewer processes
    missing, then fewer standards and tests, then by identifier.
    """
    known = frozenset(made)
    found = (
        reach_of(family, mastery)
        for family in families
        if family.kind in {Kind.DEVICE, Kind.IVD} and family.id not in known
    )
    return tuple(sorted((reach for reach in found if reach.processes_held), key=_rank))


def _rank(reach: Reach) -> tuple[Fraction, int, int, str]:
    proofs = len(reach.standards_missing) + len(reach.tests_missing)
    return -reach.share, len(reach.processes_missing), proofs, reach.family


def _split(wanted: Iterable[str], held: Collection[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that are held and those that aren't, each once."""
    words = tuple(dict.fromkeys(wanted))
    return tuple(w for w in words if w in held), tuple(w for w in words if w not in held)
