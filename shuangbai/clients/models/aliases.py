"""Two files that turned out to be one person.

`Alias` says so by ids only: readable by all, telling nobody who. `FileMerge` says it to those who
see the files: who put them together, when and why.
"""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models

from shuangbai.clients.models.people import Person
from shuangbai.kernel import ids
from shuangbai.kernel.tables import Personal, PrefForeignKey, System

NOBODY = UUID(int=0)
"""For whom a provisional file stands until it is settled: it counts for nobody."""


class AliasQuerySet(models.QuerySet["Alias"]):
    def as_known(self, known: datetime | None) -> Self:
        """Those in force at that instant; None asks for what is known now."""
        if known is None:
            return self.filter(undone_at=None)
        return self.filter(merged_at__lte=known).filter(
            models.Q(undone_at=None) | models.Q(undone_at__gt=known)
        )

    def merged(self) -> Self:
        """Those that stand for somebody: not the provisional files."""
        return self.exclude(canonical=NOBODY)


class Alias(System):
    """`alias` is the same person as `canonical`, as known from `merged_at` until `undone_at`.

    Distinct counts take the canonical id. An alias never points to an alias: whoever merges a
    canonical person points its aliases anew. The canonical id of a provisional file is NOBODY.
    """

    id = models.UUIDField(primary_key=True, default=ids.uuid7, editable=False)
    alias = models.UUIDField()
    canonical = models.UUIDField(db_index=True)
    merge = models.UUIDField()
    """The merge by which `alias` became one. Its first row says into whom; the others follow
    when that one is merged in turn, or when such a merge is undone."""
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField()
    merged_by_name = models.CharField(max_length=60)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_by_name = models.CharField(max_length=60, blank=True, default="")

    objects: ClassVar[Any] = AliasQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["alias"], condition=models.Q(undone_at=None), name="clients_alias_one"
            ),
            models.CheckConstraint(
                condition=~models.Q(alias=models.F("canonical")), name="clients_alias_other"
            ),
        ]


class FileMerge(Personal):
    """并档, as one of the two files tells it. Each of them has a row with the same `merge`, because
    a station sees its own rows only; the rows go where their files go."""

    see_verb: ClassVar[str] = "person.see"
    moves: ClassVar[bool] = True

    merge = models.UUIDField()
    """The same for both files, and in `Alias`."""
    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="file_merges")
    goes_on = models.BooleanField()
    """Whether this is the file that goes on; the other one is a name for it."""
    other_id = models.UUIDField()
    """The other file. No foreign key: it may lie where this station sees nothing."""
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)
    undone_by_name = models.CharField(max_length=60, blank=True, default="")
    undone_reason = models.CharField(max_length=200, blank=True, default="")

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "merge", "goes_on"], name="clients_filemerge_side"
            ),
        ]
