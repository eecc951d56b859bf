"""Kinds of parties, roles of their people, regions of the country."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What a party is."""

    HEALTH_GROUP = "health_group", _("groupe de santé")
    MAKER = "maker", _("fabricant")
    ADJACENT_INDUSTRY = "adjacent_industry", _("industrie voisine")
    ASSOCIATION = "association", _("association de groupes de santé")
    AUTHORITY_HEALTH = "authority_health", _("autorité de santé")
    CERTIFICATION_BODY = "certification_body", _("organisme certificateur")
    MINISTRY_INDUSTRY = "ministry_industry", _("ministère de l'industrie")
    CLUSTER = "cluster", _("cluster")
    UNIVERSITY = "university", _("université")
    START_UP = "start_up", _("jeune pousse")
    INVESTOR = "investor", _("investisseur")
    ESTABLISHMENT = "establishment", _("établissement de santé")
    LABORATORY = "laboratory", _("laboratoire")
    EXPERT = "expert", _("expert")


class Role(models.TextChoices):
    """What a person does for an organisation."""

    BUYER = "buyer", _("acheteur")
    COORDINATOR = "coordinator", _("coordinateur des achats")
    MAKER = "maker", _("fabricant")
    CERTIFICATION_OFFICER = "certification_officer", _("chargé de certification")
    REGISTRATION_OFFICER = "registration_officer", _("chargé d'homologation")
    CLUSTER_STAFF = "cluster_staff", _("équipe du cluster")
    ADMINISTRATOR = "administrator", _("administrateur")
    PARTNER = "partner", _("partenaire")


# Roles that see every party's figures: they run the plan for all.
OVERSEERS = frozenset({Role.COORDINATOR, Role.CLUSTER_STAFF, Role.ADMINISTRATOR})


# Partners find the directory, the reference and their own organisation; a page says where it takes them in.
MEMBERS = frozenset(Role) - {Role.PARTNER}


class Region(models.TextChoices):
    """The twelve regions, by their ISO 3166-2 codes, named as in the census (`reference.geography`)."""

    TANGER = "MA-01", _("Tanger-Tétouan-Al Hoceima")
    ORIENTAL = "MA-02", _("Oriental")
    FES = "MA-03", _("Fès-Meknès")
    RABAT = "MA-04", _("Rabat-Salé-Kénitra")
    BENI_MELLAL = "MA-05", _("Béni Mellal-Khénifra")
    CASABLANCA = "MA-06", _("Casablanca-Settat")
    MARRAKECH = "MA-07", _("Marrakech-Safi")
    DRAA = "MA-08", _("Drâa-Tafilalet")
    SOUSS = "MA-09", _("Souss-Massa")
    GUELMIM = "MA-10", _("Guelmim-Oued Noun")
    LAAYOUNE = "MA-11", _("Laâyoune-Sakia El Hamra")
    DAKHLA = "MA-12", _("Dakhla-Oued Ed-Dahab")


class SiteKind(models.TextChoices):
    """What a site is for."""

    HEAD_OFFICE = "head_office", _("siège")
    PLANT = "plant", _("usine")
    WAREHOUSE = "warehouse", _("dépôt")
    CARE = "care", _("lieu de soins")
    LABORATORY = "laboratory", _("laboratoire")


class InvitationState(models.TextChoices):
    """How far an invitation has come; whether it has expired is a matter of date."""

    ASKED = "asked", _("attend un second accord")
    OPEN = "open", _("envoyée")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")
    REVOKED = "revoked", _("retirée")


class ApplicationState(models.TextChoices):
    """How far a request to join the cluster has come."""

    FILED = "filed", _("déposée")
    ACCEPTED = "accepted", _("acceptée")
    REFUSED = "refused", _("refusée")


# What people do in a party of each kind.
ROLES_OF_KIND: dict[str, tuple[Role, ...]] = {
    OrganisationKind.HEALTH_GROUP: (Role.BUYER,),
    OrganisationKind.ESTABLISHMENT: (Role.BUYER,),
    OrganisationKind.ASSOCIATION: (Role.COORDINATOR,),
    OrganisationKind.MAKER: (Role.MAKER,),
    OrganisationKind.ADJACENT_INDUSTRY: (Role.MAKER,),
    OrganisationKind.START_UP: (Role.MAKER,),
    OrganisationKind.CERTIFICATION_BODY: (Role.CERTIFICATION_OFFICER,),
    OrganisationKind.AUTHORITY_HEALTH: (Role.REGISTRATION_OFFICER,),
    OrganisationKind.UNIVERSITY: (Role.PARTNER,),
    OrganisationKind.LABORATORY: (Role.PARTNER,),
    OrganisationKind.INVESTOR: (Role.PARTNER,),
    OrganisationKind.EXPERT: (Role.PARTNER,),
    OrganisationKind.MINISTRY_INDUSTRY: (Role.PARTNER,),
    OrganisationKind.CLUSTER: (Role.CLUSTER_STAFF, Role.ADMINISTRATOR),
}
# Kinds that may ask to join from the public page; the others are entered by the cluster itself.
APPLICANT_KINDS = (
    OrganisationKind.HEALTH_GROUP,
    OrganisationKind.MAKER,
    OrganisationKind.ADJACENT_INDUSTRY,
    OrganisationKind.START_UP,
    OrganisationKind.UNIVERSITY,
    OrganisationKind.LABORATORY,
    OrganisationKind.INVESTOR,
    OrganisationKind.EXPERT,
)
# Roles that decide for others: two people of the cluster agree before anybody holds one.
FOUR_EYES_ROLES = frozenset(
    {
        Role.COORDINATOR,
        Role.CERTIFICATION_OFFICER,
        Role.REGISTRATION_OFFICER,
        Role.CLUSTER_STAFF,
        Role.ADMINISTRATOR,
    }
)
