"""Filling a family's attributes from the quantities and words of a designation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rakiza.engine import units
from rakiza.engine.attributes import AttributeScalar, AttributeType, Op
from rakiza.engine.reading import materials, sides
from rakiza.engine.reading.citations import Clause
from rakiza.engine.reading.quantities import Quantity, Shape
from rakiza.engine.reading.quantity_order import doubt, relabelled
from rakiza.engine.reading.schema import BORE, DIAMETERS, Schema, allows
from rakiza.engine.reading.settled import Stated
from rakiza.engine.reading.unit_words import SIZE_UNITS
from rakiza.engine.reading.value_words import ValueHit

_made = tuple.__new__  # a named tuple of many that are made: half the time of a call
# Asked of any device; other classes are only where the schema has them.
_CITED_OF_ANY = frozenset({"standard", "risk_class"})
# What is of no other attribute: BAS CLASSE 2 is no size, FILETAGE 16 no length, TROU 10CM no side.
_OF_ITS_OWN = frozenset({"class", "thread_length", "hole"})
_THICKEST = 10  # the thickest thread that a whole number names
_MOST_LUMENS = 7
_PARTS = frozenset({(1.0, 2.0), (1.0, 4.0), (3.0, 4.0)})
_IN_METRES = frozenset({"cm", "m"})
_SHORTEST_NEEDLE, _LONGEST_NEEDLE = 6, 50  # mm: a number alone beyond it is no length of a needle
_BOTH_ENDS = 2.0
_NEAR = 1.5
_OF_LENGTHS = frozenset({"cm"})
_SHORTEST_CATHETER, _LONGEST_CATHETER = 1, 30  # cm
_WIDEST_TUBE = 10.0  # mm: no tube of the trachea is wider, and none so thin in French
_INCH_FRACTIONS = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 16.0)
_THICKEST_GAUGE, _THINNEST_GAUGE = 18, 32
# How long a needle is in inches, as a number over another: 1/2, 5/8, 1, 1 1/4, 1 1/2.
_IN_INCHES = ((1.0, 2.0), (5.0, 8.0), (3.0, 4.0), (1.0, 1.0), (1.25, 1.0), (1.5, 1.0))
_CURVES = {"1/2": 0.5, "3/8": 0.375, "1/4": 0.25, "5/8": 0.625}


class AttributeFiller:
    """Fills one reading's attributes; `sources` tells which tokens gave each."""

    __slots__ = ("_filled", "_habits", "_known_family", "_schema", "_table", "sources", "values")

    def __init__(self, schema: Schema) -> None:
        """Start with nothing filled."""
        self._table = schema
        self._schema = schema.by_name
        self._habits = schema.habits
        self._known_family = schema.is_known
        self.values: list[Stated] = []
        self.sources: list[tuple[str, int, int]] = []
        self._filled: set[str] = set()

    def fill(
        self,
        quantities: Sequence[Quantity],
        hits: Sequence[tuple[ValueHit, int, int]],
        named: tuple[int, int] | None = None,
    ) -> None:
        """Read quantities, the surest first, then words; `named` are the tokens that name the family."""
        if len(quantities) > 1 and "volume" not in self._schema and "length" in self._schema:
            quantities = relabelled(quantities)
        surest = sorted(quantities, key=doubt) if len(quantities) > 1 else quantities
        for quantity in surest:
            if quantity.label != "hole" and quantity.counted != "parts":  # 1x2 dents are no sides
                self._quantity(quantity)
        for hit, first, last in hits:
            self._words(hit, first, last, named)
        self._thread_of_decimal()

    def _thread_of_decimal(self) -> None:
        """Add the USP size that a decimal size is, where only that was written (synthetic threads)."""
        if "suture_usp" not in self._schema or "suture_usp" in self._filled or "decimal" not in self._filled:
            return
        written = next(value for value in self.values if value.name == "decimal")
        size = units.metric_to_usp(float(written.value)) if isinstance(written.value, float | int) else None
        if size is not None:
            first, last = next((first, last) for name, first, last in self.sources if name == "decimal")
            self.values.append(Stated("suture_usp", Op.EQ, size, None))
            self.sources.append(("suture_usp", first, last))
            self._filled.add("suture_usp")

    def _put(self, name: str, value: AttributeScalar, unit: str | None, op: Op, at: Quantity) -> bool:
        if name in self._filled and op is Op.EQ:
            return False
        self.values.append(_made(Stated, (name, op, value, unit)))
        self.sources.append((name, at.first, at.last))
        self._filled.add(name)
        return True

    def _words(self, hit: ValueHit, first: int, last: int, named: tuple[int, int] | None) -> None:
        for name, value in hit.values:
            spec = self._schema.get(name)
            if spec is not None and spec.choices and isinstance(value, str) and value not in spec.choices:
                if not materials.beyond_choices(name, value):
                    continue
                spec = None
            if spec is None and (not self._table.says(name, value) or not self._is_said(value, first, named)):
                continue
            if name in self._filled and (
                spec is None
                or spec.type is not AttributeType.CHOICE
                or any(known.name == name and known.value == value for known in self.values)
            ):
                continue
            self.values.append(_made(Stated, (name, Op.EQ, value, None)))
            self.sources.append((name, first, last))
            self._filled.add(name)

    def _is_said(self, value: AttributeScalar, first: int, named: tuple[int, int] | None) -> bool:
        of_thread = "suture_absorbable" in self._schema
        return materials.is_said(value, first, named, of_device=self._table.is_device, of_thread=of_thread)

    def fill_said_by_family(self, first: int, last: int) -> None:
        """Add what the family's name alone says; `first` and `last` are the tokens that named it."""
        for spec in self._table.said:
            if spec.default is not None and spec.name not in self._filled:
                self.values.append(Stated(spec.name, Op.EQ, spec.default, None))
                self.sources.append((spec.name, first, last))
                self._filled.add(spec.name)

    def fill_cited(self, clauses: Iterable[tuple[Clause, int, int]]) -> None:
        """Add the standards and the quality level cited, each with its first and last token."""
        for clause, first, last in clauses:
            stated = Stated(clause.name, clause.op, clause.value, None)
            if stated not in self.values and (clause.name in self._schema or clause.name in _CITED_OF_ANY):
                self.values.append(stated)
                self.sources.append((clause.name, first, last))

    @property
    def _is_sheet(self) -> bool:
        """Tell whether the family's sides are a width and a length."""
        return self._known_family and set(self._habits.dimensions[:2]) == {"width", "length"}

    @property
    def wants_size(self) -> bool:
        """Tell whether a size is expected that no number gave."""
        return "size" in self._schema and "size" not in self._filled

    def fill_sizes(self, sizes: Sequence[tuple[str, int, int]]) -> None:
        """Add letter sizes, each once."""
        for size, first, last in sizes:
            if all((known.name, known.value) != ("size", size) for known in self.values):
                self.values.append(Stated("size", Op.EQ, size, None))
                self.sources.append(("size", first, last))

    def _quantity(self, quantity: Quantity) -> None:
        if quantity.shape is Shape.RATIO:
            self._ratio(quantity)
            return
        if quantity.shape is Shape.DIMENSIONS and self._dimensions(quantity):
            return
        if quantity.shape is Shape.RANGE:
            self._range(quantity)
            return
        if quantity.shape is Shape.MIXED:
            self._mixed(quantity)
            return
        if quantity.shape is Shape.LIST:
            self._list(quantity)
            return
        if quantity.shape is Shape.ZEROS:
            self._zeros(quantity)
            return
        self._single(quantity)

    def _mixed(self, quantity: Quantity) -> None:
        """Read `3 1/2` as 3.5, but `N°6 1/2` of a suture as its size and the curve of its needle."""
        whole, part = quantity.values
        curve = next((text for text, value in _CURVES.items() if value == part), None)
        if curve is not None and "needle_curve" in self._schema and quantity.unit is None:
            self._put("needle_curve", curve, None, Op.EQ, quantity)
            self._bare(whole, quantity)
        elif quantity.after_size and quantity.unit is None:
            self._inches(whole + part, quantity)
        elif quantity.unit is not None:
            self._measure(whole + part, quantity.unit, quantity)
        else:
            self._bare(whole + part, quantity)

    def _ratio(self, quantity: Quantity) -> None:
        """Read `a/b`: a thread size, a needle's curve, a fraction of an inch, a pair, two sides."""
        first, second = quantity.values
        if quantity.unit is None and self._thread(first, second, quantity):
            return
        if quantity.decimal:
            self._bare(first, quantity)
            return
        if quantity.unit is None and self._needle(first, second, quantity):
            return
        if (
            0 < first < second
            and second in _INCH_FRACTIONS
            and (quantity.unit == "in" or quantity.after_size)
        ):
            self._measure(first / second, "in", quantity)
        elif (first, second) in _PARTS and quantity.unit in {"mL", "L"}:
            self._measure(first / second, quantity.unit, quantity)  # SERINGUE ½ ML
        elif quantity.unit is not None:
            self._pair(quantity)
        elif quantity.label == "number" and second < 10 and first == int(first):
            self._bare(first + second / 10.0, quantity)
        elif sides.are_two_widths(self._table, first, second):
            self._range(replace(quantity, shape=Shape.RANGE))  # JERSEY 5/7
        elif self._is_sheet and (min(first, second) >= 5 or (sides.in_two_units(self._table) and first >= 5)):
            self._dimensions(replace(quantity, units=(None, None)))  # COMPRESSE 10/10, FILM 14/17

    def _thread(self, first: float, second: float, quantity: Quantity) -> bool:
        text = f"{first:g}/{second:g}"
        if second == 0 and "suture_usp" in self._schema and 1 <= first <= 12:
            return self._put("suture_usp", "0" if first == 1 else text, None, Op.EQ, quantity)
        if text in _CURVES and "needle_curve" in self._schema:
            return self._put("needle_curve", text, None, Op.EQ, quantity)
        return False

    def _needle(self, length: float, tenths: float, quantity: Quantity) -> bool:
        """Read `40/8` of a needle: its length in millimetres, its diameter in tenths of one."""
        if not self._table.is_needle:
            return False
        if sides.in_tenths(length, tenths):
            return self._put("outer_diameter", length / tenths, "mm", Op.EQ, quantity)
        if "length" not in self._schema or not (10 <= length <= 150 and 3 <= tenths <= 25):
            return False
        self._put("length", length, "mm", Op.EQ, quantity)
        return self._put("outer_diameter", tenths / 10.0, "mm", Op.EQ, quantity)

    def _pair(self, quantity: Quantity) -> None:
        """Read `25/33 mm` as a range, `6,4 cm / 2,5"` as one measure written twice, `75/90 cm` of a sheet as its sides."""
        first, second = quantity.units
        if self._is_sheet and _IN_METRES.issuperset({first or "cm", second or "cm"}):
            self._dimensions(replace(quantity, shape=Shape.DIMENSIONS))
            return
        near = first is None or first == second or (second is None and self._is_near(quantity))
        if near and quantity.values[0] < quantity.values[1]:
            self._range(quantity)
        elif first is not None and first != second:
            self._measure(quantity.values[0], first, quantity)

    @staticmethod
    def _is_near(quantity: Quantity) -> bool:
        """Tell whether the second number of `CH 16/18` is of the same thing; that of CH 10/40 is a length."""
        return quantity.values[1] <= quantity.values[0] * _NEAR

    def _gauge_and_inches(self, quantity: Quantity) -> bool:
        """Read `26 x 1/2`, `25 x 5/8` and `23 x 1` of a needle: its gauge, and its length in inches."""
        first, *others = quantity.values
        if not self._table.is_needle or len(others) != 1 or "length" not in self._schema:
            return False
        if quantity.units[0] is not None or quantity.units[1] not in {None, "in"}:
            return False
        if not _THICKEST_GAUGE <= first <= _THINNEST_GAUGE or first != int(first) or len(quantity.over) > 1:
            return False
        side, over = others[0], quantity.over[0] if quantity.over else 1.0
        if not any(side == top and over == bottom for top, bottom in _IN_INCHES):
            return False
        self._put("gauge", first, "G", Op.EQ, quantity)
        return self._put("length", side / over, "in", Op.EQ, quantity)

    def _dimensions(self, quantity: Quantity) -> bool:
        if self._strands(quantity) or self._gauge_and_inches(quantity) or self._gauge_and_length(quantity):
            return True
        names = sides.names_of(self._table, quantity)
        if not names:
            return False
        default = quantity.unit if quantity.unit not in SIZE_UNITS else None
        if default is None and self._habits.formats:
            default = self._habits.format_unit(quantity.values)
        default = default or self._habits.dimension_unit
        if sides.other_unit(self._table, quantity):
            default = None
        placed = False
        for name, value, unit in zip(names, quantity.values, quantity.units, strict=False):
            if name == BORE.name and self._in_french(unit, quantity):
                name, unit = "french_size", "Fr"  # noqa: PLW2901 - SONDE 14*50: CH 14, 50 cm
            spec = self._schema.get(name)
            used = sides.unit_used(spec, value, unit, default)
            if (
                self._table.is_needle
                and name in DIAMETERS
                and quantity.unit is None
                and sides.are_tenths(value)
            ):
                value = value / 10  # noqa: PLW2901 - AIGUILLE 40X8
            if quantity.over and value is quantity.values[-1]:
                placed = self._written_over(name, value, used, quantity) or placed
            elif spec is not None and allows(spec, value, used):
                placed = self._put(name, value, used if spec.unit else None, quantity.op, quantity) or placed
        return placed

    def _gauge_and_length(self, quantity: Quantity) -> bool:
        """Read `18*8CM` of a catheter or a needle: no such thing is 18 mm wide."""
        first, *others = quantity.values
        if len(others) != 1 or quantity.units[0] is not None or quantity.unit not in _OF_LENGTHS:
            return False
        names = [name for name in ("length", "needle_length") if name in self._schema]
        if "gauge" not in self._schema or not names or not 14 <= first <= 30 or first != int(first):
            return False
        if quantity.unit == "cm" and not _SHORTEST_CATHETER <= others[0] <= _LONGEST_CATHETER:
            return False
        self._put("gauge", first, "G", Op.EQ, quantity)
        return self._put(names[0], others[0], quantity.unit, Op.EQ, quantity)

    def _written_over(self, name: str, value: float, used: str, quantity: Quantity) -> bool:
        """Read the last side of `40 x 8/10`: tenths of a millimetre; of `5 m x 10/15 cm`: from 10 to 15."""
        spec = self._schema.get(name)
        if spec is None:
            return False
        if self._table.is_needle and sides.in_tenths(value, quantity.over[0]):
            return self._put(name, value / quantity.over[0], "mm", Op.EQ, quantity)
        unit = used if spec.unit else None
        (op, first), *others = sides.spread(value, quantity.over)
        self.values += [Stated(name, each, other, unit) for each, other in others]
        return self._put(name, first, unit, op, quantity)

    def _in_french(self, unit: str | None, quantity: Quantity) -> bool:
        """Tell whether the thin side of a tube sized in French is written so: in no unit of its own."""
        return self._schema[BORE.name] is BORE and unit is None and quantity.unit != "mm"

    def _strands(self, quantity: Quantity) -> bool:
        """Read `10X75CM` of a thread: so many strands of that length, but `2 X 17 MM` are its needles."""
        unit = quantity.units[-1]
        if "suture_usp" not in self._schema or len(quantity.values) != 2 or unit is None:
            return False
        if quantity.units[0] is not None:
            return False
        if quantity.values[0] == _BOTH_ENDS and unit == "mm" and quantity.values[1] <= _LONGEST_NEEDLE:
            self._put("needle_count", _BOTH_ENDS, None, Op.EQ, quantity)  # 2 X 17 MM: a needle at each end
            return self._put("needle_length", quantity.values[1], unit, Op.EQ, quantity)
        return self._put("length", quantity.values[1], unit, Op.EQ, quantity)

    def _list(self, quantity: Quantity) -> None:
        """Read `8-9-10MM`: every number is one stated value of the same attribute."""
        name = self._list_target(quantity)
        if name is None:
            return
        spec = self._schema[name]
        used = quantity.unit or spec.implied_unit or spec.unit
        if all(allows(spec, value, used) for value in quantity.values):
            self.sources.append((name, quantity.first, quantity.last))
            self._filled.add(name)
            unit = used if spec.unit else None
            self.values += [Stated(name, Op.EQ, value, unit) for value in quantity.values]

    def _list_target(self, quantity: Quantity) -> str | None:
        if quantity.unit is None and quantity.label is not None and quantity.label not in self._schema:
            return None
        bore = next((name for name in DIAMETERS if name in self._schema and name not in self._filled), None)
        if (
            bore is not None
            and quantity.unit == "mm"
            and allows(self._schema[bore], quantity.values[-1], "mm")
        ):
            return bore
        return self._target(quantity.values[0], quantity.unit, quantity)

    def _zeros(self, quantity: Quantity) -> None:
        """Read `00`: the thread 2/0, or a size of that name."""
        count = int(quantity.values[0])
        if "suture_usp" in self._schema:
            self._put("suture_usp", f"{count}/0", None, Op.EQ, quantity)
        elif "size" in self._schema and count <= 3:
            self._put("size", "0" * count, None, Op.EQ, quantity)

    def _range(self, quantity: Quantity) -> None:
        low, high = quantity.values
        if quantity.unit is None and self._thread(low, high, quantity):  # PROLENE 5-0
            return
        unit = self._meant(high, quantity.unit) if quantity.unit in self._table.doubtful else quantity.unit
        name = self._target(low, unit, quantity) if low < high else None
        if name is None or quantity.counted is not None:  # 2 a 3 voies
            return
        spec = self._schema[name]
        used = unit or spec.implied_unit or spec.unit
        if quantity.label == "diameter" and name in {"width", "length"}:
            name = "diameter"  # O 35-64 cm of a tubular bandage: the limb's
        if allows(spec, high, used):
            self._put(name, low, used if spec.unit else None, Op.GE, quantity)
            self._put(name, high, used if spec.unit else None, Op.LE, quantity)

    def _single(self, quantity: Quantity) -> None:
        value, unit = quantity.values[0], quantity.unit
        counted = quantity.counted
        if counted == "plies" and "pieces" in self._schema and "plies" not in self._schema:
            counted = "pieces"  # poche 2P
        if counted is not None and (counted in self._schema or counted in self._table.counted):
            self._put(counted, value, None, quantity.op, quantity)
        elif unit is not None:
            self._measure(value, unit, quantity)
        elif quantity.after_size:
            self._inches(value, quantity)
        elif counted is None:
            self._bare(value, quantity)

    def _inches(self, value: float, quantity: Quantity) -> None:
        """Read the number joined to a gauge (25G x 1): the needle's length in inches."""
        name = next((name for name in ("needle_length", "length") if name in self._schema), None)
        if name is not None and value <= 6 and allows(self._schema[name], value, "in"):
            self._put(name, value, "in", quantity.op, quantity)

    def _measure(self, value: float, unit: str | None, quantity: Quantity) -> bool:
        if unit in self._table.doubtful:
            unit = self._meant(value, unit)
        if unit == "µL" and "capacity_ui" in self._schema:  # `100 Ul`: UI read by a tired eye
            unit = "UI"
        name = self._target(value, unit, quantity)
        name = "diameter" if quantity.label == "diameter" and name in {"width", "length"} else name  # Ø 4
        if name is None and unit in {"V", "L"} and "lumens" in self._schema and value <= _MOST_LUMENS:
            unit, name = None, "lumens"  # ROBINET 3V: voies, KT VC 2L: lumieres
        if name is None and unit == "J" and "diameter" in self._schema:  # GUIDE 0.035 J: its tip is bent
            return self._bare(value, quantity)
        if name is None and unit == "G" and "weight" in self._schema:
            unit, name = "g", "weight"
        name = name or self._of_any_device(unit, quantity)
        if name is None:
            return False
        written, symbol = (value * 1000.0, "mL") if unit == "L" else (value, unit)
        return self._put(name, written, symbol, quantity.op, quantity)

    def _meant(self, value: float, unit: str | None) -> str | None:
        """Return the unit that was meant where the one written is of another thing.

        A tube in millimetres is no CH 7.5, a catheter in French no G12, a blade no 23 mm; a syringe of 10 سم has 10 cm3.
        """
        if unit == "Fr":
            return "mm" if value <= _WIDEST_TUBE else unit
        if self._table.is_numbered:
            return None if self._table.is_number(value) else unit
        return self._table.doubtful[unit]

    def _of_any_device(self, unit: str | None, quantity: Quantity) -> str | None:
        """Return what a measure states though no attribute of the family holds it: a tubing's `2 M`."""
        name = self._table.plain.get(unit or "") if quantity.shape is Shape.SINGLE else None
        return name if quantity.label in {None, name} and name not in self._filled else None

    def _bare(self, value: float, quantity: Quantity) -> bool:
        wire = self._schema.get("diameter")
        if wire is not None:
            if 0.005 < value < 0.1:  # guide wires: 0.035 is always in inches
                return self._put("diameter", value, "in", quantity.op, quantity)
            if wire.implied_unit == "in" and 10 <= value <= 40:  # GUIDE TERUMO 035
                return self._put("diameter", value / 1000.0, "in", quantity.op, quantity)
        if self._habitual(value, quantity):
            return True
        if quantity.label == "size" and self._table.is_sized:  # taille/12 of what is mostly sold in one size
            return self._put("size", value, None, quantity.op, quantity)
        return False

    def _habitual(self, value: float, quantity: Quantity) -> bool:
        """Fill what a number alone is by its label or by the habit of the family."""
        named = quantity.label if quantity.label in self._schema else None
        if named is None and quantity.label in _OF_ITS_OWN:
            return False
        if named is None and quantity.label == "needle_length" and "gauge" in self._schema:
            named = "gauge"  # SERINGUE 10 + AIG 21
        names = (named,) if named else self._habits.bare
        for name in names:
            spec = self._schema.get(name)
            if spec is None or name in self._filled:
                continue
            unit = (spec.implied_unit or spec.unit) if spec.type is AttributeType.NUMBER else None
            if name == "width" and unit == "cm" and not allows(spec, value, unit):
                unit = "in"  # POP 4: too narrow a plaster in centimetres
            if allows(spec, value, unit):
                if name == "suture_usp" and value > _THICKEST:  # POLYGLACTINE 910
                    continue
                if name == "needle_length" and not _SHORTEST_NEEDLE <= value <= _LONGEST_NEEDLE:
                    continue
                text = value if name != "suture_usp" else f"{value:g}"
                return self._put(name, text, unit, quantity.op, quantity)
        return False

    def _target(self, value: float, unit: str | None, quantity: Quantity) -> str | None:
        """Return the attribute that a value in `unit` fills."""
        for spec in self._table.candidates(quantity.label, quantity.unit, unit):
            is_free = spec.name not in self._filled or quantity.op is not Op.EQ
            if is_free and allows(spec, value, unit or spec.implied_unit or spec.unit):
                return spec.name
        return None
