"""From a parsed document to values; the first fault names its field by JSON pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from fractions import Fraction
from typing import Any, get_args, get_origin

from rakiza.engine.allocation.checks import codes
from rakiza.engine.allocation.format import shapes
from rakiza.engine.allocation.format.documents import escaped
from rakiza.engine.allocation.values import ProblemError

NONE = type(None)
LONGEST = 60  # characters of a number


def read_value(kind: type, said: object, pointer: str, *, ignore: tuple[str, ...] = ()) -> Any:  # noqa: ANN401 - of `kind`
    """Return an object of a document as a value of `kind`."""
    if not isinstance(said, Mapping):
        raise ProblemError(pointer, codes.WRONG_TYPE)
    layout = shapes.layout(kind)
    for name in said:
        if name not in layout and name not in ignore:
            raise ProblemError(f"{pointer}/{escaped(name)}", codes.UNKNOWN_FIELD)
    found = {}
    for name, (hint, required) in layout.items():
        if name in said:
            found[name] = read(hint, said[name], f"{pointer}/{name}")
        elif required:
            raise ProblemError(f"{pointer}/{name}", codes.MISSING)
    return kind(**found)


def read(hint: Any, said: object, pointer: str) -> Any:  # noqa: ANN401 - of the type that `hint` says
    """Return one part of a document as the type says."""
    if shapes.is_rule(hint):
        return _rule(said, pointer)
    options = shapes.options(hint)
    if said is None and NONE in options:
        return None
    hint = next(option for option in options if option is not NONE)
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint)[0], said, pointer)
    if shapes.is_value(hint):
        return SPECIAL.get(hint, read_value)(hint, said, pointer)
    if issubclass(hint, Enum):
        return _enum(hint, said, pointer)
    return SCALARS[hint](said, pointer)


def _rule(said: object, pointer: str) -> Any:  # noqa: ANN401 - a rule
    if not isinstance(said, Mapping):
        raise ProblemError(pointer, codes.WRONG_TYPE)
    if shapes.KIND not in said:
        raise ProblemError(f"{pointer}/{shapes.KIND}", codes.MISSING)
    kind = said[shapes.KIND]
    if not isinstance(kind, str) or kind not in shapes.RULE_KINDS:
        raise ProblemError(f"{pointer}/{shapes.KIND}", codes.NOT_A_CHOICE)
    return read_value(shapes.RULE_KINDS[kind], said, pointer, ignore=(shapes.KIND,))


def _tuple(item: Any, said: object, pointer: str) -> tuple[Any, ...]:  # noqa: ANN401 - a type
    if not isinstance(said, list):
        raise ProblemError(pointer, codes.WRONG_TYPE)
    return tuple(read(item, one, f"{pointer}/{index}") for index, one in enumerate(said))


def _enum(kind: type[Enum], said: object, pointer: str) -> Enum:
    for member in kind:
        if member.value == said:
            return member
    raise ProblemError(pointer, codes.NOT_A_CHOICE)


def _decimal(said: object, pointer: str) -> Decimal:
    if isinstance(said, bool) or not isinstance(said, int | float | Decimal | str):
        raise ProblemError(pointer, codes.NOT_A_NUMBER)
    if isinstance(said, str) and (len(said) > LONGEST or said != said.strip() or "_" in said):
        raise ProblemError(pointer, codes.NOT_A_NUMBER)
    try:
        number = Decimal(str(said))
    except InvalidOperation as error:
        raise ProblemError(pointer, codes.NOT_A_NUMBER) from error
    if not number.is_finite():
        raise ProblemError(pointer, codes.NOT_A_NUMBER)
    if abs(number.adjusted()) > LONGEST and number:
        raise ProblemError(pointer, codes.TOO_LARGE if number.adjusted() > 0 else codes.TOO_SMALL)
    return number


def _fraction(said: object, pointer: str) -> Fraction:
    if isinstance(said, str) and "/" in said:
        top, _, bottom = said.partition("/")
        if top.isdecimal() and bottom.isdecimal() and int(bottom) and len(said) <= LONGEST:
            return Fraction(int(top), int(bottom))
        raise ProblemError(pointer, codes.NOT_A_NUMBER)
    return Fraction(_decimal(said, pointer))


def _integer(said: object, pointer: str) -> int:
    number = _decimal(said, pointer)
    if isinstance(said, str) or number != number.to_integral_value():
        raise ProblemError(pointer, codes.WRONG_TYPE)
    return int(number)


def _float(said: object, pointer: str) -> float:
    return float(_decimal(said, pointer))


def _text(said: object, pointer: str) -> str:
    if not isinstance(said, str):
        raise ProblemError(pointer, codes.WRONG_TYPE)
    try:
        said.encode()
    except UnicodeEncodeError as error:  # half of a pair, such as "\ud800": no file could hold it
        raise ProblemError(pointer, codes.NOT_TEXT) from error
    return said


def _boolean(said: object, pointer: str) -> bool:
    if not isinstance(said, bool):
        raise ProblemError(pointer, codes.WRONG_TYPE)
    return said


def _date(said: object, pointer: str) -> date:
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(_text(said, pointer))
    except ValueError as error:
        raise ProblemError(pointer, codes.WRONG_TYPE) from error


SCALARS: dict[type, Callable[[object, str], Any]] = {
    Decimal: _decimal,
    Fraction: _fraction,
    int: _integer,
    float: _float,
    str: _text,
    bool: _boolean,
    date: _date,
}
# Values whose documents have short forms: filled in by `problem`
SPECIAL: dict[type, Callable[[type, object, str], Any]] = {}
