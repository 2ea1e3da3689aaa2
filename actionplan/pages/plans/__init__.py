"""The plans of the portal: each with its state, its people and what it has; putting one in force, ending one."""
