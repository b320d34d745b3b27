"""Why somebody left a list, and what follows from it."""

from typing import ClassVar

from django.db import models

from shuangbai.clients.models.people import Person
from shuangbai.kernel.tables import Fact, PrefForeignKey


class Departure(Fact):
    """A person is no longer on a list since a roster that did not name them. `reason` is '' until
    somebody tells it; a reason told later, or mended, is a new version."""

    see_verb: ClassVar[str] = "person.list"
    moves: ClassVar[bool] = True

    class Reason(models.TextChoices):
        DIED = "died", "去世"
        MOVED = "moved", "迁走"
        NOT_ENTITLED = "not_entitled", "不再符合条件"
        MERGED = "merged", "与别人是同一个人"
        MISTAKE = "mistake", "名册漏了或写错了"

    person = PrefForeignKey(Person, on_delete=models.PROTECT, related_name="departures")
    category = models.CharField(max_length=8)
    day = models.DateField()
    """The day of the roster: from it on the category no longer holds."""
    roster_id = models.UUIDField()
    reason = models.CharField(max_length=12, choices=Reason.choices, blank=True, default="")
    happened_on = models.DateField(null=True)
    """Day of death or of moving, when known."""
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["pref", "person", "roster_id"],
                condition=models.Q(superseded_at=None),
                name="clients_departure_one",
            ),
        ]
