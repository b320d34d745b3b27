"""The application may add audit rows and read them; it may not change or delete them."""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import AppendOnly


class Migration(migrations.Migration):
    dependencies: ClassVar = [("access", "0001_initial")]
    operations: ClassVar = [AppendOnly("access_auditentry"), AppendOnly("access_auditchange")]
