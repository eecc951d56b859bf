"""What a person reads when a sign-in through the provider isn't taken: what happened and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rakiza.kernel.identity.oidc.values import Why

_UNREACHABLE = _(
    "%(name)s n'a pas répondu comme prévu. Réessayez dans une minute, ou connectez-vous avec votre mot de passe."
)
_UNTRUSTED = _(
    "La réponse de %(name)s n'a pas pu être vérifiée ; rien n'a été ouvert. Recommencez depuis la page de connexion et, si cela persiste, prévenez l'administrateur."
)
_STALE = _(
    "Cette connexion par %(name)s a déjà servi, a expiré, ou fut commencée dans un autre navigateur. Recommencez depuis la page de connexion."
)
_UNPROVEN_THERE = _(
    "%(name)s ne garantit pas votre adresse électronique. Vérifiez-la chez %(name)s, ou connectez-vous avec votre mot de passe."
)
_UNPROVEN_HERE = _(
    "L'adresse de votre compte n'a pas encore été vérifiée ici. Connectez-vous avec votre mot de passe, vérifiez-la depuis « Mon compte », puis recommencez."
)
_NO_ACCOUNT = _(
    "%(name)s vous a reconnu, mais aucun compte n'est ouvert ici à votre adresse. On entre par invitation de son organisation, ou en demandant à rejoindre le cluster."
)
_LINKED_ELSEWHERE = _(
    "Le compte à cette adresse est lié à une autre personne de %(name)s. Si c'est le vôtre, connectez-vous avec votre mot de passe et coupez le lien depuis « Mon compte »."
)
_INACTIVE = _("Ce compte est désactivé. L'administrateur du cluster peut le rouvrir.")


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """A title, what to do, and the status that says it to machines."""

    title: str | Promise
    text: str
    status: int


_PAGES: dict[Why, tuple[Promise, Promise, int]] = {
    Why.UNREACHABLE: (_("Connexion interrompue"), _UNREACHABLE, 502),
    Why.UNTRUSTED: (_("Connexion non vérifiée"), _UNTRUSTED, 403),
    Why.STALE: (_("Connexion à recommencer"), _STALE, 400),
    Why.UNPROVEN_THERE: (_("Adresse non vérifiée"), _UNPROVEN_THERE, 403),
    Why.UNPROVEN_HERE: (_("Adresse non vérifiée"), _UNPROVEN_HERE, 403),
    Why.NO_ACCOUNT: (_("Pas encore de compte"), _NO_ACCOUNT, 403),
    Why.LINKED_ELSEWHERE: (_("Compte déjà lié"), _LINKED_ELSEWHERE, 403),
    Why.INACTIVE: (_("Compte désactivé"), _INACTIVE, 403),
}


def refusal_page(why: Why, name: str) -> RefusalPage:
    """Return the page of a refusal; `name`: the provider's, as people know it."""
    title, text, status = _PAGES[why]
    return RefusalPage(title, str(text) % {"name": name}, status)
