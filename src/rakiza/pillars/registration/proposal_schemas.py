"""Bodies and answers of the endpoints by which an authority's titles are proposed and confirmed."""

from __future__ import annotations

from datetime import date

from rakiza.kernel.api.schemas import Code, Day, Named, Party, Ref, Shown, Taken, language
from rakiza.pillars.registration.enums import AuthorisationPurpose, Process, RiskClass
from rakiza.pillars.registration.models import TitleProposal


class DeclarationTaken(Taken):
    """An establishment to declare; without an end it holds until it is ended."""

    maker: Ref
    number: Code
    decided_on: Day
    valid_from: Day
    valid_to: Day | None = None


class RegistrationTaken(Taken):
    """A device to register; without a class, that of the device."""

    device: Ref
    number: Code
    decided_on: Day
    valid_from: Day
    valid_to: Day
    risk_class: RiskClass | None = None


class AuthorisationTaken(Taken):
    """A specific authorisation to grant."""

    device: Ref
    number: Code
    decided_on: Day
    valid_from: Day
    valid_to: Day
    purpose: AuthorisationPurpose


class TitleProposalShown(Shown):
    """A title that an officer wrote down and another has yet to confirm."""

    id: int
    kind: Process
    number: str
    authority: Party
    maker: Party
    device: Named | None
    risk_class: str
    purpose: AuthorisationPurpose | None
    decided_on: date
    valid_from: date
    valid_to: date | None
    file: int | None
    proposed_by: Named

    @classmethod
    def of(cls, row: TitleProposal) -> TitleProposalShown:
        """Return a proposal whose parties are at hand."""
        device, person = row.device, row.proposed_by
        return cls(
            id=row.pk,
            kind=Process(row.kind),
            number=row.number,
            authority=Party.of(row.authority),
            maker=Party.of(row.maker),
            device=Named(id=device.pk, name=device.name_in(language())) if device else None,
            risk_class=row.risk_class,
            purpose=AuthorisationPurpose(row.purpose) if row.purpose else None,
            decided_on=row.decided_on,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            file=row.source_id,
            proposed_by=Named(id=person.pk, name=str(person)),
        )
