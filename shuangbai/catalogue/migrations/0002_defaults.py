"""The entries that come with the product, as shipped in data/catalogue.json."""

import json
from importlib import resources
from typing import Any, ClassVar

from django.db import migrations
from django.utils import timezone

from shuangbai.access.actor import PRODUCT


def load(apps: Any, schema_editor: Any) -> None:
    file = resources.files("shuangbai.catalogue") / "data" / "catalogue.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    model = apps.get_model("catalogue", "Entry")
    every = {
        "area": told["area"],
        "valid_from": told["valid_from"],
        "shipped": True,
        "added_at": timezone.now(),
        "added_by": PRODUCT,
        "added_by_name": "产品",
    }
    rows = [model(**every, **row) for row in told["entries"]]
    model.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("catalogue", "0001_entries")]
    operations: ClassVar = [migrations.RunPython(load, migrations.RunPython.noop)]
