"""The plan document: the neutral form of a plan that `export_plan` writes and `import_plan` reads.

In order: places (how its parts are named), shape and consistency (what is wrong with it), reading (text to a
document in its plainest form), writing (the plan to a document), comparing (one document with another), rows
(a document to the plan), importing (the operation).
"""
