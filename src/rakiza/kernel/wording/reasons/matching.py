"""Words of the codes in `rakiza.engine.matching.reasons`.

A unit is written `%(unit)s` right after its number; where there is none, nothing is left behind.
"""

from __future__ import annotations

from rakiza.kernel.wording.language import marked as _

MATCHING: dict[str, str] = {
    "matching.equal": _("%(attribute)s : %(offered)s%(unit)s, comme demandé"),
    "matching.within": _(
        "%(attribute)s : %(offered)s%(unit)s, dans la tolérance de %(tolerance)s%(unit)s autour de %(required)s%(unit)s"
    ),
    "matching.reaches": _(
        "%(attribute)s : %(offered)s%(unit)s, le minimum de %(required)s%(unit)s est atteint"
    ),
    "matching.respects": _(
        "%(attribute)s : %(offered)s%(unit)s, le maximum de %(required)s%(unit)s est respecté"
    ),
    "matching.below": _(
        "%(attribute)s : %(offered)s%(unit)s, il manque %(gap)s%(unit)s pour atteindre %(required)s%(unit)s"
    ),
    "matching.above": _(
        "%(attribute)s : %(offered)s%(unit)s, soit %(gap)s%(unit)s de plus que %(required)s%(unit)s"
    ),
    "matching.differs": _("%(attribute)s : %(offered)s%(unit)s au lieu de %(required)s%(unit)s"),
    "matching.equivalent": _("%(attribute)s : %(offered)s est l'équivalent de %(required)s"),
    "matching.one_of": _("%(attribute)s : %(offered)s fait partie des valeurs acceptées (%(required)s)"),
    "matching.higher_class": _(
        "%(attribute)s : %(offered)s, une classe plus haute que celle demandée (%(required)s)"
    ),
    "matching.lower_class": _(
        "%(attribute)s : %(offered)s, une classe plus basse que celle demandée (%(required)s)"
    ),
    "matching.not_stated": _(
        "%(attribute)s : le dispositif ne l'indique pas (demandé : %(required)s%(unit)s)"
    ),
    "matching.implied": _(
        "%(attribute)s : le dispositif ne l'indique pas, mais l'usage de cette famille le veut (demandé : %(required)s%(unit)s)"
    ),
    "matching.informative": _("%(attribute)s : %(offered)s, pour information (demandé : %(required)s)"),
    "matching.other_family": _(
        "Le dispositif est d'une autre famille (%(offered)s) que celle demandée (%(required)s)"
    ),
    "matching.accepted": _("%(attribute)s : %(offered)s convient là où %(required)s est demandé"),
    "matching.newer_edition": _(
        "%(attribute)s : %(offered)s, édition plus récente que celle demandée (%(required)s)"
    ),
    "matching.older_edition": _(
        "%(attribute)s : %(offered)s, édition plus ancienne que celle demandée (%(required)s)"
    ),
    "matching.edition_unknown": _(
        "%(attribute)s : %(offered)s, dont l'édition ne se compare pas à celle demandée (%(required)s)"
    ),
    "matching.pack_same": _("Conditionnement de %(required)s, comme demandé"),
    "matching.pack_multiple": _(
        "Conditionnement de %(offered)s : il en faut %(count)s pour celui de %(required)s demandé"
    ),
    "matching.pack_larger": _(
        "Conditionnement de %(offered)s : il en vaut %(count)s de %(required)s, comme demandé"
    ),
    "matching.pack_rounded": _(
        "Conditionnement de %(offered)s : pour %(required)s il en faut %(count)s, soit %(gap)s de plus"
    ),
    "matching.pack_unknown": _("Le dispositif n'indique pas son conditionnement (demandé : %(required)s)"),
    "matching.alternative_family": _("Si la demande est lue comme %(family)s (probabilité %(probability)s)"),
    "matching.no_family": _(
        "Aucune famille ne couvre cette demande : ce dispositif en porte les mots, rien n'a été comparé"
    ),
}
