"""Two narrow doors: what was before, and who bears these letters.

`clients_past`: what the file of somebody who came here tells of the towns where they lived before.

The least answer: kind, code, town and days of what held there; no text, no number, no name. It
answers only for somebody whose living file lies in the caller's scope now, and leaves out the town
where it lies. Who asked is audited by the page that asks.

`clients_lettered`: ids inside the caller's scope, nothing that the caller could not list. Under
row-level security the index on the letters of a name may not be asked first, as array operators
are not leakproof: a county then reads all its people for one name.
"""

from typing import ClassVar

from django.db import migrations

from shuangbai.kernel.rls import Door

HERE = """
    SELECT p.id, p.pref, left(p.area, 9) AS town FROM clients_person p
    WHERE p.id = in_person
    AND p.area >= current_setting('app.lo', true) AND p.area < current_setting('app.hi', true)
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("clients", "0007_rosters_leave")]
    operations: ClassVar = [
        Door(
            "clients_past(in_person uuid)",
            "TABLE (what text, code text, town text, valid_from date, valid_to date)",
            f"""
            WITH here AS ({HERE})
            SELECT 'category', s.category_id, left(s.area, 9), s.valid_from, s.valid_to
            FROM clients_categoryspell s JOIN here h ON s.pref = h.pref AND s.person_id = h.id
            WHERE s.superseded_at IS NULL AND left(s.area, 9) <> h.town
            AND (s.valid_to IS NULL OR s.valid_to > s.valid_from)
            UNION ALL
            SELECT 'file', '', left(s.area, 9), s.valid_from, s.valid_to
            FROM clients_filespell s JOIN here h ON s.pref = h.pref AND s.person_id = h.id
            WHERE s.superseded_at IS NULL AND left(s.area, 9) <> h.town
            AND (s.valid_to IS NULL OR s.valid_to > s.valid_from)
            UNION ALL
            SELECT 'home', '', left(s.area, 9), s.valid_from, s.valid_to
            FROM clients_membership s JOIN here h ON s.pref = h.pref AND s.person_id = h.id
            WHERE s.superseded_at IS NULL AND left(s.area, 9) <> h.town
            AND (s.valid_to IS NULL OR s.valid_to > s.valid_from)
            """,
        ),
        Door(
            "clients_lettered(in_letters text[], in_part text)",
            "SETOF uuid",
            """
            SELECT p.id FROM clients_person p
            WHERE string_to_array(p.name, NULL) @> in_letters AND position(in_part IN p.name) > 0
            AND p.area >= current_setting('app.lo', true)
            AND p.area < current_setting('app.hi', true)
            """,
        ),
    ]
