"""Migration operations that put the walls around tables.

The application role is not the owner, so policies bind it; definer functions (the narrow doors)
belong to the owner and pass. The default privileges of the owner give the application role
SELECT, INSERT, UPDATE and DELETE on each new table; these operations take back what it must
not do.
"""

from django.conf import settings
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

IN_SCOPE = "area >= current_setting('app.lo', true) AND area < current_setting('app.hi', true)"
ABOVE_SCOPE = "starts_with(current_setting('app.lo', true), area)"


def application_role() -> str:
    return str(settings.DATABASES["default"]["USER"])


class _Wall(Operation):
    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def statements(self) -> list[str]:
        raise AssertionError("each wall names its statements")

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for statement in self.statements():
            schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The table goes with the migration that made it."""

    def describe(self) -> str:
        return f"{type(self).__name__} {self.table}"


class ProtectPersonal(_Wall):
    """Rows of people: seen and written inside the scope only, never deleted by the application."""

    def statements(self) -> list[str]:
        role = application_role()
        return [
            f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY',
            f'CREATE POLICY scope ON "{self.table}" USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})',
            f'REVOKE DELETE, TRUNCATE ON "{self.table}" FROM "{role}"',
        ]


class ProtectSharedDown(_Wall):
    """Rows owned by an area: read below and above it, written inside the scope only."""

    def statements(self) -> list[str]:
        return [
            f'ALTER TABLE "{self.table}" ENABLE ROW LEVEL SECURITY',
            f'CREATE POLICY reading ON "{self.table}" FOR SELECT '
            f"USING (({IN_SCOPE}) OR {ABOVE_SCOPE})",
            f'CREATE POLICY writing ON "{self.table}" FOR ALL '
            f"USING ({IN_SCOPE}) WITH CHECK ({IN_SCOPE})",
        ]


class AppendOnly(_Wall):
    """Rows that the application adds and never changes: audit, raw envelopes."""

    def statements(self) -> list[str]:
        role = application_role()
        return [f'REVOKE UPDATE, DELETE, TRUNCATE ON "{self.table}" FROM "{role}"']


class Door(_Wall):
    """A narrow door through the wall: one SECURITY DEFINER function with a fixed search path.

    Temporary tables are looked for last: unless they are named, they come first, and a caller's
    own table could stand in for the real one. A door that is there already is made anew.

    `signature` is `name(arguments)`, `body` one SQL query. Only the application role may call it.
    """

    def __init__(self, signature: str, returns: str, body: str) -> None:
        super().__init__(signature)
        self.returns, self.body = returns, body

    def statements(self) -> list[str]:
        role = application_role()
        name, _, arguments = self.table.partition("(")
        types = ", ".join(part.split()[-1] for part in arguments.rstrip(")").split(",") if part)
        return [
            f"CREATE OR REPLACE FUNCTION {self.table} RETURNS {self.returns} LANGUAGE sql STABLE "
            f"SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp "
            f"AS $door$ {self.body} $door$",
            f"REVOKE EXECUTE ON FUNCTION {name}({types}) FROM PUBLIC",
            f'GRANT EXECUTE ON FUNCTION {name}({types}) TO "{role}"',
        ]
