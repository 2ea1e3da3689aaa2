"""Lines of the permission table: failed mail, the press that reminds, and the calendar of due dates. Columns as in `table`.

Whoever knows the address of a calendar reads it, whoever they are.
"""

REMINDERS = """
failed-mail                         GET    -                          sign sign 403  403  403  403  403  403  403  403  403  403  200  200
failed-mail-try-again               POST   failed-mail                sign sign 403  403  403  403  403  403  403  403  403  403  302  302
failed-mail-try-again               POST   arrived-mail               sign sign 403  403  403  403  403  403  403  403  403  403  409  409
failed-mail-try-again               POST   no-mail                    sign sign 403  403  403  403  403  403  403  403  403  403  404  404
failed-mail-seen                    POST   failed-mail                sign sign 403  403  403  403  403  403  403  403  403  403  302  302
failed-mail-seen                    POST   arrived-mail               sign sign 403  403  403  403  403  403  403  403  403  403  409  409
failed-mail-seen                    POST   no-mail                    sign sign 403  403  403  403  403  403  403  403  403  403  404  404
calendar                            GET    -                          sign sign 403  200  200  200  200  200  200  200  200  200  200  200
calendar-make                       POST   -                          sign sign 403  302  302  302  302  302  302  302  302  302  302  302
calendar-revoke                     POST   -                          sign sign 403  302  302  302  302  302  302  302  302  302  302  302
calendar-feed                       GET    calendar-address           200  200  200  200  200  200  200  200  200  200  200  200  200  200
round-remind                        POST   round-draft                sign sign 404  404  404  404  404  404  404  409  409  404  404  404
round-remind                        POST   round-open                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403
round-remind                        POST   round-review               sign sign 404  403  403  403  403  403  403  302  302  403  403  403
round-remind                        POST   round-validation           sign sign 404  403  403  403  403  403  403  409  409  403  403  403
round-remind                        POST   round-closed               sign sign 404  403  403  403  403  403  403  409  409  403  403  403
calendar-feed                       GET    no-calendar-address        404  404  404  404  404  404  404  404  404  404  404  404  404  404
"""
