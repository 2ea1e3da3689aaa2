"""The plan document: the neutral form of a plan that `export_plan` writes and `import_plan` reads.

In order: consistency (what is wrong with a document of the right shape), parsing (a file to a document in its plainest
form), exporting (the plan to a document), import_changes (what would change, in words), plan_rows (a document to the plan),
importing (the operation), discarding (a plan in preparation goes). The form of one action, and of all the rest, is in
`actionplan.amendments`.
"""
