"""How an article is packed (`BT 100`, `B/36`, `20*2ML`, `carton 20 x 100`), apart from its dimensions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from rakiza.engine.reading.end_counts import end_count, may_end_in_count
from rakiza.engine.reading.fold import fold
from rakiza.engine.reading.pack_spans import (
    NO_PACK,
    PackSpan,
    all_at,
    first_at,
    places,
    plain_pack,
    with_number_asked,
)
from rakiza.engine.reading.pack_words import PackWords, may_divide
from rakiza.engine.reading.roles import (
    CONTENT,
    COUNTED,
    DIGITS,
    ENDS,
    EVERY,
    JOINS,
    LOT,
    MULTIPLE,
    SHORT,
    SIZED,
    TAIL,
    VOLUME,
)
from rakiza.engine.reading.values import PackReading

# Things that are contents, not packs: they count pieces.
_CONTENTS = frozenset(
    {"piece", "unite", "paire", "test", "ampoule", "sachet", "tube", "litre", "kg", "metre"}
)
_OUTER = frozenset({"carton", "palette"})
_OUTER_OR_BOX = _OUTER | {"boite", "paquet"}
# What a liquid is sold in; a bag or a box of so many millilitres is the article itself.
_LIQUID = frozenset({"flacon", "bidon", "ampoule"})
_NO_PREFIX = frozenset({"litre", "kg", "metre", "tube", "test", "kit", "set", "unite", "piece", "paire"})
# By themselves, without a number, these say how tablets are presented, not what is counted.
_PRESENTATION = frozenset({"blister", "cartouche"})
# Forms too short to be read without a number at once behind them.
_SHORT = frozenset({"b", "p", "u", "un", "l", "f", "c", "s"})
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"(?<!\w)[^\W\d_]+")
_BY_SIDE = re.compile(r"\d par \d\d(?!\d)")  # 10 par 20 are sides, N°24 PAR 50 a pack
_AND_OTHERS = re.compile(r"\+ ?\d+ ?[x*] ?\d")
_COUNTED_IN_DOZENS = re.compile(r"\d ?(?:dz|douzaine|dozen)")
_BOTTLES = re.compile(r"(?<![\w.,/*+-])(?<!\+ )(?P<size>[1-9]\d?) ?[x*] ?\d{1,4}(?![\w/*%-]|[.,]\d| ?[x*%+])")
_BOTTLE = "flacon"
_DOSES = re.compile(r" ?doses?(?!\w)")
_DOZENS = re.compile(r" ?(?:dz|douzaines?|dozens?)(?!\w)")
# What a pack holds, beside its name: `125 sheets/box`, `100 strips per pack`.
_THINGS = r"sheet|film|feuille|strip|bandelette|tip|embout|lame|slide|glove|gant|swab|mask|masque|needle|aiguille|syringe"
_MEASURE = r"(?:ml|cc|l|cl|mg|gms?|g|gr|kg|ui|mm|cm|m|g/l|litres?|مل|ملل|لتر|غ|غرام|جرام|كغ|سم|مم|ملم|م)\b"
# How many are sold or packed at once: UDV: 100, COND. 50, conditionnement par 10.
_SOLD = r"(?:udv|uv|uc|cond|cdt|condit|conditionnement|contenant|contient|cont|unite de vente)\.? ?(?:de |par |: ?|= ?|/ ?)?(?=[1-9])"
_TESTS = r"(?:t|dets?|determinations?|اختبار(?:ات|ا)?|فحوصات|فحصا?|تحليلا?)"
# Ways of writing a pack that are sought together.
_COUNTING = MULTIPLE | COUNTED
_UNSIZED = VOLUME | TAIL
_NAMED = SIZED | SHORT | CONTENT
_VITAMIN = len("vitamine ")  # of vitamine B12 that is no pack; else one character before a pack tells
_MOST_ENDS = 20_000
# The groups of a pattern that have the unit and the size.
_LONG_GROUPS = (("unit", "size"),)
_SHORT_GROUPS = (("unit", "size"), ("unit2", "size2"))


class PackReader:
    """Reads packaging with the pack words of a lexicon."""

    def __init__(self, pack_units: Mapping[str, str]) -> None:
        self._units = dict(pack_units)
        self._ends: dict[tuple[str, tuple[str, ...], int], PackSpan | None] = {}
        forms = sorted((form for form in pack_units if form), key=lambda form: (-len(form), form))
        longer = [form for form in forms if form not in _SHORT]
        packs = [form for form in longer if pack_units[form] not in _NO_PREFIX]
        self._pack = "|".join(re.escape(form) for form in packs)
        self._any = "|".join(re.escape(form) for form in longer)
        short = "|".join(re.escape(form) for form in forms if form in _SHORT)
        pack, anything = self._pack or "(?!)", self._any or "(?!)"
        self._outer = re.compile(
            rf"(?<!\w)(?P<unit>{pack})s? ?(?:de |of |/ ?|: ?)?(?P<outer>\d+) ?[x*] ?(?P<size>\d+)(?! ?{_MEASURE})(?![\d.,/])"
        )
        # CARTON DE 12 BOITES DE 50: so many inner packs of so many.
        self._nested = re.compile(
            rf"(?<!\w)(?P<unit>{pack})s?\.? ?(?:de |of |/ ?|: ?|x ?)?(?P<outer>\d+) ?(?P<inner>{pack})s?\.? ?(?:de |of |a |/ ?|x ?)?(?P<size>\d+)"
            rf"(?![\d]|[.,/]\d| ?{_MEASURE}| ?[x*] ?\d)"
        )
        # BTE DE 10X10, BLISTER 10X10: both numbers are in the one pack; BTE 10X10 may be the article's sides.
        self._product = re.compile(
            rf"(?<!\w)(?P<unit>{pack}|{short or '(?!)'})s?\.? ?(?:de |of |/ ?|(?<=blister )|(?<=blist ))(?P<outer>\d+) ?[x*] ?(?P<size>\d+)(?! ?{_MEASURE})(?![\d.,/]| ?[x*] ?\d)"
        )
        self._after = re.compile(
            rf"(?<!\w)(?P<unit>{pack})s?(?: distributrice| تحتوي علي)?\.? ?(?:de ?|of |d |من |ب ?|/ ?|: ?|= ?|x ?|\* ?|- ?)?(?P<size>\d+)"
            rf"(?![\d]|[.,/]\d|-[a-z]| ?{_MEASURE}| ?[x*] ?\d| ?- ?\d+(?:[.,]\d+)? ?{_MEASURE})(?: ?(?:{anything}|u|sh|bd)s?(?!\w))?"
        )
        self._short = re.compile(
            rf"(?<!\w)(?P<unit>{short or '(?!)'}) ?/ ?(?P<size>\d+)(?![\d]|[.,/]\d| ?{_MEASURE})"
            rf"|(?<!\w)(?<!vitamine )(?<!vit )(?<!vitamin )(?P<unit2>[bp])\.?(?P<size2>\d+)(?!\w|[.,/]\d)"
        )
        self._content = re.compile(
            rf"(?<![\w.,/*])(?P<size>\d+) ?(?:(?P<what>{anything}|{_THINGS}|u)s?)? ?(?:/|par|per|en|dans|في|بال?(?=علبه)) ?(?P<unit>{pack}|{short or '(?!)'})(?!\w| (?:de |of )?\d)"
        )
        self._multiple = re.compile(
            r"(?P<size>\d(?<![\d.,/x*]\d)\d*)(?: ?(?P<of>flacons?|fls?|ampoules?|amps?|bidons?))? ?[x*] ?\d+(?:[.,]\d+)? ?(?:ml|cc|l|cl|tests?|ul|مل|لتر|اختبار)(?!\w)"
        )
        self._counted = re.compile(
            r"(?<![\d.,/x*])(?:(?P<size>\d+) ?(?P<unit>tests?|puits|wells|paires|pairs|peres)(?= ?(?:$|[,)(]| \d|/? ?kits?$))"
            rf"|(?P<tests>[1-9]\d{{1,3}}) ?{_TESTS}(?= ?$)"
            r"|(?P<pieces>[2-9]\d|\d{3,4}) ?(?:pcs|قطعه|قطع|حبه|حبات)(?= ?\)?$)"
            rf"|(?<!\w)(?:قطعه|قطع) ?(?P<behind>[2-9]\d|\d{{3,4}})(?!\d|[.,/]\d| ?{_MEASURE}| ?[x*] ?\d))"
        )
        # 12 pcs make a set; 012 t is no count of tests.
        self._few_pieces = re.compile(
            rf"(?<!\d)(?:\d{{2}} ?(?:pcs|قطعه|قطع|حبه|حبات)|\d{{2,4}} ?{_TESTS})(?= ?\)?$)"
        )
        # LOT DE 50, VINYLE EN 100, PAR 100, MASQUES X 50: how many at once, in no pack that is named.
        self._lot = re.compile(
            rf"(?<!\w)(?:{_SOLD}|vrac (?:de )?|(?:rack|portoir) ?/? ?(?:de )?|le (?=[1-9]\d{{1,3}} ?$)|kit (?:de |of )?(?=[1-9]\d{{1,2}} ?$)|kit ?/ ?(?=[1-9]\d{{0,2}} ?$)|kit (?:de |of )(?=[2-9] ?$)|(?:par )?lots? ?(?:de |of )(?=[1-9])|(?:(?<!\d )(?<!cm )(?<!mm )par |(?<=\d )par (?=[5-9]\d|\d{{3}})|per |en |(?<=[^\W\d_]{{3}} )x ?(?=\d+$))(?=[1-9]\d)|(?:(?<=[^\W\d_]{{3}} )|(?<= uu ))x ?(?=[2-9]$))(?P<size>\d{{1,4}})(?![\d]|[.,/-]\d| ?{_MEASURE}| ?[x*] ?\d|%)"
            rf"(?: ?(?:{anything}|u)s?(?!\w))?"
        )
        self._volume = re.compile(
            rf"(?<!\w)(?<!\+ )(?<!\+)(?<!avec )(?P<unit>{pack}|f|fl|amp)s?\.? ?(?:de |/ ?)?\d+(?:[.,]\d+)? ?(?:ml|cc|l|cl|litres?|kg|gr?|مل|ملل|لتر|غ|غرام)(?!\w)"
            r"|(?<!\w)(?P<slash>fl?) ?/ ?\d+(?!\w)"
        )
        counted = "|".join(re.escape(form) for form in longer if pack_units[form] not in _PRESENTATION)
        # Each way starts with one of these characters: the others are passed over quickly.
        self._tail = re.compile(
            rf"[,/( ](?:(?<=[,/(]) ?(?P<unit>{counted or '(?!)'}|u)\.?(?: ?[,)]|$)"
            r"|(?<=\S )(?:(?:a )?l'|la )?(?P<last>rouleau|roul|rlx?|paires?|pair|زوج|unite|each|ea|لفه|fl|flacon|vial|amp|ampoule|bidon|paq|pqt|paquet)\.?$"
            r"|(?:(?<=ml )|(?<=\dl )|(?<=\d l )|(?<=litre )|(?<=مل )|(?<=لتر ))(?P<filled>flacon|fl|bidon|vial|قاروره)(?!\w)"
            r"|(?<=\w )(?P<sold>rouleau|roll|(?:flacon|vial|fl|ampoule|amp)(?= (?:inj|pdre?|poudre|im|iv|perf|حقن)))(?!\w))"
        )
        self.words = PackWords(
            packs,
            [form for form in forms if form in _SHORT],
            [form for form in longer if pack_units[form] not in _PRESENTATION],
        )

    def read(
        self, folded: str, given: str | None = None, roles: int = EVERY, starts: Sequence[str] | None = None
    ) -> PackSpan:
        """Return the packaging in the text, or the one given beside it, which wins.

        `roles` are those of the words of the text (`words.ways`), where they are known; `starts` its words from
        which on a pack may be written.
        """
        span = with_number_asked(folded, self._in_text(folded, roles, starts))
        explicit = self.stated(given)
        return span if explicit is None else PackSpan(explicit, span.spans, span.quoted)

    def stated(self, given: str | None) -> PackReading | None:
        """Return the packaging given beside a text, None where that says none."""
        return self._given(fold(given)) if given and given.strip() else None

    def digits_decide(self, folded: str) -> bool:
        """Tell whether another count, as long and not nought, could make it another kind of pack."""
        return (
            self._few_pieces.search(folded) is not None
            or (("x" in folded or "*" in folded) and self._product.search(folded) is not None)
            or may_end_in_count(folded)
            or _COUNTED_IN_DOZENS.search(folded) is not None
            or _BY_SIDE.search(folded) is not None
        )

    def _given(self, folded: str) -> PackReading | None:
        inside = self._in_text(folded, EVERY).reading
        if inside.size is not None:
            return inside
        count = _whole(folded)
        if count is not None:
            return plain_pack(count, None)
        unit = self._units.get(folded) or self._units.get(folded.removesuffix("s"))
        return plain_pack(1, unit) if unit and unit not in _PRESENTATION else None

    def _in_text(self, folded: str, ways: int, starts: Sequence[str] | None = None) -> PackSpan:
        """Return the packaging in the text, written in some of these `ways`."""
        if not ways & DIGITS or (starts is None and not _DIGIT.search(folded)):
            return (self._unsized_pack(folded) if ways & TAIL else None) or NO_PACK
        if starts is None:
            at = places(folded, _WORD.findall(folded))
            return self._named(folded, ways, at) or self._unnamed(folded, ways, at) or NO_PACK
        return (
            (self._written(folded, ways, starts) if ways & _NAMED else None)
            or self._unnamed(folded, ways, places(folded, starts) if ways & (LOT | VOLUME) else ())
            or NO_PACK
        )

    def _written(self, folded: str, ways: int, starts: Sequence[str]) -> PackSpan | None:
        """Return the named pack that starts with one of these words, or that stands behind its count.

        But for the latter, all that tells is how the text ends, from just before the first of them: many end alike.
        """
        if ways & CONTENT and (ways & JOINS or may_divide(folded)):
            return self._named(folded, ways, places(folded, starts))
        if not starts:
            return None
        cut = min(map(folded.find, starts)) - (_VITAMIN if "vit" in folded else 1)
        key = folded[max(cut, 0) :], tuple(starts), ways & _NAMED
        found = self._ends.get(key, NO_PACK)
        if found is NO_PACK:
            if len(self._ends) >= _MOST_ENDS:
                self._ends.clear()
            found = self._ends[key] = self._named(key[0], ways, places(key[0], starts))
        return found if found is None or cut <= 0 else found.moved(cut)

    def _unnamed(self, folded: str, ways: int, at: Sequence[int]) -> PackSpan | None:
        """Return how many come at once where no pack is named beside its count."""
        return (
            (self._multiple_pack(folded, ways) if ways & _COUNTING else None)
            or (
                self._ending_pack(folded, at)
                if ways & (COUNTED | ENDS | LOT) or _may_count(folded[-6:])
                else None
            )
            or (self._lot_pack(folded, at) if ways & LOT and at else None)
            or (self._unsized_pack(folded, ways, at) if ways & _UNSIZED else None)
        )

    def _named(self, folded: str, ways: int, at: Sequence[int]) -> PackSpan | None:
        """Return the named pack that starts at one of these places, or that stands behind its count."""
        named = at if ways & SIZED else ()
        joined = at and ("x" in folded or "*" in folded)
        return (
            (self._nested_pack(folded, named) if named else None)
            or (self._product_pack(folded, at) if joined and ways & (SIZED | SHORT) else None)
            or (self._outer_pack(folded, named) if joined and named else None)
            or (
                self._content_pack(folded)
                if ways & CONTENT and (ways & JOINS or may_divide(folded))
                else None
            )
            or (self._last_sized(self._after, folded, named, _LONG_GROUPS) if named else None)
            or (self._last_sized(self._short, folded, at, _SHORT_GROUPS) if at and ways & SHORT else None)
        )

    def _name(self, written: str) -> str | None:
        return self._units.get(written) or self._units.get(written.removesuffix("s"))

    def _nested_pack(self, folded: str, at: Iterable[int]) -> PackSpan | None:
        match = first_at(self._nested, folded, at)
        outer, size = (_whole(match["outer"]), _whole(match["size"])) if match else (None, None)
        unit = self._name(match["unit"]) if match else None
        if match is None or outer is None or size is None or unit is None:
            return None
        levels = ((outer, unit),)
        counts = (match.span("size"), match.span("outer"))
        return PackSpan(PackReading(size, self._name(match["inner"]), levels), (match.span(),), counts=counts)

    def _product_pack(self, folded: str, at: Iterable[int]) -> PackSpan | None:
        match = first_at(self._product, folded, at)
        outer, size = (_whole(match["outer"]), _whole(match["size"])) if match else (None, None)
        unit = self._name(match["unit"]) if match else None
        if match is None or outer is None or size is None or unit in _OUTER:
            return None
        return PackSpan(plain_pack(outer * size, unit), (match.span(),))

    def _outer_pack(self, folded: str, at: Iterable[int]) -> PackSpan | None:
        match = first_at(self._outer, folded, at)
        if match is None:
            return None
        unit = self._name(match["unit"])
        outer, size = _whole(match["outer"]), _whole(match["size"])
        if unit not in _OUTER_OR_BOX or outer is None or size is None:
            return None
        inner = "boite" if unit in _OUTER else unit
        counts = (match.span("size"), match.span("outer"))
        return PackSpan(PackReading(size, inner, ((outer, unit),)), (match.span(),), counts=counts)

    def _content_pack(self, folded: str) -> PackSpan | None:
        match = self._content.search(folded)
        size = _whole(match["size"]) if match else None
        if match is None or size is None:
            return None
        unit = self._name(match["unit"])
        return PackSpan(plain_pack(size, unit), (match.span(),), counts=(match.span("size"),))

    def _last_sized(
        self, pattern: re.Pattern[str], folded: str, at: Iterable[int], named: tuple[tuple[str, str], ...]
    ) -> PackSpan | None:
        """Return the last pack of a pattern; `named` are its groups for the unit and for the size."""
        match = None
        spans = []
        for match in all_at(pattern, folded, at):
            spans.append(match.span())
        if match is None:
            return None
        group, count = next(groups for groups in named if match[groups[1]])
        size = _whole(match[count])
        if size is None:
            return None
        if self._name(match[group]) == _BOTTLE and _DOSES.match(folded, match.end(count)):
            return PackSpan(plain_pack(None, _BOTTLE), tuple(spans))  # FL/10 DOSES: one vial, which holds ten
        if _DOZENS.match(folded, match.end(count)):
            return PackSpan(plain_pack(12 * size, self._name(match[group])), tuple(spans))
        return PackSpan(plain_pack(size, self._name(match[group])), tuple(spans), (), (match.span(count),))

    def _multiple_pack(self, folded: str, ways: int) -> PackSpan | None:
        joined = ways & MULTIPLE and ("x" in folded or "*" in folded)
        match = self._multiple.search(folded) if joined else None
        if match is not None:
            end = (
                match.end("size")
                + folded[match.end("size") :].index("x" if "x" in match.group() else "*")
                + 1
            )
            unit = self._volume.search(folded)
            name = match["of"] or ((unit["unit"] or "fl") if unit else None)
            if _AND_OTHERS.search(
                folded, match.end()
            ):  # 2X60ML + 2X20ML: as many of each, which is no one size
                return PackSpan(
                    PackReading(None, self._name(name) if name else None), ((match.start(), end),)
                )
            return PackSpan(
                plain_pack(_whole(match["size"]), self._name(name) if name else None),
                ((match.start(), end),),
                counts=_counted_at(match, "size"),
            )
        counted = self._counted.search(folded) if ways & COUNTED else None
        if counted is not None:
            group = next(name for name in ("tests", "pieces", "behind", "size") if counted[name])
            unit_name = "test" if group == "tests" else "piece"
            if group == "size":
                unit_name = (
                    "paire" if counted["unit"].startswith("p") and counted["unit"] != "puits" else "test"
                )
            pack = plain_pack(_whole(counted[group]), unit_name)
            return PackSpan(pack, (counted.span(),), counts=_counted_at(counted, group))
        return None

    def _ending_pack(self, folded: str, at: Iterable[int]) -> PackSpan | None:
        count = end_count(folded)
        if count is None:
            return None
        counts = (count.digits,) if count.digits else ()
        unit = count.unit
        if unit is None and count.digits:  # bid. 5 L x2
            volume = first_at(self._volume, folded, at)
            unit = self._name(volume["unit"]) if volume and volume["unit"] else None
        return PackSpan(
            plain_pack(count.size, unit if count.unit or unit in _LIQUID else None),
            (count.span,),
            counts=counts,
        )

    def _lot_pack(self, folded: str, at: Iterable[int]) -> PackSpan | None:
        match = first_at(self._lot, folded, at)
        if match is None:
            return None
        unit = "kit" if match.group().startswith("kit") else None
        return PackSpan(
            plain_pack(_whole(match["size"]), unit), (match.span(),), counts=(match.span("size"),)
        )

    def _unsized_pack(self, folded: str, ways: int = TAIL, at: Iterable[int] = ()) -> PackSpan | None:
        volume = first_at(self._volume, folded, at) if ways & VOLUME else None
        if volume is not None:
            written = volume["unit"] or volume["slash"]
            name = {"f": "flacon", "amp": "ampoule", "fl": "flacon"}.get(written) or self._name(written)
            if name in _LIQUID:
                return PackSpan(plain_pack(None, name), quoted=(volume.span(),))
        tails = list(self._tail.finditer(folded)) if ways & TAIL else []
        if not tails:
            return None
        name = self._name(tails[-1]["unit"] or tails[-1]["last"] or tails[-1]["filled"] or tails[-1]["sold"])
        size = 1 if name in {"unite", "paire"} else None
        span = tails[-1].span()
        return PackSpan(
            plain_pack(size, name),
            () if tails[-1]["sold"] else (span,),
            (span,) if tails[-1]["sold"] else (),
        )


def bottles_of(folded: str, unit: str | None) -> PackSpan | None:
    """Return how many bottles a reagent comes in, where their volume has no unit: `UREE 6 x 50`."""
    match = _BOTTLES.search(folded)
    if match is None:
        return None
    pack = plain_pack(_whole(match["size"]), unit)
    return PackSpan(pack, quoted=(match.span(),), counts=_counted_at(match, "size"))


def _counted_at(match: re.Match[str], group: str) -> tuple[tuple[int, int], ...]:
    return (match.span(group),) if _whole(match[group]) is not None else ()


def _whole(digits: str) -> int | None:
    return int(digits) if digits.isdigit() and len(digits) < 8 and int(digits) > 0 else None


def _may_count(ending: str) -> bool:
    """Tell whether a text may end with a count that no word names: `/100`, `, 100`."""
    return "/" in ending or ", " in ending
