"""The day on which somebody died."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0008_handover_doors")]
    operations: ClassVar = [
        migrations.AddField(model_name="person", name="died_on", field=models.DateField(null=True)),
    ]
