"""What the health authority keeps: its titles, and the dossiers that lead to them."""

from rakiza.pillars.registration.dossier_models import (
    AgendaItem,
    CommissionSession,
    Dossier,
    DossierDocument,
    DossierQuerySet,
    Pause,
)
from rakiza.pillars.registration.expertise.models import Consultation, Expert, Slot
from rakiza.pillars.registration.proposal_models import TitleProposal
from rakiza.pillars.registration.title_models import (
    AnyTitle,
    AuthorityTitle,
    EstablishmentDeclaration,
    RegistrationCertificate,
    SpecificAuthorisation,
    TitleQuerySet,
    TitleSequence,
    new_code,
)

__all__ = [
    "AgendaItem",
    "AnyTitle",
    "AuthorityTitle",
    "CommissionSession",
    "Consultation",
    "Dossier",
    "DossierDocument",
    "DossierQuerySet",
    "EstablishmentDeclaration",
    "Expert",
    "Pause",
    "RegistrationCertificate",
    "Slot",
    "SpecificAuthorisation",
    "TitleProposal",
    "TitleQuerySet",
    "TitleSequence",
    "new_code",
]
