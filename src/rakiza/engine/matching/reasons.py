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
# « {attribute} : la classe {offered} est supérieure à la classe {required} demandée »
HIGHER_CLASS = "matching.higher_class"
# « {attribute} : la classe {offered} est inférieure à la classe {required} demandée »
LOWER_CLASS = "matching.lower_class"
# « {attribute} : le dispositif ne l'indique pas (demandé : {required} {unit}) »
NOT_STATED = "matching.not_stated"
# « {attribute} : pour information, {offered} (demandé : {required}) »
INFORMATIVE = "matching.informative"
# « Le dispositif est d'une autre famille ({offered}) que celle demandée ({required}) »
OTHER_FAMILY = "matching.other_family"

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
    INFORMATIVE,
    OTHER_FAMILY,
)
