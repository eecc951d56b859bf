"""Makers by the words that a file calls them by; a word that two share names neither."""

from __future__ import annotations

from collections import defaultdict

from rakiza.kernel.imports.text import fold
from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.organisations.queries import groups_of, in_groups


class NamedMakers:
    """The cluster's makers by name or ICE, and which of them the reader has a part in; read once a file."""

    def __init__(self, actor: Actor) -> None:
        self._groups = groups_of(actor.user)
        self._makers: dict[str, set[Organisation]] = defaultdict(set)
        for maker in Organisation.objects.active().suppliers():
            for word in filter(None, (maker.name, maker.name_ar, maker.ice)):
                self._makers[fold(word)].add(maker)

    def tied(self, maker: Organisation) -> bool:
        """Say whether the person acts for the maker's group."""
        return in_groups(maker, self._groups)

    def maker(self, text: str) -> Organisation | None:
        """Return the one maker of that name or ICE."""
        found = self._makers.get(fold(text), set())
        return next(iter(found)) if len(found) == 1 else None
