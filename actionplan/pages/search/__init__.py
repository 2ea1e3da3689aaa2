"""The search: over the plan and what was reported and asked, as far as each person may read it."""
