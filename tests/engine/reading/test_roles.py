"""What words may be part of: a search that they allow finds what a search of every text does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.reading import fold
from rakiza.engine.reading.citations import Citations, citing
from rakiza.engine.reading.roles import EVERY, Roles
from rakiza.engine.reading.tokens import tokenise
from rakiza.reference.families import load

CITATIONS = Citations(load())
ROLES = Roles(citing)
_PARTS = """
ref réf. article lot code n° 12 EN ISO 455-1 13485 CE 0459 loi 17-04 classe IIa type 5b 6b AQL 1.5 nf s93 p/n s/n A12
510 k aami niveau 3 مرجع رقم الصنف نوع 2/3/CE ao modele MDR 2017/745 low mdr2017 tissu xref9 iso13485 class2 / ( ) : catalogue cat. cathe12 articles refabc12 lotx9 artx9
règlement circulaire ministérielle nfs aamipb 70 astmd d412 enn° endo50 المرجع القانون الحصه poste serial appel d'offre
"""
PARTS = _PARTS.split()


@given(st.lists(st.sampled_from(PARTS), max_size=8), st.sampled_from(["", " ", " . "]))
def test_the_words_of_a_text_hide_nothing_cited(parts: list[str], between: str) -> None:
    folded = fold(between.join(parts))
    assert CITATIONS.read(folded, ROLES.of(tokenise(folded).texts)) == CITATIONS.read(folded, EVERY)


def test_a_word_keeps_its_roles() -> None:
    roles = Roles(len, lambda word: 8 if word == "abc" else 0)
    assert [roles.of(["abc"]), roles.of(["abc", "wxyz"]), roles.of([]), roles["abc"]] == [11, 15, 0, 11]


def test_long_words_are_not_kept() -> None:
    roles = Roles(len)
    roles.of(["a" * 41, "b"])
    assert list(roles) == ["b"]
