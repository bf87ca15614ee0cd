"""A published file that is known by its columns and cannot be read."""


class CannotBeRead(Exception):
    """The rows of a file cannot be told apart, or are damaged: `why` says it, `rows` are those that can be counted."""

    def __init__(self, why: str, *, rows: int) -> None:
        super().__init__(why)
        self.why = why
        self.rows = rows
