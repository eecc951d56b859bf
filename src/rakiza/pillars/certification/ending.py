"""Certificates near their end: which another follows, and what was told of an end that no longer asks for anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rakiza.kernel.notifications.actions import settle_all
from rakiza.pillars.certification.enums import CertificateState, Scheme
from rakiza.pillars.certification.models import Certificate
from rakiza.pillars.certification.telling import EXPIRES
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


def not_followed(ending: Iterable[Certificate]) -> list[Certificate]:
    """Return the certificates that no other follows, in their order; two queries more, however many."""
    asked = list(ending)
    others = _of_makers(one.maker_id for one in asked)
    return [one for one in asked if not any(follows(later, one) for later in others[one.maker_id])]


def settle_followed(made: Sequence[Certificate]) -> None:
    """Put away what was told of the end of those that certificates just issued follow."""
    issued = {one.pk for one in made}
    before = [
        one
        for own in _of_makers(one.maker_id for one in made).values()
        for one in own
        if any(follows(later, one) for later in own if later.pk in issued)
    ]
    settle_all(before, {EXPIRES})


def _of_makers(makers: Iterable[int]) -> Mapping[int, Sequence[Certificate]]:
    found: dict[int, list[Certificate]] = defaultdict(list)
    for one in Certificate.objects.filter(maker__in=set(makers)).prefetch_related("devices"):
        found[one.maker_id].append(one)
    return found
