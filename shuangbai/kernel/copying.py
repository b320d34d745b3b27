"""How the values of a column become the bytes of a binary COPY: prepared by the model's field, as
Django does it, and dumped by psycopg for the column's type.

What a column says again and again (days, codes, the stamp of one action) is worked out once.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from json import dumps
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import Binary, pq
from psycopg.abc import AdaptContext

from shuangbai.kernel.fields import SecretField

type Encode = Callable[[Any], bytes]
type Convert = Callable[[Any], Any]
type Dump = Callable[[Any], bytes]

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
JSONB_VERSION = b"\x01"
REMEMBERED = 20_000
"""Values that a column remembers; then it begins anew."""

_NATIVE: dict[Any, type] = {
    models.CharField: str,
    models.TextField: str,
    models.UUIDField: UUID,
    models.DateField: date,
    models.BooleanField: bool,
    models.IntegerField: int,
    models.BinaryField: bytes,
}
"""What these fields, when they prepare nothing in a way of their own, hand on as it is."""
_PREPARING = ("get_prep_value", "get_db_prep_value", "get_db_prep_save", "to_python")
_REPEATED = (models.CharField, models.DateField, models.BooleanField, models.IntegerField)


def encoders(fields: Sequence[Any], oids: Sequence[int], context: AdaptContext) -> list[Encode]:
    """One for each column; each value comes with its length before it."""
    return [_encoder(field, _dump(oid, context)) for field, oid in zip(fields, oids, strict=True)]


def head(columns: int) -> bytes:
    """What stands before the columns of a row."""
    return columns.to_bytes(2, "big")


def _dump(oid: int, context: AdaptContext) -> Dump:
    made = context.adapters.get_dumper_by_oid(oid, pq.Format.BINARY)
    dump = made(list, context).dump

    def dumped(value: Any) -> bytes:
        out = dump(value)
        return NULL if out is None else len(out).to_bytes(4, "big") + out

    return dumped


def _encoder(field: Any, dump: Dump) -> Encode:
    field = _pointed_to(field)
    convert, native = _convert(field), _native(field)
    if native is UUID:
        return _uuid(convert, dump)
    if isinstance(field, SecretField):
        return _sealed(field)
    if isinstance(field, ArrayField) and _native(field.base_field) is str:
        return _texts(convert, dump)
    if isinstance(field, models.JSONField):
        return _json(field, convert, dump)
    encode = _plain(convert, dump, native)
    if isinstance(field, models.DateTimeField):
        return _same_as_before(encode)
    if native is not None and isinstance(field, _REPEATED):
        return _remembering(encode, native)
    return encode


def _pointed_to(field: Any) -> Any:
    return field.target_field if isinstance(field, models.ForeignKey) else field


def _native(field: Any) -> type | None:
    """The type whose values the field hands on as they are."""
    for known, native in _NATIVE.items():
        if isinstance(field, known) and not isinstance(field, models.DateTimeField):
            own = any(getattr(type(field), way) is not getattr(known, way) for way in _PREPARING)
            return None if own else native
    return None


def _convert(field: Any) -> Convert:
    def convert(value: Any) -> Any:
        if hasattr(value, "resolve_expression"):
            raise TypeError(f"{field} takes a value here, not an expression")
        ready = field.get_db_prep_save(value, connection)
        return ready.obj if isinstance(ready, Binary) else ready

    def moment(value: Any) -> Any:
        return value if type(value) is datetime and value.tzinfo is not None else convert(value)

    return moment if isinstance(field, models.DateTimeField) else convert


def _plain(convert: Convert, dump: Dump, native: type | None) -> Encode:
    def encode(value: Any) -> bytes:
        if type(value) is not native:
            value = convert(value)
        return NULL if value is None else dump(value)

    return encode


def _uuid(convert: Convert, dump: Dump) -> Encode:
    length = (16).to_bytes(4, "big")

    def encode(value: Any) -> bytes:
        if type(value) is UUID:
            return length + value.int.to_bytes(16, "big")
        value = convert(value)
        return NULL if value is None else dump(value)

    return encode


def _sealed(field: Any) -> Encode:
    """Never remembered: the same text is never sealed to the same bytes."""
    seal = field.sealer()

    def encode(value: Any) -> bytes:
        if value is None:
            return NULL
        out: bytes = seal(value)
        return len(out).to_bytes(4, "big") + out

    return encode


def _texts(convert: Convert, dump: Dump) -> Encode:
    """Lists of text: the same few come again and again."""
    known: dict[Any, bytes] = {}

    def encode(value: Any) -> bytes:
        if value is None:
            return NULL
        key = tuple(value)
        found = known.get(key)
        if found is None:
            if len(known) > REMEMBERED:
                known.clear()
            found = known[key] = dump(convert(list(value)))
        return found

    return encode


def _json(field: Any, convert: Convert, dump: Dump) -> Encode:
    """As psycopg and Django write it, with fewer steps where the field brings no encoder."""
    plain = field.encoder is None
    nothing = dump(convert({}))

    def encode(value: Any) -> bytes:
        if not value and type(value) is dict:
            return nothing
        if plain and type(value) is dict:
            told = JSONB_VERSION + dumps(value).encode()
            return len(told).to_bytes(4, "big") + told
        return NULL if value is None else dump(convert(value))

    return encode


def _remembering(encode: Encode, native: type) -> Encode:
    known: dict[Any, bytes] = {}

    def remembering(value: Any) -> bytes:
        if type(value) is not native:
            return encode(value)
        found = known.get(value)
        if found is None:
            if len(known) > REMEMBERED:
                known.clear()
            found = known[value] = encode(value)
        return found

    return remembering


def _same_as_before(encode: Encode) -> Encode:
    """The very object of the row before, as the stamp of one action is."""
    last: Any = object()
    told = b""

    def again(value: Any) -> bytes:
        nonlocal last, told
        if value is not last:
            last, told = value, encode(value)
        return told

    return again
