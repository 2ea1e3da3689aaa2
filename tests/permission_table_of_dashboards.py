"""Lines of the permission table: the dashboards beside the overview. Columns as in `permission_table`."""

DASHBOARDS = """
"""
