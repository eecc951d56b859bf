"""Titles near their end: which another follows without a day between, and what was told of an end that asks for nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from rakiza.kernel.notifications.actions import settle_all
from rakiza.kernel.wording.gaps import Gap, gap_between
from rakiza.pillars.registration.enums import TitleState
from rakiza.pillars.registration.models import (
    AnyTitle,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
)

EXPIRES = "registration.expires"
UNCOVERED = "registration.uncovered"
# What a title says the same of as the one that it follows; a declaration of no site is of all of them.
SAME: dict[type[AnyTitle], Q] = {
    EstablishmentDeclaration: Q(maker=OuterRef("maker")) & (Q(site=OuterRef("site")) | Q(site__isnull=True)),
    RegistrationCertificate: Q(device=OuterRef("device")),
    SpecificAuthorisation: Q(device=OuterRef("device"), purpose=OuterRef("purpose")),
}


def followed(titles: QuerySet[Any]) -> Mapping[int, Gap | None]:
    """Return, of the titles with an end that another of the same subject outlasts, the days that none covers.

    None where the next begins on the day after at the latest. The next is the first to begin; one that was withdrawn
    follows none.
    """
    longer = Q(valid_to__isnull=True) | Q(valid_to__gt=OuterRef("valid_to"))
    later: QuerySet[Any] = titles.model._default_manager.exclude(state=TitleState.WITHDRAWN)
    following = later.filter(longer, SAME[titles.model]).order_by("valid_from")
    found = titles.annotate(next_from=Subquery(following.values("valid_from")[:1]))
    rows: Iterable[tuple[int, date, date]] = (
        found.filter(next_from__isnull=False, valid_to__isnull=False)
        .order_by()
        .values_list("pk", "valid_to", "next_from")
    )
    return {number: gap_between(end, begins) for number, end, begins in rows}


def settle_end(titles: Iterable[AnyTitle]) -> None:
    """Put away what was told of the end of titles that have ended otherwise, or that another follows."""
    settle_all(titles, {EXPIRES, UNCOVERED})


def settle_followed(made: Sequence[AnyTitle]) -> None:
    """Put away what was told of the end of those that titles just given follow; three queries a kind, however many."""
    for kind in {type(title) for title in made}:
        of = "maker" if kind is EstablishmentDeclaration else "device"
        subjects = {getattr(title, f"{of}_id") for title in made if type(title) is kind}
        before: QuerySet[Any] = kind._default_manager.filter(**{f"{of}__in": subjects})
        settled = [number for number, uncovered in followed(before).items() if uncovered is None]
        settle_end(before.filter(pk__in=settled))
