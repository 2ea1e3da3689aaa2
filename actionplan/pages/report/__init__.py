"""The report of an organisation on an action: its form, its checks, and the report to read."""
