"""Words of the codes in `rakiza.engine.matching.lint.reasons`."""

from __future__ import annotations

from rakiza.kernel.wording.language import marked as _

LINT: dict[str, str] = {
    "lint.brand": _("%(word)s est une marque : la demande écarte les équivalents (%(family)s)"),
    "lint.maker": _("« %(word)s » nomme un fabricant ou une marque : la demande écarte les équivalents"),
    "lint.foreign_mark": _(
        "%(word)s n'est délivré qu'à l'étranger : la demande écarte des dispositifs enregistrés au Maroc"
    ),
    "lint.contradiction": _("Deux exigences se contredisent : %(word)s, %(meant)s"),
    "lint.empty_range": _(
        "%(attribute)s : au moins %(required)s%(unit)s et au plus %(offered)s%(unit)s, ce qui est impossible"
    ),
    "lint.out_of_range": _(
        "%(attribute)s : %(required)s%(unit)s n'existe pas (de %(least)s%(unit)s à %(most)s%(unit)s)"
    ),
    "lint.mismatch": _(
        "%(attribute)s : %(required)s%(unit)s ne correspond pas à l'autre mesure demandée (%(name)s), qui donne %(offered)s%(unit)s"
    ),
    "lint.no_supplier": _("%(attribute)s : aucun fabricant local ne satisfait cette exigence"),
    "lint.single_supplier": _("%(attribute)s : un seul fabricant local satisfait cette exigence"),
    "lint.over_specified": _(
        "%(attribute)s : fabricants locaux écartés par cette seule exigence : %(count)s"
    ),
    "lint.propose_or_equivalent": _("Écrire « %(family)s », ou ajouter « ou équivalent » après la marque"),
    "lint.propose_add_equivalent": _("Ajouter « ou équivalent » après « %(word)s »"),
    "lint.propose_registration": _("Ajouter « ou équivalent enregistré au Maroc »"),
    "lint.propose_one_of_them": _("Garder une seule des deux"),
    "lint.propose_correct": _("Corriger la valeur : %(attribute)s"),
    "lint.propose_relax": _(
        "Assouplir %(attribute)s : fabricants locaux qui conviendraient alors : %(count)s"
    ),
}
