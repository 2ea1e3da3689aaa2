"""Amending a plan in force. What an amendment says of an action is an item of the plan document.

In order: places (how the parts of a document are named), shape and faults (what is wrong with an item), items (rows to
an item, in its plainest form), members (columns to an item's members, and back), row_values and
action_rows (an item to rows), rows_from_day (from a day on), preparing (what can be made of an action), merging (what goes
along with a merger), workflow (preparing an amendment), effects (what it would do) and kept_effects (what is kept of
that), carrying_out (putting it in force), correcting (mending what was misread).
"""
