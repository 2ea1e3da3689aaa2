"""Lines of the permission table: people, invitations and file holders. Columns as in `table`."""

PEOPLE = """
people                              GET    -                          sign sign 404  403  403  403  403  403  403  200  200  403  200  200
people-invite                       GET    -                          sign sign 404  403  403  403  403  403  403  200  200  403  200  200
people-invite                       POST   -                          sign sign 404  403  403  403  403  403  403  302  302  403  302  302
invitation-send-again               POST   invited-to-report          sign sign 404  403  403  403  403  403  403  302  302  403  302  302
invitation-send-again               POST   invited-to-audit           sign sign 404  403  403  403  403  403  403  403  403  403  302  302
invitation-send-again               POST   invited-used               sign sign 404  403  403  403  403  403  403  409  409  403  409  409
invitation-send-again               POST   invited-unknown            sign sign 404  403  403  403  403  403  403  404  404  403  404  404
invitation-withdraw                 POST   invited-to-report          sign sign 404  403  403  403  403  403  403  302  302  403  302  302
invitation-withdraw                 POST   invited-to-audit           sign sign 404  403  403  403  403  403  403  403  403  403  302  302
invitation-withdraw                 POST   invited-used               sign sign 404  403  403  403  403  403  403  409  409  403  409  409
role-end                            GET    role-of-stranger           sign sign 404  403  403  403  403  403  403  200  200  403  200  200
role-end                            GET    role-of-coordinator        sign sign 404  403  403  403  403  403  403  403  403  403  200  200
role-end                            GET    role-of-admin              sign sign 404  403  403  403  403  403  403  403  403  403  403  200
role-end                            POST   role-of-stranger           sign sign 404  403  403  403  403  403  403  302  302  403  302  302
role-end                            POST   role-of-coordinator        sign sign 404  403  403  403  403  403  403  403  403  403  302  302
role-end                            POST   role-of-admin              sign sign 404  403  403  403  403  403  403  403  403  403  403  302
list-confirm                        POST   list-of-lead               sign sign 404  403  403  403  403  403  403  302  302  403  302  302
list-confirm                        POST   list-of-portal             sign sign 404  403  403  403  403  403  403  403  403  403  302  302
list-confirm                        POST   list-unknown               sign sign 404  403  403  403  403  403  403  404  404  403  404  404
invitation                          GET    link                       200  200  403  403  403  403  403  403  403  403  403  403  403  403
invitation                          GET    link-used                  410  410  410  410  410  410  410  410  410  410  410  410  410  410
invitation                          GET    link-unknown               404  404  404  404  404  404  404  404  404  404  404  404  404  404
invitation                          POST   link                       sign+ sign+ 403  403  403  403  403  403  403  403  403  403  403  403
invitation                          POST   link-used                  410  410  410  410  410  410  410  410  410  410  410  410  410  410
invitation                          POST   link-unknown               404  404  404  404  404  404  404  404  404  404  404  404  404  404
file-holders                        GET    files-of-lead              sign sign 404  403  403  200  403  403  403  403  403  403  403  403
file-holders                        GET    organisation               sign sign 404  403  403  403  200  403  403  403  403  403  403  403
file-holders                        POST   files-of-lead              sign sign 404  403  403  302  403  403  403  403  403  403  403  403
"""
