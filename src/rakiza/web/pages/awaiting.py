"""The usual next steps of each role, beside what awaits it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.organisations.actor import Actor
from rakiza.kernel.organisations.enums import Role

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that the role usually does, and where."""

    name: str
    label: Text
    note: Text
    icon: str

    @property
    def url(self) -> str:
        """Address of the page; empty where the page isn't there."""
        try:
            return reverse(self.name)
        except NoReverseMatch:
            return ""


UPLOAD = Step(
    "needs:upload",
    _("Déposer un fichier de besoins"),
    _("Votre Excel tel qu'il est : colonnes, titres et unités sont reconnus."),
    "upload",
)
NEEDS = Step("needs:list", _("Voir les besoins"), _("Chaque ligne, sa lecture, son lot."), "needs")
PLANS = Step(
    "plans:list",
    _("Suivre le plan annuel"),
    _("Ce qui est couvert ici, par qui, à quel prix, et ce qui ne l'est pas encore."),
    "plan",
)
OFFERS = Step(
    "industry:offers",
    _("Tenir les offres"),
    _("Prix, paliers, capacité et minimum de commande de l'année."),
    "offers",
)
UPGRADES = Step(
    "plans:upgrades",
    _("Voir ce que vous gagneriez à ajouter"),
    _("Les lots que vos dispositifs manquent de peu, et leurs volumes."),
    "maker",
)
DEVICES = Step(
    "industry:devices",
    _("Parcourir les dispositifs fabriqués ici"),
    _("Par famille, fabricant et titres en cours."),
    "maker",
)
CERTIFICATES = Step(
    "certification:list", _("Suivre les certificats"), _("Ce qui expire, ce qui est suspendu."), "certificate"
)
REGISTRATIONS = Step(
    "registration:list",
    _("Suivre les enregistrements"),
    _("Déclarations, certificats d'enregistrement, autorisations."),
    "registration",
)
FAMILIES = Step(
    "families", _("Consulter les familles"), _("Noms, codes, caractéristiques et normes."), "lots"
)
DIRECTORY = Step(
    "organisations:list",
    _("Trouver une organisation"),
    _("Fabricants, groupes de santé, laboratoires, universités du cluster."),
    "network",
)
AUDIT = Step("audit", _("Lire le journal"), _("Qui a fait quoi, et quand."), "clock")

STEPS: dict[Role, tuple[Step, ...]] = {
    Role.BUYER: (UPLOAD, NEEDS, PLANS, FAMILIES),
    Role.COORDINATOR: (PLANS, NEEDS, OFFERS, FAMILIES),
    Role.MAKER: (OFFERS, UPGRADES, DEVICES, PLANS, FAMILIES),
    Role.CERTIFICATION_OFFICER: (CERTIFICATES, DEVICES, PLANS),
    Role.REGISTRATION_OFFICER: (REGISTRATIONS, DEVICES, PLANS),
    Role.CLUSTER_STAFF: (PLANS, DEVICES, OFFERS, FAMILIES),
    Role.ADMINISTRATOR: (AUDIT, PLANS, DEVICES, FAMILIES),
    Role.PARTNER: (DIRECTORY, FAMILIES),
}


def steps_for(actor: Actor) -> tuple[Step, ...]:
    """Return the steps of the actor's role that have a page."""
    return tuple(step for step in STEPS.get(actor.role, ()) if step.url)
