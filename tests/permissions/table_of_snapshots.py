"""Lines of the permission table: what closed rounds froze. Audiences as in `table`."""

SNAPSHOTS = """
snapshot-zip                        GET   round-draft                    readers 404
snapshot-zip                        GET   round-open                     readers 404
snapshot-zip                        GET   round-review                   readers 404
snapshot-zip                        GET   round-validation               readers 404
snapshot-zip                        GET   round-closed                   readers 200
"""
