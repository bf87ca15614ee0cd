"""A table as `layout/table.html` draws it."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption. The first cell of each row says what the row is about.

    `numbers` are the columns, counted from 0, that hold numbers and stand to the right.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()

    def without_empty_last(self) -> "Table":
        """The table without its last column where no row has anything in it."""
        if any(row[-1] for row in self.rows):
            return self
        return replace(self, heads=self.heads[:-1], rows=tuple(row[:-1] for row in self.rows))
