"""Row-level security for this app's personal tables."""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import ProtectPersonal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("staff", "0001_initial")]
    operations: ClassVar = [
        ProtectPersonal("staff_station"),
        ProtectPersonal("staff_stationspell"),
        ProtectPersonal("staff_point"),
        ProtectPersonal("staff_worker"),
        ProtectPersonal("staff_villageservice"),
    ]
