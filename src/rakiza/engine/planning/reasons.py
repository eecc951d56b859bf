"""Reason codes of the planner, with their parameters and the French sentence they stand for."""

from __future__ import annotations

# --- eligibility: why a month isn't lawful. `kind` is a TitleKind, `number` the title's number
# « {kind} : aucun titre n'est connu »
NO_TITLE = "eligibility.missing"
# « {kind} {number} : valable à partir du {date} »
TITLE_STARTS = "eligibility.{kind}_starts"
# « {kind} {number} : expire le {date} »
TITLE_EXPIRES = "eligibility.{kind}_expires"
# « {kind} {number} : suspendu du {date} au {until} »
TITLE_SUSPENDED = "eligibility.{kind}_suspended"
# « {kind} {number} : suspendu à partir du {date}, sans fin connue »
TITLE_HALTED = "eligibility.{kind}_halted"
# « Le certificat d'enregistrement {number} vaut pour d'autres caractéristiques ({characteristics}) »
REGISTERED_OTHERWISE = "eligibility.registration_other"
# « {kind} {number} vaut pour {site}, pas pour {made} où le dispositif se fabrique »
CERTIFICATE_SITE = "eligibility.certificate_site"
DECLARATION_SITE = "eligibility.declaration_site"
# « {kind} {number} vaut pour {site}, fermé depuis le {date} »
SITE_CLOSED = "eligibility.{kind}_closed"
# « {kind} {number} ({purpose}) ne couvre aucune livraison »
TITLE_UNFIT = "eligibility.{kind}_unfit"
# « L'offre n'est valable qu'à partir du {date} »
OFFER_STARTS = "eligibility.offer_starts"
# « L'offre n'est plus valable après le {date} »
OFFER_EXPIRES = "eligibility.offer_expires"
# « La ligne de production de l'offre est sur {site}, fermé depuis le {date} »
OFFER_SITE_CLOSED = "eligibility.offer_site_closed"

# --- consolidation: why a need line is in no lot, and what was assumed of its pack
# « Médicament : hors du plan des dispositifs »
EXCLUDED_MEDICINE = "need.medicine"
# « Ni un dispositif ni un réactif : hors du plan »
EXCLUDED_OTHER = "need.other"
# « Désignation non reconnue : aucune famille ne correspond »
EXCLUDED_UNREAD = "need.unread"
# « Lecture incertaine (confiance {confidence}) : à confirmer avant d'entrer dans le plan »
EXCLUDED_UNCONFIRMED = "need.unconfirmed"
# « La quantité est nulle »
EXCLUDED_ZERO = "need.zero"
# « Conditionnement supposé : {unit} de {size} (usage courant de la famille) »
TYPICAL_PACK = "need.typical_pack"
# « Conditionnement inconnu : une {unit} est comptée comme une unité »
UNKNOWN_PACK = "need.unknown_pack"
# « Aucune unité n'est écrite : la quantité est comptée en conditionnements de {size} »
PACK_ASSUMED = "need.pack_from_text"
# « La désignation dit {size} par conditionnement, mais l'unité écrite est {unit} : comptée à l'unité »
UNIT_OVER_PACK = "need.unit_over_pack"

# --- candidates
# « Le dispositif est conforme à la demande »
CANDIDATE_CONFORMS = "candidate.conforms"
# « {count} caractéristique(s) ne sont pas indiquées sur le dispositif »
CANDIDATE_UNKNOWN = "candidate.unknown"
# « {count} caractéristique(s) ne conviennent pas »
CANDIDATE_FAILS = "candidate.fails"
# « Aucun mois de livraison n'est couvert par tous les titres exigés »
CANDIDATE_NOT_ELIGIBLE = "candidate.not_eligible"
# « Plus cher que l'offre retenue : {price} contre {best} par unité (+{by} %) »
CANDIDATE_DEARER = "candidate.dearer"
# « Aussi bien placé, mais la capacité sert un autre lot ou l'ensemble coûte moins cher sans lui »
CANDIDATE_NOT_NEEDED = "candidate.not_needed"
# « {price} par unité dépasse le plafond de {ceiling} (import {reference} + {margin} %) »
CANDIDATE_TOO_DEAR = "candidate.too_dear"
# « Convient aussi, mais d'une autre valeur ({attribute}) que celle retenue pour le lot »
CANDIDATE_OTHER_VALUE = "candidate.other_value"
# « Moins chère ({price} contre {best}), mais elle n'indique pas tout : une offre sûre est préférée »
CANDIDATE_LESS_SURE = "candidate.less_sure"
# « La capacité de la période est déjà prise ou nulle »
CANDIDATE_NO_CAPACITY = "candidate.no_capacity"
# « La commande minimale est de {minimum}, le lot n'en laisse que {quantity} »
CANDIDATE_BELOW_MINIMUM = "candidate.below_minimum"

# --- awards
# « Prix rendu le plus bas : {price} par unité ; suivant : {next} (+{by} %) »
AWARD_CHEAPEST = "award.cheapest"
# « Seule offre conforme, admissible et dans le plafond »
AWARD_ONLY_SOURCE = "award.only_source"
# « Complète une offre moins chère qui ne suffit pas ({cheaper} à {best} par unité) »
AWARD_COMPLETES = "award.completes"
# « À égalité de prix avec {other} : la première référence l'emporte »
AWARD_TIE = "award.tie"
# « {by} % plus cher que l'import, dans la marge de préférence de {margin} % »
AWARD_PREFERENCE = "award.preference"
# « Au prix de l'import ({reference}) »
AWARD_AT_IMPORT = "award.at_import"
# « {by} % moins cher que l'import ({reference}) »
AWARD_BELOW_IMPORT = "award.below_import"
# « Palier atteint : à partir de {from_quantity} par an »
AWARD_TIER = "award.tier"
# « Dont {quantity} en surplus, pour finir le dernier conditionnement de {multiple} »
AWARD_SURPLUS = "award.surplus"
# « Préférée à une offre moins chère ({best}) qui n'indique pas tout »
AWARD_SURER = "award.surer"
# « Pas de prix d'import comparable : la référence de la famille ne dit pas cette taille »
AWARD_NO_REFERENCE = "award.no_reference"
# « Quantité limitée par l'admissibilité : {months} mois sur 12 »
AWARD_MONTHS = "award.months"

# --- uncovered
# « Aucun dispositif de cette famille n'est fabriqué ici »
UNCOVERED_NO_DEVICE = "uncovered.no_device"
# « Aucun dispositif de la famille ne convient ; le plus proche échoue sur {count} caractéristiques »
UNCOVERED_NO_MATCH = "uncovered.no_match"
# « Un seul écart : {attribute} ({offered} au lieu de {required} {unit}, écart {gap}) »
UNCOVERED_NEAR_MISS = "uncovered.near_miss"
# « Un seul écart : {attribute} ({offered} au lieu de {required}) »
UNCOVERED_DIFFERS = "uncovered.differs"
# « Le dispositif le plus proche n'indique pas : {attribute} ; à vérifier avant de l'attribuer »
UNCOVERED_UNKNOWN = "uncovered.unknown"
# « Fabriqué ici, mais pas livrable légalement dans ces mois »
UNCOVERED_NOT_ELIGIBLE = "uncovered.not_eligible"
# « La capacité des fabricants est épuisée »
UNCOVERED_CAPACITY = "uncovered.capacity"
# « L'offre la moins chère ({price}) dépasse le plafond ({ceiling}) »
UNCOVERED_PRICE = "uncovered.price"
# « Le besoin restant est inférieur à la commande minimale ({minimum}) »
UNCOVERED_MINIMUM_ORDER = "uncovered.minimum_order"
# « Un fabricant ne peut détenir plus de {share} % du lot »
UNCOVERED_SHARE = "uncovered.share"

# --- risks of covered lots
# « Trimestre {quarter} : {months} mois admissibles sur 3 pour {offer} »
RISK_GAP = "risk.eligibility_gap"
# « {kind} {number} de {offer} expire le {date} »
RISK_EXPIRES = "risk.title_expires"
# « Lot vital confié à un seul fabricant »
RISK_SINGLE_SOURCE = "risk.single_source"
# « {attribute} : {offer} ne l'indique pas, à vérifier auprès du fabricant »
RISK_TO_VERIFY = "risk.to_verify"
# « {attribute} : le besoin ne le dit pas, {values} valeurs conviennent ; à préciser avec le membre »
RISK_UNSPECIFIED = "risk.unspecified"

TITLE_KINDS = ("declaration", "certificate", "registration", "authorisation")
TITLE_CODES = tuple(
    template.format(kind=kind)
    for kind in TITLE_KINDS
    for template in (TITLE_STARTS, TITLE_EXPIRES, TITLE_SUSPENDED, TITLE_HALTED)
)
ALL = (
    NO_TITLE,
    *TITLE_CODES,
    REGISTERED_OTHERWISE,
    CERTIFICATE_SITE,
    DECLARATION_SITE,
    *(SITE_CLOSED.format(kind=kind) for kind in ("declaration", "certificate")),
    *(TITLE_UNFIT.format(kind=kind) for kind in ("declaration", "authorisation")),
    OFFER_STARTS,
    OFFER_EXPIRES,
    OFFER_SITE_CLOSED,
    EXCLUDED_MEDICINE,
    EXCLUDED_OTHER,
    EXCLUDED_UNREAD,
    EXCLUDED_UNCONFIRMED,
    EXCLUDED_ZERO,
    TYPICAL_PACK,
    UNKNOWN_PACK,
    PACK_ASSUMED,
    UNIT_OVER_PACK,
    CANDIDATE_CONFORMS,
    CANDIDATE_UNKNOWN,
    CANDIDATE_FAILS,
    CANDIDATE_NOT_ELIGIBLE,
    CANDIDATE_DEARER,
    CANDIDATE_NOT_NEEDED,
    CANDIDATE_OTHER_VALUE,
    CANDIDATE_LESS_SURE,
    CANDIDATE_TOO_DEAR,
    CANDIDATE_NO_CAPACITY,
    CANDIDATE_BELOW_MINIMUM,
    AWARD_CHEAPEST,
    AWARD_ONLY_SOURCE,
    AWARD_COMPLETES,
    AWARD_TIE,
    AWARD_PREFERENCE,
    AWARD_BELOW_IMPORT,
    AWARD_AT_IMPORT,
    AWARD_TIER,
    AWARD_SURPLUS,
    AWARD_SURER,
    AWARD_NO_REFERENCE,
    AWARD_MONTHS,
    UNCOVERED_NO_DEVICE,
    UNCOVERED_NO_MATCH,
    UNCOVERED_NEAR_MISS,
    UNCOVERED_DIFFERS,
    UNCOVERED_UNKNOWN,
    UNCOVERED_NOT_ELIGIBLE,
    UNCOVERED_CAPACITY,
    UNCOVERED_PRICE,
    UNCOVERED_MINIMUM_ORDER,
    UNCOVERED_SHARE,
    RISK_GAP,
    RISK_EXPIRES,
    RISK_SINGLE_SOURCE,
    RISK_TO_VERIFY,
    RISK_UNSPECIFIED,
)
