"""Two narrow doors that know of merged files: a number leads to the file that goes on.

`clients_on_file` is made anew: a number written in a merged file is on file where the one that
goes on lies, also the number of a provisional file that was merged into it.

`clients_whose`: the id of the file that goes on, for numbers that the caller names, and only for
files inside the caller's scope. The merged file may lie elsewhere: nothing of it is told.
"""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import Door

NUMBERED = """
    SELECT p.identity_hash, coalesce(c.id, p.id) AS id, coalesce(c.area, p.area) AS area
    FROM clients_person p
    LEFT JOIN clients_alias a ON a.alias = p.id AND a.undone_at IS NULL
    LEFT JOIN clients_person c ON c.pref = p.pref AND c.id = a.canonical
    WHERE p.pref = in_pref AND NOT p.provisional AND p.identity_hash = ANY (in_hashes)
    UNION
    SELECT p.identity_hash, c.id, c.area
    FROM clients_alias a
    JOIN clients_person p ON p.id = a.alias
    JOIN clients_person c ON c.pref = p.pref AND c.id = a.canonical
    WHERE a.undone_at IS NULL AND p.pref = in_pref AND p.provisional
    AND p.identity_hash = ANY (in_hashes)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0010_file_merges")]
    operations: ClassVar = [
        Door(
            "clients_on_file(in_pref text, in_hashes bytea[])",
            "TABLE (identity_hash bytea, town text)",
            f"SELECT n.identity_hash, left(n.area, 9) FROM ({NUMBERED}) n",
        ),
        Door(
            "clients_whose(in_pref text, in_hashes bytea[])",
            "TABLE (identity_hash bytea, person_id uuid)",
            f"""
            SELECT n.identity_hash, n.id FROM ({NUMBERED}) n
            WHERE n.area >= current_setting('app.lo', true)
            AND n.area < current_setting('app.hi', true)
            """,
        ),
    ]
