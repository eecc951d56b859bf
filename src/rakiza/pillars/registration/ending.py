"""Titles near their end: which another follows, and what was told of an end that no longer asks for anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from rakiza.kernel.notifications.actions import settle_all
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import (
    AnyTitle,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)

EXPIRES = "registration.expires"
# What a title says the same of as the one that it follows; a declaration of no site is of all of them.
SAME: dict[type[AnyTitle], Q] = {
    EstablishmentDeclaration: Q(maker=OuterRef("maker")) & (Q(site=OuterRef("site")) | Q(site__isnull=True)),
    RegistrationCertificate: Q(device=OuterRef("device")),
    SpecificAuthorisation: Q(device=OuterRef("device"), purpose=OuterRef("purpose")),
}


def followed(kind: type[AnyTitle]) -> Exists:
    """Hold where another title of the same subject lasts longer; one that was withdrawn follows none."""
    longer = Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to"))
    later: QuerySet[Any] = kind._default_manager.exclude(state=TitleState.WITHDRAWN)
    return Exists(later.filter(longer, SAME[kind]))


def settle_end(titles: Iterable[AnyTitle]) -> None:
    """Put away what was told of the end of titles that have ended otherwise, or that another follows."""
    settle_all(titles, {EXPIRES})


def settle_followed(made: Sequence[AnyTitle]) -> None:
    """Put away what was told of the end of those that titles just given follow; two queries a kind, however many."""
    for kind in {type(title) for title in made}:
        of = "maker" if kind is EstablishmentDeclaration else "device"
        subjects = {getattr(title, f"{of}_id") for title in made if type(title) is kind}
        before: QuerySet[Any] = kind._default_manager.filter(
            followed(kind), valid_to__isnull=False, **{f"{of}__in": subjects}
        )
        settle_end(before)
