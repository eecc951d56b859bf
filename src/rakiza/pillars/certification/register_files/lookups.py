"""What a register's rows are held against: makers, their sites, families, numbers in use; read once a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rakiza.kernel.imports.text import fold
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation, Site
from rakiza.kernel.organisations.named_makers import NamedMakers
from rakiza.pillars.certification.models import Certificate, CertificateProposal
from rakiza.pillars.certification.products import by_word, named_in
from rakiza.pillars.industry.models import Device
from rakiza.reference.families import load


class Lookups(NamedMakers):
    """Makers by name or ICE, their sites by name, families by name or key."""

    def __init__(self, actor: Actor) -> None:
        """Read the makers of the cluster, and the numbers that the officer's body has given."""
        super().__init__(actor)
        self._sites: dict[int, dict[str, Site]] = defaultdict(dict)
        suppliers = Organisation.objects.active().suppliers()
        for site in Site.objects.filter(organisation__in=suppliers):
            self._sites[site.organisation_id][fold(site.name)] = site
            self._sites[site.organisation_id].setdefault(fold(str(site)), site)
        self._families = _families()
        self._devices: dict[int, Mapping[str, Device]] = {}
        self.taken: set[str] = {
            number
            for table in (Certificate, CertificateProposal)
            for number in table._default_manager.filter(body=actor.organisation).values_list(
                "number", flat=True
            )
        }

    def site(self, maker: Organisation, text: str) -> Site | None:
        """Return the maker's site of that name."""
        return self._sites[maker.pk].get(fold(text))

    def devices(self, maker: Organisation, text: str) -> tuple[tuple[Device, ...], str]:
        """Return the maker's devices that a cell names, and the first word that names none."""
        if not text:
            return (), ""
        if maker.pk not in self._devices:
            self._devices[maker.pk] = by_word(maker)
        return named_in(text, self._devices[maker.pk])

    def families(self, text: str) -> tuple[tuple[str, ...], str]:
        """Return the families that a cell names, apart by semicolons or lines, and the first that isn't one.

        Commas part them too where what stands between semicolons is no family: an export writes them so.
        """
        keys = set()
        for part in filter(None, map(str.strip, text.replace("\n", ";").replace("؛", ";").split(";"))):
            words = [part] if fold(part) in self._families else part.replace("،", ",").split(",")
            for word in filter(None, map(str.strip, words)):
                key = self._families.get(fold(word))
                if key is None:
                    return (), word
                keys.add(key)
        return tuple(sorted(keys)), ""


def _families() -> dict[str, str]:
    """Return the key of each family by its key and by its name in each language; a shared name names none."""
    found: dict[str, set[str]] = defaultdict(set)
    for family in load():
        for word in (family.id, family.labels.fr, family.labels.ar, family.labels.en):
            found[fold(word)].add(family.id)
    return {word: next(iter(keys)) for word, keys in found.items() if len(keys) == 1}
