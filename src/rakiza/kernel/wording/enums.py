"""Words for the closed lists that readers meet: verdicts, states, kinds, titles."""

from __future__ import annotations

from enum import StrEnum

from rakiza.engine.attributes import Comparison
from rakiza.engine.families import Criticality, Kind
from rakiza.engine.matching.values import Verdict
from rakiza.engine.planning.plan import CandidateState, UncoveredKind
from rakiza.engine.planning.progress import Stage
from rakiza.engine.planning.values import TitleKind
from rakiza.kernel.wording.language import marked as _
from rakiza.kernel.wording.language import translate

# Pairs, not a mapping: members of two enums may be equal as strings.
_WORDS: tuple[tuple[StrEnum, str], ...] = (
    (Verdict.PASS, _("Conforme")),
    (Verdict.FAIL, _("Non conforme")),
    (Verdict.UNKNOWN, _("À vérifier")),
    (CandidateState.AWARDED, _("Attribué")),
    (CandidateState.OUTBID, _("Conforme, une autre offre coûte moins")),
    (CandidateState.TOO_DEAR, _("Trop cher")),
    (CandidateState.NOT_ELIGIBLE, _("Non éligible")),
    (CandidateState.NO_MATCH, _("Ne répond pas au besoin")),
    (CandidateState.NO_CAPACITY, _("Capacité insuffisante")),
    (CandidateState.BELOW_MINIMUM, _("Sous le minimum de commande")),
    (UncoveredKind.NO_DEVICE, _("Pas de fabricant local")),
    (UncoveredKind.NEAR_MISS, _("Dispositif proche, une caractéristique manque")),
    (UncoveredKind.NOT_ELIGIBLE, _("Fabriqué ici, titres non valides")),
    (UncoveredKind.CAPACITY, _("Capacité insuffisante")),
    (UncoveredKind.PRICE, _("Prix au-dessus de l'import")),
    (UncoveredKind.MINIMUM_ORDER, _("Minimum de commande non atteint")),
    (UncoveredKind.SHARE, _("Part maximale d'un fabricant atteinte")),
    (Kind.DEVICE, _("Dispositif médical")),
    (Kind.IVD, _("Diagnostic in vitro")),
    (Kind.MEDICINE, _("Médicament")),
    (Kind.OTHER, _("Autre article")),
    (Criticality.VITAL, _("Vital")),
    (Criticality.ESSENTIAL, _("Essentiel")),
    (Criticality.ORDINARY, _("Courant")),
    (TitleKind.DECLARATION, _("Déclaration d'établissement")),
    (TitleKind.CERTIFICATE, _("Certificat de système de management")),
    (TitleKind.REGISTRATION, _("Certificat d'enregistrement")),
    (TitleKind.AUTHORISATION, _("Autorisation spécifique")),
    (Comparison.EQUAL, _("égal")),
    (Comparison.AT_LEAST, _("au moins")),
    (Comparison.AT_MOST, _("au plus")),
    (Comparison.WITHIN, _("à la tolérance près")),
    (Comparison.ONE_OF, _("l'une des valeurs")),
    (Comparison.ORDERED, _("classe égale ou supérieure")),
    (Comparison.COMPATIBLE, _("compatible")),
    (Comparison.INFORMATIVE, _("pour information")),
    (Stage.READING, _("Lecture des désignations")),
    (Stage.ELIGIBILITY, _("Éligibilité")),
    (Stage.CONSOLIDATION, _("Regroupement en lots")),
    (Stage.MATCHING, _("Rapprochement")),
    (Stage.ALLOCATION, _("Attribution")),
    (Stage.EXPLANATION, _("Explications")),
)

_BY_MEMBER = {(type(member), member.value): words for member, words in _WORDS}


def say_enum(member: StrEnum, language: str | None = None) -> str:
    """Return the member in words; its bare value where it has none (a test prevents it)."""
    words = _BY_MEMBER.get((type(member), member.value))
    return member.value if words is None else translate(words, language)
