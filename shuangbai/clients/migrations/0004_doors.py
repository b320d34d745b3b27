"""The narrow door of this app: is this identity number on file, and in which town?

The least answer: the town's key, nothing about the person. Callers tell users only whether it is
elsewhere; who asked, and for which line, is audited by the action that asks.
"""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import Door


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0003_categories")]
    operations: ClassVar = [
        Door(
            "clients_on_file(in_pref text, in_hashes bytea[])",
            "TABLE (identity_hash bytea, town text)",
            """
            SELECT p.identity_hash, left(p.area, 9) FROM clients_person p
            WHERE p.pref = in_pref AND NOT p.provisional AND p.identity_hash = ANY (in_hashes)
            """,
        )
    ]
