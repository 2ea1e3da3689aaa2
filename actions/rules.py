"""Who may amend the plan."""

import rules

from actionplan.accounts.rules import is_administrator, is_coordinator

rules.add_perm("actions.amend", is_coordinator)
rules.add_perm("actions.prepare_amendment", is_coordinator | is_administrator)
"""Administrators only by importing: the pages require the permission above."""
