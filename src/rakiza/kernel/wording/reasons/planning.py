"""Words of the codes in `rakiza.engine.planning.reasons`. Shares and margins come with their sign (15 %)."""

from __future__ import annotations

from rakiza.kernel.wording.language import marked as _

PLANNING: dict[str, str] = {
    "eligibility.missing": _("Aucun titre connu : %(kind)s"),
    "eligibility.declaration_starts": _(
        "La déclaration d'établissement %(number)s ne vaut qu'à partir du %(date)s"
    ),
    "eligibility.declaration_expires": _("La déclaration d'établissement %(number)s expire le %(date)s"),
    "eligibility.declaration_halted": _(
        "La déclaration d'établissement %(number)s est suspendue à partir du %(date)s, sans fin connue"
    ),
    "eligibility.declaration_suspended": _(
        "La déclaration d'établissement %(number)s est suspendue du %(date)s au %(until)s"
    ),
    "eligibility.certificate_starts": _("Le certificat %(number)s ne vaut qu'à partir du %(date)s"),
    "eligibility.certificate_expires": _("Le certificat %(number)s expire le %(date)s"),
    "eligibility.certificate_halted": _(
        "Le certificat %(number)s est suspendu à partir du %(date)s, sans fin connue"
    ),
    "eligibility.certificate_suspended": _("Le certificat %(number)s est suspendu du %(date)s au %(until)s"),
    "eligibility.certificate_site": _(
        "Le certificat %(number)s vaut pour « %(site)s », pas pour « %(made)s » où le dispositif se fabrique"
    ),
    "eligibility.declaration_site": _(
        "La déclaration %(number)s vaut pour « %(site)s », pas pour « %(made)s » où le dispositif se fabrique"
    ),
    "eligibility.declaration_closed": _(
        "La déclaration d'établissement %(number)s vaut pour « %(site)s », fermé depuis le %(date)s"
    ),
    "eligibility.certificate_closed": _(
        "Le certificat %(number)s vaut pour « %(site)s », fermé depuis le %(date)s"
    ),
    "eligibility.registration_starts": _(
        "Le certificat d'enregistrement %(number)s ne vaut qu'à partir du %(date)s"
    ),
    "eligibility.registration_expires": _("Le certificat d'enregistrement %(number)s expire le %(date)s"),
    "eligibility.registration_halted": _(
        "Le certificat d'enregistrement %(number)s est suspendu à partir du %(date)s, sans fin connue"
    ),
    "eligibility.registration_suspended": _(
        "Le certificat d'enregistrement %(number)s est suspendu du %(date)s au %(until)s"
    ),
    "eligibility.registration_other": _(
        "Le certificat d'enregistrement %(number)s vaut pour d'autres caractéristiques que celles du dispositif (%(characteristics)s) : une modification est à demander"
    ),
    "eligibility.authorisation_starts": _(
        "L'autorisation spécifique %(number)s ne vaut qu'à partir du %(date)s"
    ),
    "eligibility.authorisation_expires": _("L'autorisation spécifique %(number)s expire le %(date)s"),
    "eligibility.authorisation_halted": _(
        "L'autorisation spécifique %(number)s est suspendue à partir du %(date)s, sans fin connue"
    ),
    "eligibility.authorisation_suspended": _(
        "L'autorisation spécifique %(number)s est suspendue du %(date)s au %(until)s"
    ),
    "eligibility.declaration_unfit": _(
        "La déclaration d'établissement %(number)s (%(purpose)s) ne porte ni sur la fabrication ni sur l'importation : sans l'une d'elles, elle ne couvre aucune livraison"
    ),
    "eligibility.authorisation_unfit": _(
        "L'autorisation spécifique %(number)s (%(purpose)s) ne couvre aucune livraison"
    ),
    "eligibility.offer_starts": _("L'offre ne vaut qu'à partir du %(date)s"),
    "eligibility.offer_expires": _("L'offre ne vaut plus après le %(date)s"),
    "eligibility.offer_site_closed": _(
        "La ligne de production de l'offre est sur le site %(site)s, fermé depuis le %(date)s : nommez une autre ligne, ou déplacez-la"
    ),
    "need.medicine": _("Médicament : hors du plan des dispositifs"),
    "need.other": _("Ni un dispositif ni un réactif : hors du plan"),
    "need.unread": _("Désignation non reconnue : aucune famille ne correspond"),
    "need.unconfirmed": _(
        "Lecture incertaine (confiance %(confidence)s) : à confirmer avant d'entrer dans le plan"
    ),
    "need.zero": _("La quantité est nulle"),
    "need.typical_pack": _("Conditionnement supposé : %(unit)s de %(size)s (usage courant de la famille)"),
    "need.unknown_pack": _("Conditionnement inconnu : une %(unit)s est comptée comme une unité"),
    "need.pack_from_text": _("Aucune unité écrite : la quantité est comptée en conditionnements de %(size)s"),
    "need.unit_over_pack": _(
        "La désignation dit %(size)s par conditionnement, mais l'unité écrite est %(unit)s : compté à l'unité"
    ),
    "candidate.conforms": _("Le dispositif est conforme à la demande"),
    "candidate.unknown": _("Caractéristiques non indiquées sur le dispositif : %(count)s"),
    "candidate.fails": _("Caractéristiques qui ne conviennent pas : %(count)s"),
    "candidate.not_eligible": _("Aucun mois de livraison n'est couvert par tous les titres exigés"),
    "candidate.dearer": _("Plus cher que l'offre retenue : %(price)s contre %(best)s par unité (+%(by)s)"),
    "candidate.not_needed": _(
        "Aussi bien placé, mais la capacité sert un autre lot ou l'ensemble coûte moins cher sans lui"
    ),
    "candidate.too_dear": _(
        "%(price)s par unité dépasse le plafond de %(ceiling)s (import %(reference)s + %(margin)s)"
    ),
    "candidate.other_value": _(
        "Convient aussi, mais d'une autre valeur que celle retenue pour ce lot : %(attribute)s"
    ),
    "candidate.less_sure": _(
        "Moins chère (%(price)s contre %(best)s par unité), mais elle n'indique pas tout : une offre sûre est préférée"
    ),
    "candidate.no_capacity": _("La capacité de la période est déjà prise ou nulle"),
    "candidate.below_minimum": _(
        "La commande minimale est de %(minimum)s, le lot n'en laisse que %(quantity)s"
    ),
    "award.cheapest": _("Prix rendu le plus bas : %(price)s par unité ; suivant : %(next)s (+%(by)s)"),
    "award.only_source": _("Seule offre conforme, éligible et sous le plafond"),
    "award.completes": _(
        "Complète une offre moins chère qui ne suffit pas (%(cheaper)s à %(best)s par unité)"
    ),
    "award.tie": _("À égalité de prix avec %(other)s : la première référence l'emporte"),
    "award.preference": _("%(by)s plus cher que l'import, dans la marge de préférence de %(margin)s"),
    "award.below_import": _("%(by)s moins cher que l'import (%(reference)s)"),
    "award.at_import": _("Au prix de l'import (%(reference)s)"),
    "award.tier": _("Palier atteint : à partir de %(from_quantity)s par an"),
    "award.surplus": _("Dont %(quantity)s en surplus, pour finir le dernier conditionnement de %(multiple)s"),
    "award.surer": _("Préférée à une offre moins chère (%(best)s par unité) qui n'indique pas tout"),
    "award.no_reference": _(
        "Pas de prix d'import comparable : la référence de la famille ne dit pas cette taille"
    ),
    "award.months": _("Quantité limitée par l'éligibilité : %(months)s mois sur 12"),
    "uncovered.no_device": _("Aucun dispositif de cette famille n'est fabriqué ici"),
    "uncovered.no_match": _(
        "Aucun dispositif de la famille ne convient ; le plus proche échoue sur %(count)s caractéristiques"
    ),
    "uncovered.near_miss": _(
        "Un seul écart : %(attribute)s (%(offered)s au lieu de %(required)s%(unit)s, écart %(gap)s)"
    ),
    "uncovered.differs": _("Un seul écart : %(attribute)s (%(offered)s au lieu de %(required)s)"),
    "uncovered.unknown": _(
        "Le dispositif le plus proche n'indique pas ceci : %(attribute)s ; à vérifier auprès du fabricant"
    ),
    "uncovered.not_eligible": _("Fabriqué ici, mais pas livrable légalement dans ces mois"),
    "uncovered.capacity": _("La capacité des fabricants est épuisée"),
    "uncovered.price": _("L'offre la moins chère (%(price)s) dépasse le plafond (%(ceiling)s)"),
    "uncovered.minimum_order": _("Le besoin restant est inférieur à la commande minimale (%(minimum)s)"),
    "uncovered.share": _("Un fabricant ne peut détenir plus de %(share)s du lot"),
    "risk.eligibility_gap": _("Trimestre %(quarter)s : %(months)s mois éligibles sur 3 pour %(offer)s"),
    "risk.title_expires": _("%(kind)s %(number)s de %(offer)s expire le %(date)s"),
    "risk.single_source": _("Lot vital confié à un seul fabricant"),
    "risk.to_verify": _("%(attribute)s : %(offer)s ne l'indique pas, à vérifier auprès du fabricant"),
    "risk.unspecified": _(
        "%(attribute)s : le besoin ne le dit pas, %(values)s valeurs conviennent ; à préciser avec le membre"
    ),
}
