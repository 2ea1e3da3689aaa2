"""Lines of the permission table: what closed rounds froze. Columns as in `table`."""

SNAPSHOTS = """
snapshot-zip                        GET   round-draft                    sign sign 404  404  404  404  404  404  404  404  404  404  404  404
snapshot-zip                        GET   round-open                     sign sign 404  404  404  404  404  404  404  404  404  404  404  404
snapshot-zip                        GET   round-review                   sign sign 404  404  404  404  404  404  404  404  404  404  404  404
snapshot-zip                        GET   round-validation               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
snapshot-zip                        GET   round-closed                   sign sign 404  200  200  200  200  200  200  200  200  200  200  200
"""
