"""Visits that somebody who came here had in the towns where they lived before.

The least answer: town, day, kind and how many; not who came nor what was written. It answers only
for somebody whose living file lies in the caller's scope now, and leaves out the town where it
lies. Who asked is audited by the page that asks.
"""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import Door


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("visits", "0003_withdrawal"),
        ("clients", "0008_handover_doors"),
    ]
    operations: ClassVar = [
        Door(
            "visits_past(in_person uuid)",
            "TABLE (town text, happened_on date, kind text, times bigint)",
            """
            SELECT left(s.area, 9), s.happened_on, v.kind, count(DISTINCT v.id)
            FROM clients_person p
            JOIN visits_served s ON s.pref = p.pref AND s.person_id = p.id
            JOIN visits_visit v ON v.pref = s.pref AND v.id = s.visit_id
            WHERE p.id = in_person
            AND p.area >= current_setting('app.lo', true)
            AND p.area < current_setting('app.hi', true)
            AND s.superseded_at IS NULL AND v.superseded_at IS NULL
            AND left(s.area, 9) <> left(p.area, 9)
            GROUP BY 1, 2, 3 ORDER BY 2 DESC, 1, 3
            """,
        )
    ]
