"""The codes of the reasons that a reading gives; the words live in the kernel's catalogue.

| code | parameters | sentence (French) |
|-|-|-|
| reading.family_phrase | word, family | « {word} » désigne cette famille. |
| reading.family_typo | word, meant | « {word} » lu comme « {meant} ». |
| reading.medicine_word | word | « {word} » désigne un médicament. |
| reading.medicine_form | word | « {word} » est une forme ou un dosage de médicament. |
| reading.other_word | word | « {word} » désigne un article qui n'est pas un dispositif médical. |
| reading.attribute | word, name | « {word} » donne l'attribut {name}. |
| reading.packaging | word | « {word} » décrit le conditionnement. |
| reading.reference | word | « {word} » est une référence, pas une mesure. |
| reading.ambiguous | family, other | Peut aussi être lu comme une autre famille. |
| reading.vague | | Le libellé n'est qu'un mot commun à plusieurs familles. |
| reading.brand_only | | Le libellé n'est qu'une marque. |
| reading.official_term | emdn | Un terme de la nomenclature officielle s'en approche. |
| reading.family_missing | | Aucune famille ne couvre ce libellé. |
| reading.empty | | Le libellé ne contient aucun mot. |
"""

from __future__ import annotations

FAMILY_PHRASE = "reading.family_phrase"
FAMILY_TYPO = "reading.family_typo"
MEDICINE_WORD = "reading.medicine_word"
MEDICINE_FORM = "reading.medicine_form"
OTHER_WORD = "reading.other_word"
ATTRIBUTE = "reading.attribute"
PACKAGING = "reading.packaging"
REFERENCE = "reading.reference"
AMBIGUOUS = "reading.ambiguous"
VAGUE = "reading.vague"
BRAND_ONLY = "reading.brand_only"
OFFICIAL_TERM = "reading.official_term"
FAMILY_MISSING = "reading.family_missing"
EMPTY = "reading.empty"

ALL = (
    FAMILY_PHRASE,
    FAMILY_TYPO,
    MEDICINE_WORD,
    MEDICINE_FORM,
    OTHER_WORD,
    ATTRIBUTE,
    PACKAGING,
    REFERENCE,
    AMBIGUOUS,
    VAGUE,
    BRAND_ONLY,
    OFFICIAL_TERM,
    FAMILY_MISSING,
    EMPTY,
)
