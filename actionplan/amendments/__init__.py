"""Amending a plan in force. What an amendment says of an action is an item of the plan document.

In order: places (how the parts of a document are named), shape and faults (what is wrong with an item), items (rows to
an item, in its plainest form), values (an item to rows).
"""
