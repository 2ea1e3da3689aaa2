"""Amending a plan in force. What an amendment makes of an action is a `PlannedAction` of `actionplan.planned`.

In order: rows_from_day (writing rows from a day on), amended (what can be made of an action), merging (what is carried over
in a merger), preparing (an amendment and its actions), effects (what it would do, and what is stored of that),
carrying_out (putting it in force), correcting (mending what was misread).
"""
