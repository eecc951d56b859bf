"""Dataclasses to JSON and back, by their annotations.

Decimals and dates are written as text, enums as their value, tuples as lists; fields that equal
their default are left out, so that stored rows stay small and later fields can be added.
"""
# ruff: noqa: ANN401  # JSON of any shape and values of any type pass here

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin

T = TypeVar("T")
_DECIMAL_KEY = "$decimal"


class CodecError(ValueError):
    """A stored value doesn't have the shape that its type asks for."""


def dump(value: object) -> Any:
    """Return `value` (a dataclass, scalar or tuple of them) as JSON-ready lists, dicts and scalars."""
    if value is None or isinstance(value, bool | int | float) or type(value) is str:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | date):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, tuple | list):
        return [dump(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _dump_dataclass(value)
    raise CodecError(f"No JSON form for {type(value).__name__}.")


def _dump_dataclass(value: Any) -> dict[str, Any]:
    hints = _hints(value.__class__)
    result: dict[str, Any] = {}
    for field in fields(value):
        content = getattr(value, field.name)
        if _is_default(field, content):
            continue
        result[field.name] = _dump_as(hints[field.name], content)
    return result


def _dump_as(annotation: Any, content: object) -> Any:
    """Dump by annotation: a Decimal inside a union of scalars is tagged, else it would load as text."""
    if isinstance(content, Decimal) and _is_scalar_union(annotation):
        return {_DECIMAL_KEY: str(content)}
    if isinstance(content, tuple):
        parts = get_args(annotation)
        if not parts:
            return dump(content)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return [_dump_as(parts[0], item) for item in content]
        return [_dump_as(part, item) for part, item in zip(parts, content, strict=True)]
    return dump(content)


def _is_default(field: Field[Any], content: object) -> bool:
    """Tell whether a field holds its default, to the written digit (1 and 1.00 are equal, not alike)."""
    if field.default is not MISSING:
        return repr(content) == repr(field.default)
    return field.default_factory is not MISSING and repr(content) == repr(field.default_factory())


def _is_scalar_union(annotation: Any) -> bool:
    """Tell whether a union allows both Decimal and other scalars (`Reason` parameters)."""
    return _is_union(annotation) and str in get_args(annotation)


def _is_union(annotation: Any) -> bool:
    return get_origin(annotation) in {Union, types.UnionType}


def load(kind: type[T], stored: Any) -> T:
    """Return the value of type `kind` that `dump` wrote; raise `CodecError` where it doesn't fit."""
    try:
        return cast("T", _loader(cast("Any", kind))(stored))
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise CodecError(f"Stored value is not a {kind.__name__}: {error}") from error


@lru_cache(maxsize=512)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@lru_cache(maxsize=1024)
def _loader(annotation: Any) -> Callable[[Any], Any]:
    """Return the function that loads one annotation; built once a type."""
    if annotation is Any:
        return _same
    if _is_union(annotation):
        return _union_loader(annotation)
    if get_origin(annotation) is tuple:
        return _tuple_loader(get_args(annotation))
    return _plain_loader(annotation)


def _plain_loader(kind: Any) -> Callable[[Any], Any]:
    if is_dataclass(kind):
        return _dataclass_loader(cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if kind is Decimal:
        return lambda stored: Decimal(_text(stored))
    if kind is date:
        return lambda stored: date.fromisoformat(_text(stored))
    if kind is float:
        return _float
    if kind in {str, int, bool, type(None)}:
        return _exactly(kind)
    raise CodecError(f"No JSON form for {kind!r}.")


def _same(stored: Any) -> Any:
    return stored


def _text(stored: Any) -> str:
    if not isinstance(stored, str):
        raise CodecError(f"Text expected, not {stored!r}.")
    return stored


def _float(stored: Any) -> float:
    if isinstance(stored, bool) or not isinstance(stored, int | float):
        raise CodecError(f"Number expected, not {stored!r}.")
    return float(stored)


def _exactly(kind: type) -> Callable[[Any], Any]:
    def check(stored: Any) -> Any:
        if type(stored) is not kind:
            raise CodecError(f"{kind.__name__} expected, not {stored!r}.")
        return stored

    return check


def _union_loader(annotation: Any) -> Callable[[Any], Any]:
    """Load a union: None, then the one other type, or scalars as JSON keeps them."""
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if len(parts) == 1:
        inner = _loader(parts[0])
        return lambda stored: None if stored is None else inner(stored)

    def scalar(stored: Any) -> Any:
        if isinstance(stored, dict):
            return Decimal(_text(stored[_DECIMAL_KEY]))
        if isinstance(stored, int) and not isinstance(stored, bool) and int not in parts:
            return float(stored)
        return stored

    return scalar


def _tuple_loader(parts: tuple[Any, ...]) -> Callable[[Any], Any]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        inner = _loader(parts[0])
        return lambda stored: tuple([inner(item) for item in stored])
    loaders = [_loader(part) for part in parts]
    return lambda stored: tuple([loader(item) for loader, item in zip(loaders, stored, strict=True)])


def _dataclass_loader(kind: type) -> Callable[[Any], Any]:
    loaders = {name: _loader(annotation) for name, annotation in _hints(kind).items()}

    def build(stored: Any) -> Any:
        if not isinstance(stored, dict):
            raise CodecError(f"Object expected for {kind.__name__}, not {stored!r}.")
        return kind(**{name: loaders[name](content) for name, content in stored.items()})

    return build
