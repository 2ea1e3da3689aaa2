"""The plan document: the neutral form of a plan that `export_plan` writes and `import_plan` reads.

In order: consistency (what is wrong with a well-formed document), parsing (a file to a document), exporting (the plan to a
document), import_changes (what would change, in words), plan_rows (a document to the plan), importing (the operation),
discarding (a plan in preparation goes). The types of a document are in `actionplan.planned`.
"""
