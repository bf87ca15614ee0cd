"""What each trusted table promises: its columns, their types, what they mean and where they come from."""

from turncurve.tables.column import Column, Table, empty, in_shape
from turncurve.tables.every_table import TABLES, table

__all__ = ["TABLES", "Column", "Table", "empty", "in_shape", "table"]
