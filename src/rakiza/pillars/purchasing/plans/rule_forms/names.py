"""What a plan's rules may name: lots of its run, families, makers, members and regions of its year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Protocol

from rakiza.engine.planning.values import Rules
from rakiza.kernel.imports.text import fold
from rakiza.kernel.organisations.enums import Region
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.wording.sorting import name_key
from rakiza.pillars.industry.models import Offer
from rakiza.pillars.purchasing.added_rules.wording import RuleNames
from rakiza.pillars.purchasing.needs.knowledge import families, family_label
from rakiza.pillars.purchasing.needs.models import NeedLine
from rakiza.pillars.purchasing.plans.lot_queries import title_in
from rakiza.pillars.purchasing.plans.models import Lot, Plan

ALL_SHOWN = 11  # so few are all offered, more are sought
MOST_FOUND = 25


class Directory(Protocol):
    """Things that a rule may name, by identifier."""

    def named(self, keys: Collection[str]) -> Mapping[str, str]:
        """Return what those of `keys` that exist are called."""

    def matching(self, text: str) -> Mapping[str, str]:
        """Return those whose name holds each word of `text`; without any word all of them, where few."""


class FewNames:
    """A directory of names held in memory, in the order of their names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = dict(sorted(names.items(), key=lambda one: (name_key(one[1]), one[0])))

    @property
    def every(self) -> Mapping[str, str]:
        """Return all of them."""
        return self._names

    def named(self, keys: Collection[str]) -> Mapping[str, str]:
        """Return what those of `keys` that exist are called."""
        return {key: self._names[key] for key in keys if key in self._names}

    def matching(self, text: str) -> Mapping[str, str]:
        """Return those whose name holds each word; without any word all of them, where few."""
        words = fold(text).split()
        if not words:
            return self._names if len(self._names) <= ALL_SHOWN else {}
        found = ((key, name) for key, name in self._names.items() if _holds(name, words))
        return dict(one for one, _rank in zip(found, range(MOST_FOUND), strict=False))


def _holds(name: str, words: Iterable[str]) -> bool:
    folded = fold(name)
    return all(word in folded for word in words)


class _Lots:
    """The lots of a run; they may be many, so that none is read that isn't asked for."""

    def __init__(self, run_id: int | None, language: str) -> None:
        self._rows = Lot.objects.of_run(run_id or 0).defer("risks", "makers_text")
        self._language = language
        self._asked: dict[str, str | None] = {}

    def named(self, keys: Collection[str]) -> Mapping[str, str]:
        """Return what those of `keys` that exist are called; each is asked for once."""
        new = [key for key in keys if key not in self._asked]
        if new:
            self._asked |= {**dict.fromkeys(new), **self._titles(self._rows.filter(code__in=new))}
        return {key: title for key in keys if (title := self._asked[key]) is not None}

    def matching(self, text: str) -> Mapping[str, str]:
        """Return those whose text holds each word; without any word all of them, where few."""
        words = fold(text).split()
        if not words:
            return self._few
        rows = self._rows
        for word in words:
            rows = rows.filter(search_text__contains=word)
        return self._titles(rows.order_by("title", "pk")[:MOST_FOUND])

    @cached_property
    def _few(self) -> Mapping[str, str]:
        first = self._titles(self._rows.order_by("title", "pk")[: ALL_SHOWN + 1])
        return first if len(first) <= ALL_SHOWN else {}

    def _titles(self, lots: Iterable[Lot]) -> dict[str, str]:
        spoken = self._language
        return {lot.code: title_in(lot, family_label(lot.family, spoken), spoken) for lot in lots}


class RuleDirectories:
    """Every directory of a plan, each read when first asked for. `year` serves a plan still to be opened."""

    def __init__(self, year: int, run_id: int | None, language: str) -> None:
        self._year, self._run_id, self._language = year, run_id, language

    @classmethod
    def of(cls, plan: Plan, language: str) -> RuleDirectories:
        """Return the directories of a plan and its current run."""
        return cls(plan.year, plan.current_run_id, language)

    def directory(self, field: str) -> Directory:
        """Return the directory that a field of a rule chooses from."""
        found: Directory = getattr(self, field)
        return found

    @cached_property
    def lots(self) -> Directory:
        """Lots of the plan's current run, by code."""
        return _Lots(self._run_id, self._language)

    @cached_property
    def families(self) -> Directory:
        """Every family that is authored."""
        return FewNames({key: one.labels.in_language(self._language) for key, one in families().items()})

    @cached_property
    def makers(self) -> Directory:
        """Makers with a standing offer for the year, by the number that the engine knows them by."""
        standing = Offer.objects.standing_for(self._year).values("device__maker_id")
        found = Organisation.objects.filter(pk__in=standing)
        return FewNames({str(one.pk): one.name_in(self._language) for one in found})

    @cached_property
    def members(self) -> FewNames:
        """Members with confirmed needs for the year, by the name that the engine knows them by."""
        confirmed = NeedLine.objects.confirmed_for(self._year).values("organisation_id")
        found = Organisation.objects.filter(pk__in=confirmed)
        return FewNames({one.name: one.name_in(self._language) for one in found})

    @cached_property
    def regions(self) -> Directory:
        """Regions that the year's needs state, as the engine writes them."""
        stated = (
            NeedLine.objects.confirmed_for(self._year).exclude(region="").values_list("region", flat=True)
        )
        known = {code.casefold(): str(label) for code, label in Region.choices}
        written = {region.strip().casefold(): region.strip() for region in stated.distinct()}
        return FewNames({key: known.get(key, shown) for key, shown in written.items()})


def rule_names(directories: RuleDirectories, *every: Rules) -> RuleNames:
    """Return what the added rules of `every` name is called; asks of nothing that none of them names."""
    rules = [rule for one in every for rule in one.added]

    def named(field: str, keys: Iterable[str]) -> Mapping[str, str]:
        wanted = sorted(set(keys))
        return directories.directory(field).named(wanted) if wanted else {}

    return RuleNames(
        **{
            field: named(field, (key for rule in rules for key in getattr(rule, field)))
            for field in ("lots", "families", "makers", "regions")
        },
        members=named("members", (rule.member for rule in rules if rule.member)),
    )
