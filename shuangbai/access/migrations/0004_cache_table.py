"""The table of the shared cache: sign-in limits count for the installation, not for a process."""

from typing import Any, ClassVar

from django.core.management import call_command
from django.db import migrations


def make(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0003_key_fingerprint")]
    operations: ClassVar = [migrations.RunPython(make, migrations.RunPython.noop)]
