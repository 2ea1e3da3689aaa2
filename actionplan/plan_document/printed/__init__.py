"""A plan that arrives as a table of a text: how its printed cells are read, in English and Dutch, and confirmed.

In order: proposals (what a reading is), vague_dates, timing, amounts, budget, names, milestones (one kind of cell each, plain
functions), short_workbook (the file), reading (all cells of a plan), document (what was confirmed, as a plan document),
workflow (the operations).
"""
