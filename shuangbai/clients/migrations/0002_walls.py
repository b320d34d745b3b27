"""Row-level security for this app's personal tables."""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import ProtectPersonal


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0001_initial")]
    operations: ClassVar = [
        ProtectPersonal("clients_household"),
        ProtectPersonal("clients_person"),
        ProtectPersonal("clients_membership"),
        ProtectPersonal("clients_categoryspell"),
        ProtectPersonal("clients_filespell"),
        ProtectPersonal("clients_look"),
        ProtectPersonal("clients_roster"),
        ProtectPersonal("clients_rostermove"),
        ProtectPersonal("clients_rosterrow"),
    ]
