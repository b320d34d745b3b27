"""Row-level security for this app's personal tables."""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import ProtectPersonal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("figures", "0001_initial")]
    operations: ClassVar = [
        ProtectPersonal("figures_frozenfigure"),
    ]
