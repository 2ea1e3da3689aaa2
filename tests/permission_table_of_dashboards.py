"""Lines of the permission table: the dashboards beside the overview. Columns as in `permission_table`."""

DASHBOARDS = """
timeline                            GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
timeline                            GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
timeline-csv                        GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
"""
