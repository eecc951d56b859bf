"""Parties by the names that a reader knows them by: lists to choose from, chips, words sought in lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from rakiza.kernel.organisations.models import Organisation
from rakiza.kernel.wording.sorting import name_key


def parties_called(ids: Iterable[int] | QuerySet[Any, Any]) -> list[tuple[int, str]]:
    """Return number and name of parties, by that name in the reader's language; `ids`: numbers or a subquery."""
    called = [(one.pk, str(one)) for one in Organisation.objects.filter(pk__in=ids)]
    return sorted(called, key=lambda pair: (name_key(pair[1]), pair[0]))


def party_called(number: int) -> str:
    """Return a party's name in the reader's language; the number itself where there is none."""
    return str(Organisation.objects.filter(pk=number).first() or number)


def named_like(words: str, party: str) -> Q:
    """Match the name of `party` (the field that leads to it) in either script."""
    return Q(**{f"{party}__name__icontains": words}) | Q(**{f"{party}__name_ar__icontains": words})
