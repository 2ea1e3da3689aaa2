"""Lines of the permission table: the keys of other systems, and the read interface. Audiences as in `table`.

Whoever is signed in, the read interface answers a key alone: what it answers is in `test_read_interface`.
"""

SYSTEMS = """
system-keys                    GET  -                              administrators 200; else 403
system-key-make                GET  -                              administrators 200; else 403
system-key-make                POST -                              administrators 200; else 403
system-key-end                 GET  key-in-use                     administrators 200; else 403
system-key-end                 GET  key-ended                      administrators 200; else 403
system-key-end                 GET  no-key                         administrators 404; else 403
system-key-end                 POST key-in-use                     administrators 302; else 403
system-key-end                 POST key-ended                      administrators 409; else 403
api-description                GET  -                              everybody 200
api-plans                      GET  -                              everybody 401
api-{actions,milestones}       GET  plan                           everybody 401
api-{indicators,money,rounds}  GET  plan                           everybody 401
api-action                     GET  accepted/*                     everybody 401
"""
