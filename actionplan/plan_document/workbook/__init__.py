"""A plan as a workbook, which is written, explained and read from one description of its sheets."""
