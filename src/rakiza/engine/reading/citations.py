"""What a designation cites: article references, laws and marks, standards, quality levels.

Their numbers are nobody's measure. A standard and a quality level are requirements of their own; a
reference says nothing of the article.

Whether a reference stands in a text depends on its digits nowhere, so that texts of one shape share it.
Where a standard may, the text is read by itself (`Citations.by_digits`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rakiza.engine.attributes import AttributeScalar, Op
from rakiza.engine.families import KnowledgeBase
from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.roles import ANNOUNCES, EVERY, LAW, PROTECTION, REFERENCE, RISK, STANDARD
from rakiza.engine.reading.standard_words import AQL, BODIES, known_number, standards_in

_NUMBER = r"(?:n ?°|n[o°]?\b\.?|no\b\.?|num(?:ero|ber)?\b\.?|nr\b\.?|رقم|#)"
_GAP = r"[ .:°#=]*"
# A code has a digit; a letter or two may stand apart before a long number.
_CODE = r"(?:[a-z]{1,2}[ -](?=\d{3})|[a-z]{0,8}[./_-]?)\d[a-z0-9]*(?:[./_-][a-z0-9]*\d[a-z0-9]*)*"
_OF = r"(?: ?(?:de l[' ]|de |du |d[' ]|of )?(?:article|art|produit|product|item|fournisseur|fabricant|fab|catalogue|interne|barres?|lot|serie|commande|order|المنتج|الصنف|الماده|القطعه|الكتالوج|المورد|الشركه|الدفعه)\b\.?)?"
# Words that by themselves announce a reference, and those that do with a number sign or `code` beside them.
_ALONE = r"(?:ref(?:s|erences?)?|codes?|skus?|gtin|ean ?(?:13|8)?|udi(?:-di)?|p/n|s/n|مرجع|المرجع|مرجعي|المرجعي|رمز|الرمز|كود|الكود)"
_NUMBERED = (
    r"(?:cat(?:alog(?:ue)?)?|articles?|art|lots?|items?|product|produit|part|batch|order|serial|serie|commande"
    r"|marche|poste|rubrique|appel d'offres?|ao|model|modele|رقم|الصنف|صنف|الكتالوج|كتالوج|القطعه|قطعه|الدفعه|دفعه|تشغيله|حصه|الحصه|الماده)"
)
_BARE = r"(?:articles?|art\.|lots?(?! ?(?:de|of|/|x|\*|\d+ ?[x*] ?\d))|items?|sku|poste|cat\. ?(?=[a-z]*\d{3})|الحصه|حصه)"
_REFERENCE = re.compile(
    rf"(?<!\w)(?:{_ALONE}{_OF}{_GAP}(?:{_NUMBER}{_GAP})?"
    rf"|(?:{_NUMBER} ?)?{_NUMBERED}\b{_GAP}(?:(?:{_NUMBER}|code\b|ref\b){_GAP})+"
    rf"|{_NUMBER}{_GAP}(?:de |d[' ])?{_NUMBERED}\b{_GAP}"
    rf"|{_BARE}{_GAP})"
    rf"(?P<code>{_CODE})(?!\w)"
)
_LAW = re.compile(
    r"(?<!\w)(?:reglements?|regulation|directives?|decrets?|decree|loi|law|dahir|arretes?|circulaires? (?:ministeriel\w*|n\b|no\b|du\b)|mdr|ivdr|reach|rohs"
    r"|(?:ال|لل)?(?:لايحه|قانون|مرسوم)|للايحه|(?<!سلك )(?:ال|لل)توجيه)(?!\w)[^\d,;]{0,25}\d+(?:[./-]\d+){0,3}(?: ?/? ?(?:cee|ce|ue|eu|ec|eec)\b)?"
    r"|(?<!\w)\d{2,4}/\d{2,4}/(?:cee|ce|ue|eu|ec|eec)\b"
    r"|(?<!\w)ce ?\d{4}(?![\w.,]| ?[x*])"
    r"|(?<!\w)510 ?\(? ?k\b ?\)?"
)
# The place of a line in its list: `12) SONDE`, `1- COMPRESSE`, `3. قسطرة`.
_PLACE = re.compile(r"\d{1,4} ?(?:\)|[.:-]\)?) *(?=[^\W\d_]{4})")
_WITHIN = (
    r"ref|cod|cat|lot|art|item|sku|gtin|ean|udi|part|batch|order|seri|commande|marche|poste|rubri|appel"
    r"|produ|model|510|reg|direc|decr|dahir|arret|circu|mdr|ivdr|reach|rohs"
    r"|مرجع|رمز|كود|رقم|حص|دفع|صنف|لايح|قانون|توجيه|مرسوم"
)
_HINT = re.compile(rf"{_WITHIN}|[ps]/n|\bao\b|\d/\d+/|\bce ?\d|\bl[oa][iw]\b")
_HINT_WITHIN = re.compile(_WITHIN)  # what tells it wherever it stands in a word
# The words that a reference may start with, letters of its code glued to them, and those that stand by themselves.
_HINTED = re.compile(r"ref|code|sku|gtin|ean|udi|article|lot|item|poste|(?:ال)?(?:مرجع|رمز|كود|حصه)")
_STANDING = """
    art cat catalog catalogue product produit part batch order serial serie commande marche rubrique appel ao model modele
    رقم الصنف صنف الكتالوج كتالوج القطعه قطعه الدفعه دفعه تشغيله الماده
"""
_OF_LAWS = """
    510 ce reglement reglements regulation directive directives decret decrets decree loi law dahir arrete arretes
    circulaire circulaires mdr ivdr reach rohs
    لايحه اللايحه للايحه قانون القانون للقانون التوجيه للتوجيه مرسوم المرسوم للمرسوم
"""
_LEGAL = frozenset(_OF_LAWS.split())
_HINTING = _LEGAL.union(_STANDING.split())
_CLAUSES = STANDARD | RISK | PROTECTION
# A body's name, several in one, or one with the letter that its number starts with (NFS 94).
_BEFORE_STANDARD = re.compile(rf"(?:{'|'.join(BODIES)})+(?:pb|[a-z])?")
_PARTED = re.compile(r"[ps]/n|\d/\d+/")
# Risk classes are told from other classes by their letter or by what is said before them.
_RISK = re.compile(
    r"(?<!\w)(?:dispositifs? medica(?:l|ux)|dm|medical devices?|جهاز طبي|الاجهزه الطبيه)? ?(?:de )?(?:la )?(?:classe?|فيه|الفيه)(?: de risque| الخطوره)? ?:? ?(?P<letter>ii ?[ab])(?!\w)"
    r"|(?<!\w)(?:(?:dispositifs? medica(?:l|ux)|dm|medical devices?|جهاز طبي) (?:de )?(?:classe?|فيه)|(?:classe? de risque|risk class|فيه الخطوره)) ?:? ?(?P<said>i{1,3})(?!\w)"
)
# What a coverall keeps out (EN 14605, EN 13982-1, EN 13034), and the level of a gown (AAMI PB70).
_TYPES = re.compile(
    r"(?<!\w)(?:types?|نوع|النوع) ?(?P<types>[3-6] ?-?b?(?: ?(?:[/,+&-]|et|and|و)? ?(?:types? ?)?[3-6] ?-?b?)+|[3-6] ?-?b)(?!\w)"
)
_AAMI = re.compile(
    r"(?<!\w)aami(?: ?pb ?70)?(?: ?:? ?\d{4})?[ ,:-]*(?P<span>(?:niveau|level|class\w*|المستوي|مستوي) ?:? ?(?P<level>[1-4]|i{1,3}|iv))(?!\w)"
)
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_LOWER_LETTERS = str.maketrans("AB", "ab")
_MASK = "|"


@dataclass(frozen=True, slots=True)
class Clause:
    """A requirement cited: the attribute, its comparison and value, and the characters that say it."""

    name: str
    op: Op
    value: AttributeScalar
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cited:
    """What a text cites: the characters of its references, and its clauses."""

    references: tuple[tuple[int, int], ...] = ()
    clauses: tuple[Clause, ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return every character that is no part of the article's own description."""
        return (*self.references, *(clause.span for clause in self.clauses))

    def masked(self, folded: str) -> str:
        """Return the text with what is cited struck out, every other character in its place."""
        for start, end in self.spans:
            folded = folded[:start] + _MASK * (end - start) + folded[end:]
        return folded


NOTHING = Cited()


class Citations:
    """Finds what designations cite; standards that families ask for are known without a word before them."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Gather the numbers of the standards that the families name."""
        self._known = frozenset(
            number
            for family in knowledge.families
            for written in (*family.standards, *family.tests)
            for number in known_number(fold(written))
        )

    def read(self, folded: str, roles: int = EVERY) -> Cited:
        """Return what a folded text cites; `roles` are those of its words (`citing`), where they are known."""
        may_be = roles & _CLAUSES or "aql" in folded or "aami" in folded or "nqa" in folded
        if not may_be and not roles & REFERENCE and "/" not in folded and not folded[:1].isdigit():
            return NOTHING
        clauses = tuple(_clauses(folded, self._known, roles)) if may_be else ()
        text = Cited((), clauses).masked(folded) if clauses else folded
        references = tuple(_references(text, roles))
        return Cited(references, clauses) if references or clauses else NOTHING


def citing(word: str) -> int:
    """Return what a word may be part of that is cited."""
    found = STANDARD * (_BEFORE_STANDARD.fullmatch(word) is not None) + RISK * (
        "class" in word or "فيه" in word
    )
    found += PROTECTION * ("type" in word or "نوع" in word) + LAW * (word in _LEGAL)
    if word in _HINTING or _HINTED.match(word) is not None:
        found += REFERENCE + ANNOUNCES * (_HINT_WITHIN.search(word) is not None)
    return found


def _clauses(folded: str, known: frozenset[str], roles: int) -> Iterator[Clause]:
    for standard in standards_in(folded, known) if roles & STANDARD else ():
        for value in standard.values:
            yield Clause("standard", Op.EQ, value, standard.span)
    for match in _RISK.finditer(folded) if roles & RISK else ():
        written = (match["letter"] or match["said"]).replace(" ", "")
        yield Clause("risk_class", Op.EQ, written.upper().translate(_LOWER_LETTERS), match.span())
    if "aami" in folded:
        for match in _AAMI.finditer(folded):
            level = _ROMAN.get(match["level"], match["level"])
            yield Clause("protection_class", Op.EQ, f"AAMI_{level}", match.span("span"))
    for match in _TYPES.finditer(folded) if roles & PROTECTION else ():
        loosest = range(int(min(re.findall(r"\d", match["types"]))), 7)
        yield Clause("protection_class", Op.EQ, "_".join(["type", *map(str, loosest)]), match.span())
    if "aql" in folded or "nqa" in folded:
        for match in AQL.finditer(folded):
            yield Clause("aql", Op.EQ, float(match["value"].replace(",", ".")), match.span())


def _references(folded: str, roles: int) -> Iterable[tuple[int, int]]:
    place = _PLACE.match(folded) if folded[:1].isdigit() else None
    if place is not None:
        yield place.span()
    parted = "/" in folded and _PARTED.search(folded) is not None
    if (roles & REFERENCE or parted) and (roles & ANNOUNCES or _HINT.search(folded)):
        for pattern in (_REFERENCE, _LAW) if roles & LAW or parted else (_REFERENCE,):
            yield from [match.span() for match in pattern.finditer(folded)]
