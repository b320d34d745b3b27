"""The tables of rosters went to an app of their own; here only the models are forgotten."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("clients", "0006_register_in_depth"),
        ("rosters", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="RosterMove"),
                migrations.DeleteModel(name="RosterRow"),
                migrations.DeleteModel(name="Roster"),
            ]
        )
    ]
