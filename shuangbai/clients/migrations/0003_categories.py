"""The categories of people in need, as shipped in data/categories.json."""

import json
from importlib import resources
from typing import Any, ClassVar

from django.db import migrations


def load(apps: Any, schema_editor: Any) -> None:
    file = resources.files("shuangbai.clients") / "data" / "categories.json"
    model = apps.get_model("clients", "Category")
    rows = [model(**row) for row in json.loads(file.read_text(encoding="utf-8"))["categories"]]
    model.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0002_walls")]
    operations: ClassVar = [migrations.RunPython(load, migrations.RunPython.noop)]
