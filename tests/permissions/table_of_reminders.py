"""Lines of the permission table: failed mail, the press that reminds, and the calendar of due dates. Audiences as in `table`.

Whoever knows the address of a calendar reads it, whoever they are.
"""

REMINDERS = """
failed-mail                    GET  -                              roleless 403; administrators 200; else 403
failed-mail-{try-again,seen}   POST failed-mail                    roleless 403; administrators 302; else 403
failed-mail-{try-again,seen}   POST arrived-mail                   roleless 403; administrators 409; else 403
failed-mail-{try-again,seen}   POST no-mail                        roleless 403; administrators 404; else 403
calendar                       GET  -                              roleless 403; readers 200
calendar-make                  POST -                              roleless 403; readers 302
calendar-revoke                POST -                              roleless 403; readers 302
calendar-plan-{make,revoke}    POST -                              roleless 403; readers 302
calendar-feed                  GET  calendar-address               everybody 200
calendar-feed                  GET  plan-calendar-address          everybody 200
round-remind                   GET  round-draft                    coordinators 302; else 404
round-remind                   GET  round-{open,review}            coordinators 200; else 403
round-remind                   GET  round-{validation,closed}      coordinators 302; else 403
round-remind                   POST round-draft                    coordinators 409; else 404
round-remind                   POST round-{open,review}            coordinators 302; else 403
round-remind                   POST round-{validation,closed}      coordinators 409; else 403
calendar-feed                  GET  no-calendar-address            everybody 404
"""
