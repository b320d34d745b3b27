"""Hand-over of a person between towns.

Each town sees only its own rows, so a request is two rows that mirror each other: one in the town
that gives, one in the town that receives. The receiving side knows what it asked with, and nothing
about the file.
"""

from typing import ClassVar

from django.db import models

from shuangbai.clients import masks
from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import AreaField, Personal, PrefForeignKey


class HandOver(Personal):
    see_verb: ClassVar[str] = "handover.see"
    moves: ClassVar[bool] = True

    class Side(models.TextChoices):
        GIVING = "giving", "转出"
        RECEIVING = "receiving", "转入"

    class State(models.TextChoices):
        ASKED = "asked", "等待答复"
        ACCEPTED = "accepted", "已转接"
        REFUSED = "refused", "未同意"
        WITHDRAWN = "withdrawn", "已撤回"

    pair = models.UUIDField()
    """The same for both sides."""
    side = models.CharField(max_length=9, choices=Side.choices)
    asked_by_side = models.CharField(max_length=9, choices=Side.choices)
    """The other side decides."""
    state = models.CharField(max_length=9, choices=State.choices)
    person_id = models.UUIDField(null=True)
    """Known to the giving side, and to the other once accepted."""
    name = models.CharField(max_length=60)
    """As the asking side knows it."""
    identity = SecretField(null=True, mask=masks.identity)
    to_area = AreaField()
    """Village or town where the person is to live."""
    other_town = AreaField(blank=True, default="")
    """Key of the other town; empty where that must not be known."""
    day = models.DateField()
    whole_household = models.BooleanField(default=False)
    reason = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=60)
    roster_id = models.UUIDField(null=True)
    """The roster whose row asked for it."""
    list_code = models.CharField(max_length=8, blank=True, default="")
    """Category that begins at the new place, when a roster named it."""

    class Meta(Personal.Meta):
        constraints: ClassVar = [
            *Personal.Meta.constraints,
            models.UniqueConstraint(fields=["pref", "pair", "side"], name="clients_handover_pair"),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "accepted", "refused", "withdrawn"]),
                name="clients_handover_state",
            ),
        ]


class HandOverMove(Personal):
    """A request went from one state to another: who, when, why."""

    see_verb: ClassVar[str] = "handover.see"
    moves: ClassVar[bool] = True

    hand_over = PrefForeignKey(HandOver, on_delete=models.PROTECT, related_name="state_moves")
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=9, blank=True, default="")
    to_state = models.CharField(max_length=9)
    at = models.DateTimeField()
    by = models.UUIDField()
    by_name = models.CharField(max_length=60)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta(Personal.Meta):
        pass
