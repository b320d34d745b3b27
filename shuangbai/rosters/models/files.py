"""The file of a roster as it came, and how headings were understood by those who corrected them."""

from typing import Any, ClassVar

from django.db import models

from shuangbai.kernel.fields import SecretField
from shuangbai.kernel.tables import Personal, SharedDown


class RosterFile(Personal):
    """An upload itself, sealed. Who brought it, and when, stands on the roster; two rosters share
    it when its columns were matched anew."""

    see_verb: ClassVar[str] = "roster.see"

    data = SecretField()
    """Base64 of the bytes."""

    class Meta(Personal.Meta):
        pass


class ColumnMatch(SharedDown):
    """What the headings of a list mean, as somebody of this area said it. Read below the area
    too, so that a county's word helps its towns. The newest counts; headings, nobody's data."""

    kind = models.CharField(max_length=20)
    list_code = models.CharField(max_length=20, blank=True, default="")
    headings: models.JSONField[Any, Any] = models.JSONField(default=dict)
    """Heading, normalised → field code, or '' for a column that is not used."""
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    made_by_name = models.CharField(max_length=60)

    class Meta(SharedDown.Meta):
        indexes: ClassVar = [
            models.Index(fields=["kind", "list_code", "area"], name="rosters_columnmatch_of")
        ]
