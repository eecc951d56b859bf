"""One spelling for every habit of writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rakiza.engine.reading.fold import _SUSPECT, _glued, _is_suspect, _mistaken, fold
from rakiza.engine.reading.stems import stem


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  SÉRINGUE   à  Œil ", "seringue a oeil"),
        ("5×10 ½ µL", "5x10 1/2 ul"),
        ("قَفَّازات الفحص ٢٠٫٥", "قفازات الفحص 20.5"),
        ("إبرة آلة أنبوب", "ابره اله انبوب"),
        ("مـحـقـنـة", "محقنه"),
        ("۲۰ مل", "20 مل"),
        ("ﬁl résorbable", "fil resorbable"),
        ("Ø 12 mm", "diam 12 mm"),
        ("L’eau – «pure»", 'l\'eau - "pure"'),
        ("N°7 • N£8", "n°7 ° n°8"),
        ("a\u200eb\u202ec\u00add", "abcd"),
        ("ligne\tune\r\ndeux", "ligne une deux"),
        ("≥ 10 ≤ 20", ">= 10 <= 20"),
        ("💉 seringue", "seringue"),
        ("SÃ©ringue stÃ©rile Ã\xa0 usage", "seringue sterile a usage"),
        ("NÂ°6 Â½ PIÃ¨CE FENÃªTRÃ‰E", "n°6 1/2 piece fenetree"),
        ("SERINGUE L.L. 10 ml", "seringue ll 10 ml"),
        ("S.N.G CH14, à U.U", "sng ch14, a uu"),
        ("B0ITE DE 1OO, 1OML", "boite de 100, 10ml"),
        ("vit.C 2.5 T.M", "vit.c 2.5 t.m"),
        ("", ""),
    ],
)
def test_habits_fold_to_one_spelling(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(codec="latin-1")) | st.text(alphabet="éàçœŒÉßÿ½µabcXYZ 12"))
def test_case_and_spaces_dont_matter(text: str) -> None:
    assert fold(text) == fold(text.upper()) == fold(text.lower()) == fold(f"  {text}\n")


MENDED = [
    "l0ck",
    "l0",
    "5o ",
    "20ml",
    "50",
    '"5/8',
    "'1/2",
    "a\\/ec",
    "<b>",
    "&amp;",
    "1m50",
    "6pl",
    "2xaig",
    "7 et demie",
    "l.l",
    "1oo",
    "t.m",
    ".",
    " ",
    "b",
]


@given(st.lists(st.sampled_from(MENDED), max_size=5))
def test_one_search_tells_all_that_is_to_be_mended(parts: list[str]) -> None:
    written = " ".join("".join(parts).split())
    assert fold(written) == _glued(_mistaken(written))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("compresses", "compresse"),
        ("steriles", "steril"),
        ("ballonnet", "balonet"),
        ("القفازات", "قفاز"),
        ("المحقنه", "محقنه"),
        ("seringues", "seringue"),
        ("chirurgicaux", "chirurgical"),
        ("chirurgicaux", "chirurgicale"),
        ("vaginaux", "vaginal"),
        ("ciseaux", "ciseau"),
        ("tuyaux", "tuyau"),
        ("rouleaux", "rouleau"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("gant", "gaine"), ("drap", "drain"), ("pince", "pinceau")])
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


_MENDED = [
    "7",
    "1",
    "1/2",
    "3/8",
    '"',
    "''",
    "2o",
    "l0",
    "l0ck",
    "1m50",
    "16pl",
    "2xaig",
    "<b>",
    "</b",
    "&amp;",
    "&#1",
    "a\\/ec",
    "et",
    "demi",
    "و",
    "نصف",
    "ونصف",
    "demie",
    "ml",
    "x",
]


@given(
    st.lists(st.sampled_from(_MENDED), max_size=6),
    st.sampled_from(["", " "]),
    st.text("01lo'\"<&/ xp", max_size=6),
)
def test_pieces_tell_what_their_text_tells_of_mending(parts: list[str], joint: str, odd: str) -> None:
    folded = " ".join((joint.join(parts) + odd).split())
    assert _is_suspect(folded, folded.split()) == (_SUSPECT.search(folded) is not None)
