"""Abstract tables: every model of the house is of exactly one of four classes.

*Personal*: people and everything recorded about or for them; walled by area.
*SharedDown*: owned by an area, read above and below it.
*Reference*: read by all.
*System*: users, grants, audit; no scope.

Over Personal stand two shapes of record. A *Fact* is never overwritten: a correction is a new
row that points to the old one, which gets `superseded_at`, the one update allowed. A *Spell* is
a fact that holds for a while (`valid_from` up to, not including, `valid_to`).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, Self

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.expressions import Col
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.db.models.sql import Query

from shuangbai.kernel import areakey, ids, rowscope


class Viewer(Protocol):
    """Who asks: areas of the grant under which they act, and what its role may do."""

    @property
    def areas(self) -> tuple[str, ...]: ...

    def may(self, verb: str) -> bool: ...


class System(models.Model):
    table_class: ClassVar[str] = "system"

    class Meta:
        abstract = True


class Reference(models.Model):
    table_class: ClassVar[str] = "reference"

    class Meta:
        abstract = True


class AreaField(models.CharField[str, str]):
    """A key of the area tree: 4 to 12 digits, compared byte by byte."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 12)
        kwargs.setdefault("db_collation", "C")
        super().__init__(*args, **kwargs)


class PrefField(models.CharField[str, str]):
    """First four characters of the row's area: the column by which a cluster spreads rows.

    Filled from `area` whenever the row is written, singly or in bulk. A generated column would be
    simpler, but it cannot be a distribution column.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=4, db_collation="C", editable=False)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        pref = areakey.prefecture(model_instance.area)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, pref)
        return pref


class PrefForeignKey(models.ForeignKey[Any, Any]):
    """A foreign key between personal tables: every join equates `pref` too."""

    def get_extra_restriction(self, alias: str, related_alias: str) -> Any:
        here: Any = self.model._meta.get_field("pref")
        there: Any = self.remote_field.model._meta.get_field("pref")
        return Exact(Col(alias, there, there), Col(related_alias, here, here))


class ScopedQuery(Query):
    """A query that is not even compiled outside a scoped transaction."""

    def get_compiler(
        self, using: str | None = None, connection: Any = None, elide_empty: bool = True
    ) -> Any:
        rowscope.demand(using or (connection.alias if connection else DEFAULT_DB_ALIAS))
        return super().get_compiler(using, connection, elide_empty)


def below(keys: Iterable[str], field: str = "area") -> models.Q:
    """Rows whose `field` is one of `keys` or lies below one; no key, no rows."""
    together = models.Q(pk__in=[])
    for key in keys:
        lo, hi = areakey.bounds(key)
        together |= models.Q(**{f"{field}__gte": lo, f"{field}__lt": hi})
    return together


class PersonalQuerySet[M: models.Model](models.QuerySet[M]):
    def __init__(self, model: Any = None, query: Any = None, **kwargs: Any) -> None:
        super().__init__(model, query or ScopedQuery(model), **kwargs)

    def under(self, *keys: str) -> Self:
        return self.filter(below(keys))

    def visible_to(self, viewer: Viewer) -> Self:
        """Exactly the rows that this grant may read one by one."""
        if not viewer.may(self.model.see_verb):  # type: ignore[attr-defined]
            return self.none()
        return self.under(*viewer.areas)

    def update(self, **kwargs: Any) -> int:
        rowscope.demand(self.db)
        return super().update(**kwargs)


class FactQuerySet[M: models.Model](PersonalQuerySet[M]):
    def as_known(self, known: datetime | None) -> Self:
        """Rows as they stood at that instant; None asks for what is known now."""
        if known is None:
            return self.filter(superseded_at=None)
        return self.filter(recorded_at__lte=known).filter(
            models.Q(superseded_at=None) | models.Q(superseded_at__gt=known)
        )


class SpellQuerySet[M: models.Model](FactQuerySet[M]):
    def on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(
            models.Q(valid_to=None) | models.Q(valid_to__gt=day)
        )

    def from_on(self, day: date) -> Self:
        """Those that hold on `day` or will hold later: what a change from `day` on concerns."""
        return self.filter(models.Q(valid_to=None) | models.Q(valid_to__gt=day))


class Personal(models.Model):
    table_class: ClassVar[str] = "personal"
    see_verb: ClassVar[str]
    """The verb of the policy table that lets a role read these rows one by one."""
    moves: ClassVar[bool] = False
    """Living rows follow their unit when it gets another parent; events stay."""

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    area = AreaField()
    pref = PrefField()

    objects: ClassVar[Any] = PersonalQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(pref=Left("area", 4)), name="%(app_label)s_%(class)s_pref"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["area", "id"], name="%(app_label)s_%(class)s_ai")
        ]


class Fact(Personal):
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    recorded_by_name = models.CharField(max_length=60)
    superseded_at = models.DateTimeField(null=True)
    supersedes = models.UUIDField(null=True)

    objects: ClassVar[Any] = FactQuerySet.as_manager()

    class Meta(Personal.Meta):
        abstract = True


class Spell(Fact):
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    objects: ClassVar[Any] = SpellQuerySet.as_manager()

    class Meta(Fact.Meta):
        abstract = True
        constraints: ClassVar[list[Any]] = [
            *Fact.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                name="%(app_label)s_%(class)s_days",
            ),
        ]


class SharedDownQuerySet[M: models.Model](PersonalQuerySet[M]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows owned by the viewer's areas, by an area above one, or by one below."""
        keys = {key for area in viewer.areas for key in areakey.ancestors(area)}
        return self.filter(below(viewer.areas) | models.Q(area__in=keys))


class SharedDown(models.Model):
    table_class: ClassVar[str] = "shared_down"

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    area = AreaField()

    objects: ClassVar[Any] = SharedDownQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
