"""Words of the codes in `rakiza.engine.explanation.reasons`."""

from __future__ import annotations

from rakiza.kernel.wording.language import marked as _

EXPLANATION: dict[str, str] = {
    "explanation.cheapest": _(
        "Le moins cher rendu, taxes comprises : %(price)s ; le suivant est à %(next)s, soit %(by)s de plus."
    ),
    "explanation.only": _("Seule offre conforme pour ce lot, à %(price)s."),
    "explanation.cheaper_full": _(
        "%(offer)s, moins cher (%(price)s), n'a plus de capacité à partir de %(month)s."
    ),
    "explanation.cheaper_short": _(
        "%(offer)s, moins cher (%(price)s), manque de matière première (%(material)s) à partir de %(month)s."
    ),
    "explanation.cheaper_later": _(
        "%(offer)s, moins cher (%(price)s), n'est autorisé qu'à partir de %(month)s."
    ),
    "explanation.cheaper_never": _(
        "%(offer)s, moins cher (%(price)s), n'est autorisé aucun mois de l'année."
    ),
    "explanation.cheaper_minimum": _(
        "%(offer)s, moins cher (%(price)s), n'accepte pas moins de %(minimum)s ; le lot en demande %(quantity)s."
    ),
    "explanation.cheaper_whole": _(
        "%(offer)s, moins cher ici (%(price)s), sert mieux ailleurs : le plan entier coûte moins ainsi, ou une règle le retient."
    ),
    "explanation.rest_full": _(
        "%(offer)s n'a plus de capacité à partir de %(month)s : le reste n'est pas servi ici."
    ),
    "explanation.rest_short": _(
        "%(offer)s manque de matière première (%(material)s) à partir de %(month)s : le reste n'est pas servi ici."
    ),
    "explanation.rest_shut": _("%(offer)s n'est pas autorisé toute l'année : le reste n'est pas servi ici."),
    "explanation.imported": _(
        "Aucune offre d'ici n'est retenue sous la référence d'import (%(reference)s) majorée de %(margin)s."
    ),
    "explanation.left_open": _("Aucune offre d'ici n'est retenue, et aucun prix d'import n'est connu."),
    "explanation.change_price": _("À %(price)s au lieu de %(reference)s, soit %(by)s de moins."),
    "explanation.change_capacity": _("Avec %(units)s de capacité de plus par mois."),
    "explanation.change_month": _("Autorisé dès %(month)s."),
    "explanation.change_none": _(
        "Ni le prix, ni la capacité, ni la date d'autorisation n'y suffisent seuls."
    ),
    "explanation.not_significant": _(
        "Aussi bon que l'offre retenue, à l'écart prouvé près : aucun changement n'est demandé."
    ),
}
