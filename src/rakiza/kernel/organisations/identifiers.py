"""What is doubtful in a party's common identifier: it is told to whoever can check it, and never refused."""

from __future__ import annotations

from stdnum.ma import ice as ice_number

from rakiza.kernel.organisations.models import Organisation, OrganisationQuerySet


def doubtful(ice: str) -> bool:
    """Tell whether an ICE is given that doesn't follow its own check (15 digits, modulo 97)."""
    return bool(ice) and not ice_number.is_valid(ice)


def held_by(ice: str, *, besides: Organisation | None = None) -> OrganisationQuerySet:
    """Return the parties that carry an ICE already, by name; none where none is given."""
    found = Organisation.objects.filter(ice=ice) if ice else Organisation.objects.none()
    return found.exclude(pk=besides.pk if besides else 0).order_by("name")
