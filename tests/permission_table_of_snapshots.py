"""Lines of the permission table: what closed rounds froze. Columns as in `permission_table`."""

SNAPSHOTS = """
frozen-action                       GET   round-draft/accepted           sign sign 404  404  404  404  404  404  404  404  404  404  404  404
frozen-action                       GET   round-open/accepted            sign sign 404  404  404  404  404  404  404  404  404  404  404  404
frozen-action                       GET   round-review/accepted          sign sign 404  404  404  404  404  404  404  404  404  404  404  404
frozen-action                       GET   round-validation/accepted      sign sign 404  404  404  404  404  404  404  404  404  404  404  404
frozen-action                       GET   round-closed/accepted          sign sign 404  200  200  200  200  200  200  200  200  200  200  200
frozen-action                       GET   round-closed/submitted         sign sign 404  200  200  200  200  200  200  200  200  200  200  200
frozen-action                       GET   round-closed/returned          sign sign 404  200  200  200  200  200  200  200  200  200  200  200
frozen-action                       GET   round-closed/limited           sign sign 404  200  200  200  200  200  200  200  200  200  200  200
frozen-action                       GET   round-closed/excused           sign sign 404  200  200  200  200  200  200  200  200  200  200  200
frozen-action                       GET   round-closed/nobody            sign sign 404  200  200  200  200  200  200  200  200  200  200  200

snapshot-zip                        GET   round-draft                    sign sign 404  404  404  404  404  404  404  404  404  404  404  404
snapshot-zip                        GET   round-open                     sign sign 404  404  404  404  404  404  404  404  404  404  404  404
snapshot-zip                        GET   round-review                   sign sign 404  404  404  404  404  404  404  404  404  404  404  404
snapshot-zip                        GET   round-validation               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
snapshot-zip                        GET   round-closed                   sign sign 404  200  200  200  200  200  200  200  200  200  200  200
"""
