"""The sentence of each notification."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "needs.to_review": _(
        "Le fichier « %(file)s » est lu : %(problems)s remarques et %(to_confirm)s lectures à vérifier avant confirmation."
    ),
    "needs.failed": _("Le fichier « %(file)s » n'a pas pu être lu : %(message)s"),
    "needs.confirmed": _("%(organisation)s a confirmé %(lines)s besoins pour %(year)s."),
    "plans.allocated": _("Le plan « %(plan)s » est calculé : %(covered)s lots couverts sur %(lots)s."),
    "plans.failed": _("Le calcul du plan « %(plan)s » n'a pas abouti : %(message)s"),
    "plans.published": _("Le plan « %(plan)s » est publié."),
    "plans.unpublished": _("La publication du plan « %(plan)s » est retirée : %(reason)s"),
    "certification.suspended": _("Le certificat %(number)s est suspendu : %(reason)s"),
    "certification.withdrawn": _("Le certificat %(number)s est retiré : %(reason)s"),
    "registration.suspended": _("L'enregistrement %(number)s est suspendu : %(reason)s"),
    "registration.withdrawn": _("L'enregistrement %(number)s est retiré : %(reason)s"),
}


def sentence(code: str, params: Mapping[str, object]) -> str:
    """Return the sentence of a code in the active language; the code itself where it is unknown."""
    template = SENTENCES.get(code)
    return str(template) % params if template else code
