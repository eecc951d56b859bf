"""Makers and marks that stand in a text as such: `type BD`, `marque X`, `X®`, `de chez X`, a maker of the catalogue.

A brand that stands for one family is `wording`'s. A maker named only to say what the article must fit
(`compatible avec moniteur Philips`) shuts nobody out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rakiza.engine.families import KnowledgeBase
from rakiza.engine.matching.lint import reasons
from rakiza.engine.matching.lint.values import Finding, Severity
from rakiza.engine.reading.fold import fold
from rakiza.engine.reasons import Reason

Words = tuple[str, ...]
_WORD = re.compile(r"[^\W_]+")
_LONGEST = 4
_LEAST_NAME = 4  # letters of a maker's name that is read by itself
_REGISTERED = re.compile(r"(?P<mark>[^\W_][\w+.&-]*)\s?(?:[®™]|\((?:[rR]|[tT][mM])\))")
# What announces a name; after `type` and the like only a name that is known counts.
_CUES = re.compile(
    r"(?<!\w)(?:(?:de )?marque|brand(?: name)?|de chez|chez|fabrique par|fabricant|made by|manufactured by|manufacturer|produit par"
    r"|laboratoires?|de la societe|ماركه|علامه تجاريه|العلامه التجاريه|من انتاج|انتاج شركه|شركه|صنع شركه|تصنيع شركه)(?!\w)[ :=]*\"?(?P<name>[^\W_][\w.&+-]*)"
)
_KINDS = re.compile(r"(?<!\w)(?:types?|genre|modeles?|model|mod\.|نوع|موديل|طراز)(?!\w)[ :=]*\"?$")
_FITTING = re.compile(
    r"(?:compatib\w*|adaptables?|adapte\w*|fits?|pour (?:appareil|automate|moniteur|pompe|respirateur|analyseur|generateur|machine|lecteur)\w*"
    r"|for use with|متوافق\w*|لجهاز)(?: [^\W_]+){0,3} ?$"
)
# What follows `marque` and is no name: marks of conformity, and words of the phrase itself.
_NO_NAME_WORDS = """
ce nf nm iso a au aux de des du la le les et ou sur en reconnue reconnues connue europeenne europeennes locale nationale
internationale deposee proposee preciser indiquer equivalente similaire choix libre et modele type of or and to be the any
name names ar fr the reputee garantie marocaine marocain specifiee specifier existante disponible unique commerciale
"""
_NO_NAME = frozenset(_NO_NAME_WORDS.split())
_LEGAL_WORDS = """
sarl sarlau sa sas sasu spa snc ltd limited inc llc gmbh ag bv nv plc corp co company societe ste groupe group laboratoire
laboratoires labo maroc morocco international industries industrie medical medicale healthcare شركه مختبرات مجموعه المغرب
"""
_LEGAL = frozenset(_LEGAL_WORDS.split())


class Names:
    """The makers' names that are known: widely, and in one catalogue."""

    __slots__ = ("_known", "_ordinary", "_short")

    def __init__(self, knowledge: KnowledgeBase) -> None:
        """Gather the names of the lexicon, and the words that name no maker by themselves."""
        self._known = {_words(name) for name in knowledge.lexicon.brands}
        self._short = {_words(name) for name in knowledge.lexicon.short_brands}
        self._ordinary = _ordinary(knowledge)

    def of_catalogue(self, makers: Iterable[str]) -> frozenset[Words]:
        """Return what of the makers' names would be recognised in a text: without their legal form.

        A name made of ordinary words alone (`Gants et Compresses SARL`) isn't told from a description.
        """
        found = set()
        for maker in makers:
            words = tuple(word for word in _words(maker) if word not in _LEGAL)
            if sum(map(len, words)) >= _LEAST_NAME and not self._ordinary.issuperset(words):
                found.add(words[:_LONGEST])
        return frozenset(found)

    def findings(self, text: str, catalogue: frozenset[Words], brands: Iterable[Words]) -> Iterator[Finding]:
        """Return one finding a name that stands in the text; `brands` are those told otherwise."""
        folded = fold(text)
        told = set(brands)
        for name in dict.fromkeys([*self._announced(text, folded), *self._standing(folded, catalogue)]):
            if not any(name == brand or set(name) <= set(brand) for brand in told):
                word = " ".join(name)
                yield Finding(
                    Severity.WARNING,
                    Reason.of(reasons.MAKER, word=word),
                    Reason.of(reasons.ADD_EQUIVALENT, word=word),
                    words=word,
                )

    def _announced(self, text: str, folded: str) -> Iterator[Words]:
        """Yield the names that a mark or a word before them makes one."""
        for match in _REGISTERED.finditer(text):
            yield _words(match["mark"])
        for match in _CUES.finditer(folded):
            first = _words(match["name"])
            if first and first[0] not in _NO_NAME and not first[0].isdigit():
                rest = _words(folded[match.start("name") :])
                yield self._longest(rest) or first

    def _standing(self, folded: str, catalogue: frozenset[Words]) -> Iterator[Words]:
        """Yield the known names, wherever they stand but where they say what the article fits."""
        spans = [(match.group(), match.start()) for match in _WORD.finditer(folded)]
        at = 0
        while at < len(spans):
            gram = tuple(word for word, _ in spans[at : at + _LONGEST])
            before = folded[: spans[at][1]]
            known = self._longest(gram, catalogue, short=_KINDS.search(before) is not None)
            if known is not None and not _FITTING.search(before[-80:]):
                yield known
            at += len(known) if known is not None else 1

    def _longest(
        self, words: Words, catalogue: frozenset[Words] = frozenset(), *, short: bool = True
    ) -> Words | None:
        for length in range(min(_LONGEST, len(words)), 0, -1):
            gram = words[:length]
            if gram in self._known or gram in catalogue or (short and gram in self._short):
                return gram
        return None


def _words(text: str) -> Words:
    return tuple(_WORD.findall(fold(text)))


def _ordinary(knowledge: KnowledgeBase) -> frozenset[str]:
    """Return the words that families, values and packs are written with, brands apart."""
    texts = [
        text
        for family in knowledge.families
        for text in (
            family.labels.fr,
            family.labels.ar,
            family.labels.en,
            *(synonym.text for synonym in family.synonyms if not synonym.brand),
        )
    ]
    texts += [*knowledge.lexicon.values, *knowledge.lexicon.pack_units, *knowledge.lexicon.other]
    return frozenset(word for text in texts for word in _words(text)) | _NO_NAME | _LEGAL
