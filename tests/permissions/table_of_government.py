"""Lines of the permission table: texts of the Platform. Audiences as in `table`."""

GOVERNMENT = """
round-texts                    GET  round-draft                    coordinators 302; else 404
round-texts                    GET  round-{open,review,validation,closed} coordinators auditors 200; else 403
round-texts-save               POST round-draft                    coordinators 409; else 404
round-texts-save               POST round-{open,review,validation,closed} coordinators 302; else 403
"""
