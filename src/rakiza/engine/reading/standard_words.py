"""Standards as they are written: `NF EN 455-1`, `ISO 7886-1:2017`, `selon norme EN 13795`, `المعيار EN 455`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from rakiza.engine.reading.unit_words import COUNTED, UNIT_WORDS

AQL = re.compile(
    r"(?<!\w)(?:niveaux? |level )?(?:d ?['e] ?|de l['a] ?)?(?:aql|nqa)(?!\w)(?: ?(?:de|of|a|=|:|<=?|>=?|max\w*|inferieur a|egal a))* ?"
    r"(?P<value>\d(?:[.,]\d{1,2})?)(?![\d.,])"
)
BODIES = (
    "iso", "ايزو", "iec", "cei", "en", "nm", "nf", "din", "bs", "une", "astm", "aami", "ansi", "jis", "gost", "yy", "gb",
)  # fmt: skip
_BODY = rf"(?:{'|'.join(BODIES)})"
# A word that announces a standard, and the little ones that may stand between.
_BETWEEN = (
    r"a|aux?|l[ae]s?|l'|et|and|with|the|to|d[eu]s?|d'|cette|norm\w*|standards?|europe\w*|harmonise\w*|marocaines?|international\w*"
    r"|\w*مواصف\w*|\w*معيار|القياسي\w*|الاوروبي\w*|الدولي\w*|المغربي\w*|رقم|n°|:|°|-"
)
_CUE = re.compile(
    r"(?:selon|suivant|conform\w*|certifi\w*|norm(?:es?|alise\w*)|complian\w*|comply\w*|complies|accord\w+|as per|meets?"
    rf"|وفق\w*|حسب|\w*مطابق\w*|\w*معيار|\w*معايير|\w*مواصف\w*)(?: ?(?:{_BETWEEN})){{0,5}} ?$"
)
_CUE_REACH = 60  # characters before a standard
_STANDARD = re.compile(
    rf"(?<![^\W_])(?P<bodies>{_BODY}(?:[ /-]?{_BODY})*)(?:[ /-](?:ts|tr|pas|t|cd|dis)\b)?[ :°-]{{0,2}}(?:n° ?)?"
    r"(?P<number>(?:pb|[a-z] ?(?=[\d]))?\d{2,6}(?:\.\d{1,4})*(?:-\d{1,3}(?!\d))*)"
    r"(?P<year> ?[:/] ?(?:19|20)\d\d(?!\d)| ?\((?:19|20)\d\d\)|-(?:19|20)\d\d(?!\d))?"
    r"(?P<amended>(?: ?[+/] ?a[cm]?\d?(?: ?: ?(?:19|20)\d\d)?)*)"
)
_MEASURED = "|".join(
    re.escape(word) for word in sorted({*UNIT_WORDS, *COUNTED}, key=lambda word: (-len(word), word))
)
_LONG_UNITS = "|".join(
    re.escape(word)
    for word in sorted({*UNIT_WORDS, *COUNTED}, key=lambda word: (-len(word), word))
    if len(word) > 1
)
_FOLLOWED = re.compile(rf" ?(?:(?:{_LONG_UNITS})(?!\w)|[x*] ?\d)")
# Further parts of the same standard: `EN 455-1/2/3`, `EN 455-1, 2 et 3`, `EN 455 (1, 2, 3)`, `parties 1 à 4`.
_PARTS = re.compile(
    rf" ?\(? ?(?:(?:parties?|parts?|pt)\.? ?)?(?P<parts>-?\d(?: ?(?:[/,;&-]|et|and|a|to|و) ?-?\d(?!\d))*)(?![\d.]|,\d| ?(?:{_MEASURED})(?!\w)| ?[x*] ?\d) ?\)?"
)
_MORE = re.compile(
    rf"(?P<parts>(?: ?(?:[/,;&]|et|and|و) ?-? ?\d(?![\d.]|,\d| ?(?:{_MEASURED})(?!\w)| ?[x*] ?\d)|/-?\d(?![\d.x*]|mm|cm|cc|ml))+)"
)
_SAID_PART = re.compile(r" ?(?:\(|(?:parties?|parts?|pt)\b)")
_WRITTEN = {"ايزو": "ISO"}
# Well-known ones that hospitals cite without a word before them, beside those that families name.
_USUAL_NUMBERS = """
149 166 285 374 388 420 455 556 597 594 867 868 980 1041 1186 1422 1500 9001 10993 11607 12791 13485 14001 14971
"""
_USUAL = frozenset(_USUAL_NUMBERS.split())
_LEAST_SURE = 5  # digits: no measure of a device has so many
_FEWEST, _ISO_DIGITS = 3, 4
_ALSO_WORDS = frozenset({"en", "une"})  # French words by themselves


@dataclass(frozen=True, slots=True)
class CitedStandard:
    """One mention: the standards that it names (several parts of one, often) and its characters."""

    values: tuple[str, ...]
    span: tuple[int, int]


def known_number(folded: str) -> Iterator[str]:
    """Yield the number of the standard that a folded text is, without its part."""
    match = _STANDARD.search(folded)
    if match is not None:
        yield _root(match["number"])


def standards_in(folded: str, known: Collection[str]) -> Iterator[CitedStandard]:
    """Yield the standards that a folded text cites; `known` are numbers that need no word before them."""
    at = 0
    while (match := _STANDARD.search(folded, at)) is not None:
        at = match.end()
        if not _is_sure(match, folded, known):
            continue
        values, end = _values(match, folded)
        at = max(at, end)
        cue = _cue(folded, match.start())
        yield CitedStandard(values, (cue.start() if cue else match.start(), end))


def _cue(folded: str, start: int) -> re.Match[str] | None:
    """Return the words that announce what starts there, with their places in the text."""
    return _CUE.search(folded, max(0, start - _CUE_REACH), start)


def _is_sure(match: re.Match[str], folded: str, known: Collection[str]) -> bool:
    """Tell whether what looks like a standard is one: `en 100 ml` and `ISO 25` aren't."""
    bodies = re.findall(_BODY, match["bodies"])
    number = match["number"]
    root = _root(number)
    digits = len(re.sub(r"\D", "", root))
    cited = _cue(folded, match.start()) is not None or match["year"] is not None or len(bodies) > 1
    if _FOLLOWED.match(folded, match.end()) and not (len(bodies) > 1 or digits >= _LEAST_SURE):
        return False
    if digits < _FEWEST and not (number[0].isalpha() or "." in number):
        return False
    return (
        cited or digits >= _LEAST_SURE or root in known or root in _USUAL or _needs_no_word(bodies[0], number)
    )


def _needs_no_word(body: str, number: str) -> bool:
    """Tell whether a body's number is a standard by the way it is written."""
    if body in {"nf", "astm", "aami", "ansi"} and number[0].isalpha():
        return True
    if body == "nm":
        return "." in number
    digits = len(re.sub(r"\D", "", _root(number)))
    if body in {"iso", "ايزو"}:
        return digits >= _ISO_DIGITS or "-" in number
    return body not in _ALSO_WORDS and digits >= _FEWEST and "-" in number


def _root(number: str) -> str:
    return number.partition("-")[0].replace(" ", "")


def _values(match: re.Match[str], folded: str) -> tuple[tuple[str, ...], int]:
    """Return the standards named as they are usually written, and where the mention ends."""
    bodies = " ".join(_WRITTEN.get(body, body.upper()) for body in re.findall(_BODY, match["bodies"]))
    number = match["number"].replace(" ", "").upper()
    year = re.sub(r"\D", "", match["year"] or "")
    edition = f":{year}{match['amended'].replace(' ', '').upper()}" if year else ""
    end = match.end()
    if not year:
        more = _more_parts(folded, end, has_part="-" in number)
        if more is not None:
            parts, end = more
            root, _, first = number.partition("-")
            named = dict.fromkeys([*([first] if first else []), *parts])
            return tuple(f"{bodies} {root}-{part}" for part in named), end
    return (f"{bodies} {number}{edition}",), end


def _more_parts(folded: str, at: int, *, has_part: bool) -> tuple[list[str], int] | None:
    pattern = _MORE if has_part else _PARTS
    if not has_part and not _SAID_PART.match(folded, at):
        return None
    match = pattern.match(folded, at)
    if match is None:
        return None
    written = match["parts"]
    run = re.fullmatch(r"-?(\d) ?(?:-|a|to) ?(\d)", written)
    if run is not None and int(run[1]) < int(run[2]):
        return [str(part) for part in range(int(run[1]), int(run[2]) + 1)], match.end()
    return re.findall(r"\d", written), match.end()
