"""Words of the faults that a problem file or its rules may have."""

from __future__ import annotations

from rakiza.engine.allocation.checks import codes
from rakiza.kernel.wording.language import marked as _
from rakiza.kernel.wording.language import translate

PROBLEMS: dict[str, str] = {
    codes.DUPLICATE: _("ce nom apparaît deux fois"),
    codes.MISSING: _("ce champ manque"),
    codes.UNKNOWN_FIELD: _("ce champ n'existe pas dans le format"),
    codes.WRONG_TYPE: _("la valeur n'est pas du type attendu"),
    codes.NOT_A_CHOICE: _("la valeur n'est pas l'une de celles que le format accepte"),
    codes.NOT_JSON: _("le fichier n'est pas du JSON valide"),
    codes.NOT_TOML: _("le fichier n'est pas du TOML valide"),
    codes.NOT_TEXT: _("le texte contient un caractère qui n'existe pas"),
    codes.WRONG_FORMAT: _("ce format de fichier n'est pas pris en charge"),
    codes.EMPTY: _("la valeur ne peut pas être vide"),
    codes.NOT_A_NUMBER: _("un nombre fini est attendu"),
    codes.NOT_A_QUANTITY: _("un nombre positif ou nul est attendu"),
    codes.NOT_POSITIVE: _("un nombre supérieur à zéro est attendu"),
    codes.NOT_A_SHARE: _("une part entre 0 et 1 est attendue"),
    codes.TOO_PRECISE: _("trois décimales au plus sont acceptées"),
    codes.TOO_LARGE: _("la valeur est hors de toute mesure (plus de mille milliards)"),
    codes.TOO_SMALL: _("la valeur est hors de toute mesure (moins d'un millionième)"),
    codes.OUT_OF_RANGE: _("la valeur est hors de l'intervalle accepté"),
    codes.WRONG_LENGTH: _("une valeur par période est attendue"),
    codes.UNKNOWN_LOT: _("ce lot n'existe pas"),
    codes.UNKNOWN_LINE: _("cette ligne de production n'existe pas"),
    codes.UNKNOWN_MAKER: _("ce fabricant n'existe pas"),
    codes.UNKNOWN_MATERIAL: _("cette matière première n'existe pas"),
    codes.UNKNOWN_FAMILY: _("aucun lot n'est de cette famille"),
    codes.UNKNOWN_MEMBER: _("aucun lot n'a ce membre"),
    codes.UNKNOWN_REGION: _("aucun lot ne va dans cette région"),
    codes.NO_TIER: _("aucun prix n'est indiqué"),
    codes.TIER_START: _("le premier palier doit partir de 0"),
    codes.TIERS_OVERLAP: _("les paliers doivent se suivre sans se chevaucher"),
    codes.TIERS_RISE: _("un palier plus haut ne peut pas être plus cher"),
    codes.RATES_FALL: _("un palier plus haut ne peut pas avoir une remise plus faible"),
    codes.TWO_PRICES: _("deux prix sont indiqués pour la même chose"),
    codes.TWO_DISCOUNTS: _("une offre ne peut pas relever de deux remises"),
    codes.INCREMENTAL_BY_VALUE: _("une remise par tranches se compte en valeur"),
    codes.INCREMENTAL_TIERS: _("une offre à paliers ne peut pas aussi avoir une remise par tranches"),
    codes.BOUNDS_CROSS: _("le minimum dépasse le maximum"),
    codes.NOT_PER_MAKER: _("la valeur ajoutée ne se compte pas fabricant par fabricant"),
    codes.NOT_HERE: _("cette valeur n'est pas acceptée ici"),
    codes.RESERVED: _("cet identifiant est réservé à une règle du moteur"),
}


def say_problem(code: str, language: str | None = None) -> str:
    """Return what is wrong, in words, without a capital: it follows the name of the field."""
    return translate(PROBLEMS.get(code, code), language)
