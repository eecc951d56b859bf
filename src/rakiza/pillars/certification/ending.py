"""Certificates near their end: which another follows without a day between, and what was told of an end that asks for nothing more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rakiza.kernel.notifications.actions import settle_all
from rakiza.kernel.wording.gaps import Gap, gap_between
from rakiza.pillars.certification.enums import CertificateState, Scheme
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.certification.telling import EXPIRES, UNCOVERED
from rakiza.reference.standards import edition_named


def follows(later: Certificate, one: Certificate) -> bool:
    """Tell whether a certificate lasts longer and covers all that another does; one that was withdrawn follows none.

    Editions of a standard follow each other. A certificate without families or a site covers the whole company; a
    mark covers the products it names (`devices` must be at hand).
    """
    return (
        later.state != CertificateState.WITHDRAWN
        and later.valid_to > one.valid_to
        and (later.maker_id, later.scheme) == (one.maker_id, one.scheme)
        and edition_named(later.standard)[0] == edition_named(one.standard)[0]
        and later.site_id in {None, one.site_id}
        and _within(one.scope_families, later.scope_families)
        and (
            one.scheme == Scheme.SYSTEM
            or {d.pk for d in one.devices.all()} <= {d.pk for d in later.devices.all()}
        )
    )


def _within(families: Sequence[str], others: Sequence[str]) -> bool:
    return not others or (bool(families) and set(families) <= set(others))


def not_followed(ending: Iterable[Certificate]) -> list[tuple[Certificate, Gap | None]]:
    """Return the certificates that no other follows by the day after, in their order; two queries more, however many.

    Each with the days that none covers before the next begins, None where none is to come.
    """
    asked = list(ending)
    others = _of_makers(one.maker_id for one in asked)
    found = []
    for one in asked:
        begins = min(
            (later.valid_from for later in others[one.maker_id] if follows(later, one)), default=None
        )
        uncovered = gap_between(one.valid_to, begins) if begins else None
        if begins is None or uncovered is not None:
            found.append((one, uncovered))
    return found


def settle_followed(made: Sequence[Certificate]) -> None:
    """Put away what was told of the end of those that certificates just issued follow."""
    issued = {one.pk for one in made}
    before = [
        one
        for own in _of_makers(one.maker_id for one in made).values()
        for one in own
        if any(
            follows(later, one) and gap_between(one.valid_to, later.valid_from) is None
            for later in own
            if later.pk in issued
        )
    ]
    settle_all(before, {EXPIRES, UNCOVERED})


def _of_makers(makers: Iterable[int]) -> Mapping[int, Sequence[Certificate]]:
    found: dict[int, list[Certificate]] = defaultdict(list)
    for one in Certificate.objects.filter(maker__in=set(makers)).prefetch_related("devices"):
        found[one.maker_id].append(one)
    return found
