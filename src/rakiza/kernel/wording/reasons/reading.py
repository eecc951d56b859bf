"""Words of the codes in `rakiza.engine.reading.reasons`."""

from __future__ import annotations

from rakiza.kernel.wording.language import marked as _

READING: dict[str, str] = {
    "reading.family_phrase": _("« %(word)s » désigne cette famille"),
    "reading.family_typo": _("« %(word)s » lu comme « %(meant)s »"),
    "reading.medicine_word": _("« %(word)s » désigne un médicament"),
    "reading.medicine_form": _("« %(word)s » est une forme ou un dosage de médicament"),
    "reading.other_word": _("« %(word)s » désigne un article qui n'est pas un dispositif médical"),
    "reading.attribute": _("« %(word)s » donne la caractéristique « %(name)s »"),
    "reading.packaging": _("« %(word)s » décrit le conditionnement"),
    "reading.reference": _("« %(word)s » est une référence, pas une mesure"),
    "reading.ambiguous": _("Peut aussi se lire comme une autre famille (%(other)s)"),
    "reading.vague": _("Un mot commun à plusieurs familles, sans rien qui le précise"),
    "reading.brand_only": _("Une marque seule, sans description"),
    "reading.official_term": _(
        "Le code %(emdn)s de la nomenclature officielle est celui dont les mots approchent le plus"
    ),
    "reading.family_missing": _("Aucune famille ne couvre cette désignation"),
    "reading.empty": _("La désignation ne contient aucun mot"),
    "reading.relaxed": _("L'organisation de cette liste a renoncé à l'exigence « %(name)s »"),
    "reading.corrected_own": _("Corrigé par l'organisation de cette liste : ce texte se lit ainsi"),
    "reading.corrected_words": _(
        "Corrigé par l'organisation de cette liste pour les mêmes mots avec d'autres nombres"
    ),
    "reading.corrected_shared": _("Confirmé par deux organisations au moins : ce texte se lit ainsi"),
    "reading.corrected": _("Une personne de l'organisation a dit de lire ce texte ainsi"),
}
