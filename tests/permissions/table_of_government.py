"""Lines of the permission table: spreads of budget lines, texts of the Platform. Audiences as in `table`."""

GOVERNMENT = """
spread                         GET  line/{open,limited}            lead 200; else 403
spread                         GET  line/without-amount            lead 404; else 403
spread                         GET  unknown-line                   readers 404
spread                         POST line/{open,limited}            lead 302; else 403
spread-derive                  POST line/open                      lead 409; else 403
spread-derive                  POST line/spread                    lead 302; else 403

round-texts                    GET  round-draft                    coordinators 302; else 404
round-texts                    GET  round-{open,review,validation,closed} coordinators auditors 200; else 403
round-texts-save               POST round-draft                    coordinators 409; else 404
round-texts-save               POST round-{open,review,validation,closed} coordinators 302; else 403
"""
