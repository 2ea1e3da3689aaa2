"""Who may amend the plan."""

import rules

from actionplan.accounts.rules import is_coordinator

rules.add_perm("actions.amend", is_coordinator)
