"""Words of the codes in `rakiza.engine.explanation.reasons`."""

from __future__ import annotations

from rakiza.kernel.wording.language import marked as _

EXPLANATION: dict[str, str] = {
    "explanation.cheapest": _(
        "Le moins cher rendu, taxes comprises : %(price)s ; le suivant est à %(next)s, soit %(by)s de plus."
    ),
    "explanation.despite": _("Retenu à %(price)s rendu, taxes comprises, malgré des offres moins chères :"),
    "explanation.only": _("Seule offre conforme pour ce lot, à %(price)s."),
    "explanation.cheaper_full": _("%(offer)s, à %(price)s, n'a plus de capacité à partir de %(month)s."),
    "explanation.cheaper_full_for": _(
        "%(offer)s, à %(price)s, n'a plus de capacité de %(month)s à %(last_month)s."
    ),
    "explanation.cheaper_short": _(
        "%(offer)s, à %(price)s, manque de matière première (%(material)s) à partir de %(month)s."
    ),
    "explanation.cheaper_later": _("%(offer)s, à %(price)s, n'est autorisé qu'à partir de %(month)s."),
    "explanation.cheaper_expired": _("%(offer)s, à %(price)s, n'est plus autorisé à partir de %(month)s."),
    "explanation.cheaper_paused": _(
        "%(offer)s, à %(price)s, n'est pas autorisé de %(month)s à %(last_month)s."
    ),
    "explanation.cheaper_never": _("%(offer)s, à %(price)s, n'est autorisé aucun mois de l'année."),
    "explanation.cheaper_lead": _(
        "%(offer)s, à %(price)s, ne livre pas avant %(month)s : il lui faut ce délai."
    ),
    "explanation.cheaper_minimum": _(
        "%(offer)s, à %(price)s, n'accepte pas moins de %(minimum)s ; le lot en demande %(quantity)s."
    ),
    "explanation.cheaper_rule": _(
        "%(offer)s, à %(price)s, est limité par une règle, « %(rule)s » : sans elle, il servirait plus de ce lot."
    ),
    "explanation.cheaper_whole": _(
        "En donner plus à %(offer)s, à %(price)s, rendrait le plan entier plus cher : autres lots, frais et matières comptent aussi."
    ),
    "explanation.cheaper_even": _("%(offer)s, à %(price)s, ferait un plan aussi bon, à l'écart prouvé près."),
    "explanation.cheaper_several": _(
        "%(offer)s, à %(price)s, est écarté par plusieurs causes à la fois : en lever une seule n'y suffit pas."
    ),
    "explanation.also_kept": _(
        "Cela levé, %(offer)s ne servirait pas plus de ce lot : autre chose encore l'en empêche."
    ),
    "explanation.rest_full": _(
        "%(offer)s n'a plus de capacité à partir de %(month)s : le reste n'est pas servi ici."
    ),
    "explanation.rest_short": _(
        "%(offer)s manque de matière première (%(material)s) à partir de %(month)s : le reste n'est pas servi ici."
    ),
    "explanation.rest_shut": _("%(offer)s n'est pas autorisé toute l'année : le reste n'est pas servi ici."),
    "explanation.rest_lead": _("%(offer)s ne livre pas avant %(month)s : le reste n'est pas servi ici."),
    "explanation.rest_rule": _(
        "Une règle, « %(rule)s », borne ce que %(offer)s sert de ce lot : le reste n'est pas servi ici."
    ),
    "explanation.imported": _(
        "Aucune offre d'ici n'est retenue sous la référence d'import (%(reference)s) majorée de %(margin)s."
    ),
    "explanation.left_open": _("Aucune offre d'ici n'est retenue, et aucun prix d'import n'est connu."),
    "explanation.no_offer": _(
        "Personne ici n'offre de dispositif conforme pour ce lot : la référence d'import est de %(reference)s."
    ),
    "explanation.no_offer_open": _(
        "Personne ici n'offre de dispositif conforme pour ce lot, et aucun prix d'import n'est connu."
    ),
    "explanation.change_price": _("À %(price)s au lieu de %(reference)s, soit %(by)s de moins."),
    "explanation.change_price_untold": _("Un prix plus bas y suffirait ; lequel n'est pas montré."),
    "explanation.change_capacity": _("Avec %(units)s de capacité de plus par mois."),
    "explanation.change_month": _("Autorisé de %(month)s à la fin du plan."),
    "explanation.change_none": _(
        "Ni le prix, ni la capacité, ni la date d'autorisation n'y suffisent seuls."
    ),
    "explanation.not_significant": _(
        "Aussi bon que l'offre retenue, à l'écart prouvé près : aucun changement n'est demandé."
    ),
}
