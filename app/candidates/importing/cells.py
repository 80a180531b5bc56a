"""Cells of files that people open in spreadsheets: none of them is run."""

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula; the last four are their full-width twins."""


def is_formula(cell: str) -> bool:
    return cell.lstrip(" ").startswith(RUNS)


def defused(cell: str) -> str:
    """A cell that a spreadsheet shows instead of running."""
    return f"'{cell}" if is_formula(cell) else cell
