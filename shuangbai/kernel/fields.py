"""A model field for text that is encrypted in the table and masked in Python.

The plain text leaves a `Secret` only through `reveal()`, so that a template, a log line or
an error page shows the mask. What is stored cannot be searched; keep a keyed hash beside
it for exact match.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Never, Self, TypeVar

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

from .crypto import current_ring

Mask = Callable[[str], str]

_HIDDEN = "••••"


class Secret:
    """Text that shows only its mask; opened at the first `reveal()`, not when loaded.

    A list of rows whose key is lost can still be shown, as long as nobody asks for the text.
    """

    __slots__ = ("_field", "_mask", "_sealed", "_text")

    def __init__(self, text: str, mask: Mask | None = None) -> None:
        self._text: str | None = text
        self._sealed, self._field, self._mask = b"", "", mask

    @classmethod
    def sealed(cls, sealed: bytes, field: str, mask: Mask | None = None) -> Self:
        """A secret as it comes from a table; `field` is the name it was sealed for."""
        made = cls("", mask)
        made._text, made._sealed, made._field = None, sealed, field
        return made

    def reveal(self) -> str:
        """The plain text; Problem when the key ring cannot open it."""
        if self._text is None:
            self._text = current_ring().open(self._sealed, self._field)
        return self._text

    def __str__(self) -> str:
        return self._mask(self.reveal()) if self._mask else _HIDDEN

    def __repr__(self) -> str:
        # Without the mask: a repr in a traceback must not need the keys.
        return f"<Secret {_HIDDEN}>"

    def __bool__(self) -> bool:
        return bool(self.reveal())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.reveal())

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> Never:
        raise TypeError("a Secret is not pickled: it would leave its text in a cache or queue")


class _SecretAttribute(DeferredAttribute):
    """Wraps plain text at assignment, so that an attribute is never a bare string."""

    def __set__(self, instance: models.Model, value: object) -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


if TYPE_CHECKING:
    _Plain = models.BinaryField
else:

    class _Plain(models.BinaryField):
        """The stubs' BinaryField takes type arguments, Django's own does not."""

        def __class_getitem__(cls, types):
            return cls


_Set = TypeVar("_Set", contravariant=True)
_Get = TypeVar("_Get", covariant=True)


class SecretField(_Plain[_Set, _Get]):
    """Text sealed into bytea. Python value: `Secret` or None; a str assigned is wrapped.

    `mask` makes the form that `str()` shows (it is left out of migrations). `sealed_as`
    keeps the sealing name when the model or field is renamed; it is otherwise
    '<app_label>.<model>.<field>' of the concrete model. Only `__isnull` can be filtered.
    """

    description = "Encrypted text"
    descriptor_class = _SecretAttribute
    # Read by the type checker's Django plugin, which adds None when null=True.
    _pyi_private_set_type: Secret | str
    _pyi_private_get_type: Secret  # type: ignore[assignment]

    def __init__(
        self, *args: Any, mask: Mask | None = None, sealed_as: str | None = None, **kwargs: Any
    ) -> None:
        self.mask = mask
        self.sealed_as = sealed_as
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.sealed_as is not None:
            kwargs["sealed_as"] = self.sealed_as
        return name, path, list(args), dict(kwargs)

    @property
    def sealing_name(self) -> str:
        """What the ciphertext is bound to."""
        return self.sealed_as or f"{self.model._meta.label_lower}.{self.name}"

    def to_python(self, value: Any) -> Any:
        """Wrap text; leave None, secrets and query expressions. TypeError for the rest."""
        if value is None or isinstance(value, Secret) or hasattr(value, "resolve_expression"):
            return value
        if isinstance(value, str):
            return Secret(value, self.mask)
        raise TypeError(f"{self.name} takes text or a Secret, not {type(value).__name__}")

    def from_db_value(
        self, value: Any, expression: object, connection: BaseDatabaseWrapper
    ) -> Secret | None:
        if value is None:
            return None
        return Secret.sealed(bytes(value), self.sealing_name, self.mask)

    def get_prep_value(self, value: Any) -> Any:
        prepared = self.to_python(value)
        if isinstance(prepared, Secret):
            return current_ring().seal(prepared.reveal(), self.sealing_name)
        return prepared

    def sealer(self) -> Callable[[Any], bytes]:
        """What seals many texts, as `get_prep_value` seals each."""
        seal = current_ring().sealer(self.sealing_name)

        def sealed(value: Any) -> bytes:
            return seal(value if type(value) is str else self.to_python(value).reveal())

        return sealed

    def get_lookup(self, lookup_name: str) -> Any:
        # The same text is never sealed to the same bytes: a comparison would find nothing.
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted and cannot be compared; use its hash")
        return super().get_lookup(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise TypeError(f"{self.name} is encrypted and is not written to fixtures")
