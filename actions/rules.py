"""Who may amend the plan."""

import rules

from actionplan.accounts.rules import is_administrator, is_coordinator

rules.add_perm("actions.amend", is_coordinator)
rules.add_perm("actions.prepare_amendment", is_coordinator | is_administrator)
"""Administrators prepare one by importing a file. The pages that prepare one ask for `actions.amend`."""
