"""A plan as a workbook: one description of its sheets, from which it is written, explained and read."""
