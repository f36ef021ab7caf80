"""What spreadsheets call their parts."""


def column_name(index: int) -> str:
    """The letters of a column, from 1: A, B … Z, AA."""
    name = ""
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
