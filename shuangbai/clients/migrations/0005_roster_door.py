"""A second narrow door: of which day is the newest merged roster of this kind that touches an area?

A head sees rosters of the own town only, but a list of the county, or of one village, orders
theirs too. The least answer: a day. Who asked is audited with the merge.

The first door is made anew, as a caller's temporary table could stand in for the table it asks.
"""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import Door


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0004_doors")]
    operations: ClassVar = [
        Door(
            "clients_on_file(in_pref text, in_hashes bytea[])",
            "TABLE (identity_hash bytea, town text)",
            """
            SELECT p.identity_hash, left(p.area, 9) FROM clients_person p
            WHERE p.pref = in_pref AND NOT p.provisional AND p.identity_hash = ANY (in_hashes)
            """,
        ),
        Door(
            "clients_roster_newest(in_category text, in_area text)",
            "date",
            """
            SELECT max(r.day) FROM clients_roster r
            WHERE r.pref = left(in_area, 4) AND r.category_id = in_category
            AND r.state = 'merged'
            AND (starts_with(in_area, r.area) OR starts_with(r.area, in_area))
            """,
        ),
    ]
