"""Reason codes of matching, with their parameters and the French sentence they stand for.

Parameters common to all: `attribute` (name). Numbers are in the canonical `unit`.
"""

from __future__ import annotations

# « {attribute} : {offered} {unit}, comme demandé »
EQUAL = "matching.equal"
# « {attribute} : {offered} {unit}, dans la tolérance de {tolerance} {unit} autour de {required} »
WITHIN = "matching.within"
# « {attribute} : {offered} {unit} satisfait le minimum de {required} {unit} »
REACHES = "matching.reaches"
# « {attribute} : {offered} {unit} respecte le maximum de {required} {unit} »
RESPECTS = "matching.respects"
# « {attribute} : {offered} {unit}, il manque {gap} {unit} pour atteindre {required} {unit} »
BELOW = "matching.below"
# « {attribute} : {offered} {unit}, {gap} {unit} de plus que {required} {unit} »
ABOVE = "matching.above"
# « {attribute} : {offered} au lieu de {required} »
DIFFERS = "matching.differs"
# « {attribute} : {offered} est l'équivalent de {required} »
EQUIVALENT = "matching.equivalent"
# « {attribute} : {offered} fait partie des valeurs acceptées ({required}) »
ONE_OF = "matching.one_of"
# « {attribute} : {offered}, une classe plus haute que celle demandée ({required}) »
HIGHER_CLASS = "matching.higher_class"
# « {attribute} : {offered}, une classe plus basse que celle demandée ({required}) »
LOWER_CLASS = "matching.lower_class"
# « {attribute} : le dispositif ne l'indique pas (demandé : {required} {unit}) »
NOT_STATED = "matching.not_stated"
# « {attribute} : non indiqué, mais {offered} est l'usage de cette famille »
IMPLIED = "matching.implied"
# « {attribute} : pour information, {offered} (demandé : {required}) »
INFORMATIVE = "matching.informative"
# « Le dispositif est d'une autre famille ({offered}) que celle demandée ({required}) »
OTHER_FAMILY = "matching.other_family"
# « {attribute} : {offered} convient là où {required} est demandé »
ACCEPTED = "matching.accepted"
# « {attribute} : {offered}, édition plus récente que {required} »
NEWER_EDITION = "matching.newer_edition"
# « {attribute} : {offered}, édition plus ancienne que {required} »
OLDER_EDITION = "matching.older_edition"
# « {attribute} : {offered}, dont l'édition n'est pas comparable à {required} »
EDITION_UNKNOWN = "matching.edition_unknown"
# « Conditionnement de {required}, comme demandé »
PACK_SAME = "matching.pack_same"
# « {count} conditionnements de {offered} font celui de {required} demandé »
PACK_MULTIPLE = "matching.pack_multiple"
# « Un conditionnement de {offered} en fait {count} de {required} »
PACK_LARGER = "matching.pack_larger"
# « {count} conditionnements de {offered} pour {required} : {gap} de plus »
PACK_ROUNDED = "matching.pack_rounded"
# « Le dispositif n'indique pas son conditionnement (demandé : {required}) »
PACK_UNKNOWN = "matching.pack_unknown"
# « Lu comme {family} avec une probabilité de {probability} »
ALTERNATIVE_FAMILY = "matching.alternative_family"
# « Aucune famille ne couvre cette demande : ce dispositif en porte les mots, rien n'a été comparé »
NO_FAMILY = "matching.no_family"

ALL = (
    EQUAL,
    WITHIN,
    REACHES,
    RESPECTS,
    BELOW,
    ABOVE,
    DIFFERS,
    EQUIVALENT,
    ONE_OF,
    HIGHER_CLASS,
    LOWER_CLASS,
    NOT_STATED,
    IMPLIED,
    INFORMATIVE,
    OTHER_FAMILY,
    ACCEPTED,
    NEWER_EDITION,
    OLDER_EDITION,
    EDITION_UNKNOWN,
    PACK_SAME,
    PACK_MULTIPLE,
    PACK_LARGER,
    PACK_ROUNDED,
    PACK_UNKNOWN,
    ALTERNATIVE_FAMILY,
    NO_FAMILY,
)
