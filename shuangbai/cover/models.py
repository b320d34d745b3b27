"""派工: somebody who is missing in the cover is given to a worker, until a day.

Nobody ticks an errand off: it is done when the records say so, and `rules.errands` tells it from
them. Only taking it back is a row.
"""

from typing import ClassVar

from django.db import models

from shuangbai.cover.rules import Why
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Personal, PrefForeignKey

LACKS = [(Why.FILE.value, "建档"), (Why.SERVICE.value, "走访"), (Why.BOTH.value, "建档和走访")]


class Errand(Personal):
    """Who gave whom to which worker, until when. Area is where the person lived then; no foreign
    key to person or worker: whoever goes to another town must not vanish from what was agreed."""

    see_verb: ClassVar[str] = "errand.see"
    moves: ClassVar[bool] = True

    person_id = models.UUIDField()
    person_name = SecretField()
    worker_id = models.UUIDField()
    worker_name = models.CharField(max_length=60)
    lacked = models.CharField(max_length=8, choices=LACKS)
    """What the person lacked on that day."""
    due_on = models.DateField()
    note = SecretField(null=True)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    given_by_name = models.CharField(max_length=60)

    class Meta(Personal.Meta):
        indexes: ClassVar = [
            *Personal.Meta.indexes,
            models.Index(fields=["pref", "person_id"], name="cover_errand_person"),
            models.Index(fields=["pref", "worker_id"], name="cover_errand_worker"),
        ]


class TakenBack(Personal):
    """Who took an errand back, when and why; also when it was given to somebody else."""

    see_verb: ClassVar[str] = "errand.see"
    moves: ClassVar[bool] = True

    errand = PrefForeignKey(Errand, on_delete=models.PROTECT, related_name="taken_back")
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    reason = SecretField()

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(fields=["pref", "errand"], name="cover_takenback_once"),
        ]
