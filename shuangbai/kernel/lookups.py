"""`__among`: whether a column holds one of many values, told to the database as one array.

`__in` sends a parameter for each value; to write five thousand of them into a statement takes
longer than to answer it.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from psycopg import Binary


class Among(Lookup[Any]):
    """`field__among=values` of a column or a foreign key; no values, no rows. Values are
    prepared by the field; expressions and None are not taken."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        left, params = self.process_lhs(compiler, connection)
        field = self.lhs.output_field
        field = getattr(field, "target_field", field)
        values = [field.get_db_prep_value(value, connection) for value in self.rhs]
        plain = [value.obj if isinstance(value, Binary) else value for value in values]
        kind = field.rel_db_type(connection)
        return f"{left} = ANY(%s::{kind}[])", [*params, plain]


def register() -> None:
    Field.register_lookup(Among)
    # Foreign keys take no lookups from Field.
    ForeignObject.register_lookup(Among)
