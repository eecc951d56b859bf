"""Bodies and answers of the endpoints by which a body's certificates are proposed and confirmed."""

from __future__ import annotations

from datetime import date

from rakiza.kernel.api.schemas import Code, Day, Families, Named, Party, Place, Ref, Shown, Taken
from rakiza.pillars.certification.enums import Scheme
from rakiza.pillars.certification.models import CertificateProposal
from rakiza.pillars.certification.type_test_schemas import Devices, ProductShown


class CertificateTaken(Taken):
    """A certificate that a body gave."""

    maker: Ref
    standard: Code
    number: Code
    decided_on: Day
    valid_from: Day
    valid_to: Day
    scope_families: Families = ()
    site: Ref | None = None
    scheme: Scheme = Scheme.SYSTEM
    devices: Devices = ()


class CertificateProposalShown(Shown):
    """A certificate that an officer wrote down and another has yet to confirm."""

    id: int
    body: Party
    maker: Party
    scheme: Scheme
    standard: str
    number: str
    decided_on: date
    valid_from: date
    valid_to: date
    scope_families: list[str]
    devices: list[ProductShown]
    site: Place | None
    file: int | None
    proposed_by: Named

    @classmethod
    def of(cls, row: CertificateProposal) -> CertificateProposalShown:
        """Return a proposal whose parties are at hand."""
        return cls(
            id=row.pk,
            body=Party.of(row.body),
            maker=Party.of(row.maker),
            scheme=Scheme(row.scheme),
            standard=row.standard,
            number=row.number,
            decided_on=row.decided_on,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            scope_families=row.scope_families,
            devices=[ProductShown.of(one) for one in row.devices.all()],
            site=Place.of(row.site) if row.site else None,
            file=row.source_id,
            proposed_by=Named(id=row.proposed_by.pk, name=str(row.proposed_by)),
        )
