"""From a parsed document to values; the first fault names its field by JSON pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from functools import lru_cache, partial
from typing import Any, get_args, get_origin

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.format import shapes
from rakiza.engine.allocation.format.documents import escaped
from rakiza.engine.allocation.values import ProblemError

NONE = type(None)
LONGEST = 60  # characters of a number
Read = Callable[[object], Any]  # from a part of a document to a value; faults point from that part on


def read(hint: Any, said: object, pointer: str) -> Any:  # noqa: ANN401 - of the type that `hint` says
    """Return one part of a document as the type says."""
    try:
        return reader_of(hint)(said)
    except ProblemError as fault:
        raise fault.under(pointer) from fault


def read_value(kind: type, said: object, pointer: str, *, ignore: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - of `kind`
    """Return an object of a document as a value of `kind`."""
    try:
        return _value_reader(kind, ignore)(said)
    except ProblemError as fault:
        raise fault.under(pointer) from fault


@lru_cache(maxsize=256)
def reader_of(hint: Any) -> Read:  # noqa: ANN401 - a type
    """Return what reads a type: looked at once, for a document may hold a hundred thousand parts of it."""
    if shapes.is_rule(hint):
        return _rule
    options = shapes.options(hint)
    least = next(option for option in options if option is not NONE)
    plain = _reader_of_one(least)
    return _or_none(plain) if NONE in options else plain


def _reader_of_one(hint: Any) -> Read:  # noqa: ANN401 - a type
    if get_origin(hint) is tuple:
        return _tuple(reader_of(get_args(hint)[0]))
    if hint in SPECIAL:
        ignore, special = SPECIAL[hint]
        return partial(special, _value_reader(hint, ignore))
    if shapes.is_value(hint):
        return _value_reader(hint, ())
    if issubclass(hint, Enum):
        return partial(_enum, hint)
    return SCALARS[hint]


@lru_cache(maxsize=64)
def _value_reader(kind: type, ignore: tuple[str, ...]) -> Read:
    layout = shapes.layout(kind)
    known = frozenset((*layout, *ignore))
    steps = tuple((name, reader_of(hint), required) for name, (hint, required) in layout.items())

    def value(said: object) -> Any:  # noqa: ANN401 - of `kind`
        if not isinstance(said, Mapping):
            raise ProblemError("", codes.WRONG_TYPE)
        if not known.issuperset(said):
            unknown = next(name for name in said if name not in known)
            raise ProblemError(f"/{escaped(unknown)}", codes.UNKNOWN_FIELD)
        found = {}
        for name, read_field, required in steps:
            if name in said:
                try:
                    found[name] = read_field(said[name])
                except ProblemError as fault:
                    raise fault.under(f"/{name}") from fault
            elif required:
                raise ProblemError(f"/{name}", codes.MISSING)
        return kind(**found)

    return value


def _or_none(plain: Read) -> Read:
    return lambda said: None if said is None else plain(said)


def _rule(said: object) -> Any:  # noqa: ANN401 - a rule
    if not isinstance(said, Mapping):
        raise ProblemError("", codes.WRONG_TYPE)
    if shapes.KIND not in said:
        raise ProblemError(f"/{shapes.KIND}", codes.MISSING)
    kind = said[shapes.KIND]
    if not isinstance(kind, str) or kind not in shapes.RULE_KINDS:
        raise ProblemError(f"/{shapes.KIND}", codes.NOT_A_CHOICE)
    return _value_reader(shapes.RULE_KINDS[kind], (shapes.KIND,))(said)


def _tuple(item: Read) -> Read:
    def several(said: object) -> tuple[Any, ...]:
        if not isinstance(said, list):
            raise ProblemError("", codes.WRONG_TYPE)
        found = []
        for one in said:
            try:
                found.append(item(one))
            except ProblemError as fault:
                raise fault.under(f"/{len(found)}") from fault
        return tuple(found)

    return several


def _enum(kind: type[Enum], said: object) -> Enum:
    for member in kind:
        if member.value == said:
            return member
    raise ProblemError("", codes.NOT_A_CHOICE)


def _decimal(said: object) -> Decimal:
    number = said if type(said) is Decimal else _as_decimal(said)
    if not number.is_finite():
        raise ProblemError("", codes.NOT_A_NUMBER)
    if abs(number.adjusted()) > LONGEST and number:
        raise ProblemError("", codes.TOO_LARGE if number.adjusted() > 0 else codes.TOO_SMALL)
    return number


def _as_decimal(said: object) -> Decimal:
    if isinstance(said, bool) or not isinstance(said, int | float | Decimal | str):
        raise ProblemError("", codes.NOT_A_NUMBER)
    if isinstance(said, str) and (len(said) > LONGEST or said != said.strip() or "_" in said):
        raise ProblemError("", codes.NOT_A_NUMBER)
    try:
        return Decimal(str(said))
    except InvalidOperation as error:
        raise ProblemError("", codes.NOT_A_NUMBER) from error


def _fraction(said: object) -> Fraction:
    if isinstance(said, str) and "/" in said:
        top, _, bottom = said.partition("/")
        if top.isdecimal() and bottom.isdecimal() and int(bottom) and len(said) <= LONGEST:
            return Fraction(int(top), int(bottom))
        raise ProblemError("", codes.NOT_A_NUMBER)
    return Fraction(_decimal(said))


def _integer(said: object) -> int:
    number = _decimal(said)
    if isinstance(said, str) or number != number.to_integral_value():
        raise ProblemError("", codes.WRONG_TYPE)
    return int(number)


def _float(said: object) -> float:
    return float(_decimal(said))


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise ProblemError("", codes.WRONG_TYPE)
    try:
        said.encode()
    except UnicodeEncodeError as error:  # half of a pair, such as "\ud800": no file could hold it
        raise ProblemError("", codes.NOT_TEXT) from error
    return said


def _boolean(said: object) -> bool:
    if not isinstance(said, bool):
        raise ProblemError("", codes.WRONG_TYPE)
    return said


def _date(said: object) -> date:
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(_text(said))
    except ValueError as error:
        raise ProblemError("", codes.WRONG_TYPE) from error


SCALARS: dict[type, Read] = {
    Decimal: _decimal,
    Fraction: _fraction,
    int: _integer,
    float: _float,
    str: _text,
    bool: _boolean,
    date: _date,
}
# Values whose documents have short forms: what else they may say, and what reads them with the plain reader. By `problem`
SPECIAL: dict[type, tuple[tuple[str, ...], Callable[[Read, object], Any]]] = {}
