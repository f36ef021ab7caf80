"""How large an uploaded file may be: what is over is refused with a sentence, before or while it is parsed.

A file made to hurt is small; what it becomes is bounded too. Needs nothing but Python: the process that parses has it.
"""

SIZE, MEMBERS, EXPANDED = 5_000_000, 500, 50_000_000  # bytes, files in the archive, bytes
# Sheets of empty styled cells, the densest that Excel writes, are packed 14 to 18 times; matrices of LibreOffice and of
# Word 58 times, the same row over and over 156 times; nothing but spaces 1,000 times. The floor is for small parts,
# such as one text repeated, that cannot hurt whatever their ratio.
RATIO, RATIO_FLOOR = 250, 1_000_000
ROWS, COLUMNS, SHEETS, MERGES = 5_000, 300, 20, 2_000
CELL, TEXT = 32_767, 10_000_000  # characters of a cell, which Excel holds at most, and of all
CELLS = ROWS * COLUMNS  # of all sheets together, empty ones included
MEMORY, SECONDS = 512 * 1024 * 1024, 20  # of the process that parses: bytes, of its processor and of the wait for it
TAKEN_ROWS, TAKEN_COLUMNS = 2_000, 100  # with a text in them, of a table that is taken for a matrix
SOURCE = "raci-matrix"  # the property of a workbook in which this app says what it has written


class TooMuch(Exception):
    """More than is read: of what, and on which sheet."""
