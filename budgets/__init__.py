"""The budget lines of the plan, and the amounts planned per year."""
