"""Lines of the permission table: the plans, their state, and importing one. Columns as in `permission_table`."""

PLANS = """
plan-list                           GET    -                          sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-import                         GET    -                          sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-upload                         POST   -                          sign sign 404  403  403  403  403  403  403  403  403  403  302  302
plan-file                           GET    file-with-a-plan           sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-file-download                  GET    file-with-a-plan           sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-file-commit                    POST   file-with-a-plan           sign sign 404  403  403  403  403  403  403  403  403  403  302  302
printed-plans                       GET    -                          sign sign 404  403  403  403  403  403  403  403  403  403  200  200
printed-plan-template               GET    -                          sign sign 404  403  403  403  403  403  403  403  403  403  200  200
printed-plan-upload                 POST   -                          sign sign 404  403  403  403  403  403  403  403  403  403  302  302
printed-plan                        GET    printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  200  200
printed-plan-download               GET    printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  200  200
printed-plan-facts                  GET    printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  200  200
printed-plan-facts-save             POST   printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  302  302
printed-plan-bodies                 GET    printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  200  200
printed-plan-bodies-save            POST   printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  302  302
printed-action                      GET    printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  200  200
printed-action                      GET    unknown-printed-action     sign sign 404  403  403  403  403  403  403  403  403  403  404  404
printed-action-save                 POST   printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  302  302
printed-plan-confirm                POST   printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  302  302
printed-plan-finish                 POST   confirmed-printed-plan     sign sign 404  403  403  403  403  403  403  403  403  403  302  302
printed-plan-finish                 POST   printed-plan               sign sign 404  403  403  403  403  403  403  403  403  403  409  409
plan-put-in-force-confirm           GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  403  403  404  200  200
plan-put-in-force-confirm           GET    plan                       sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-put-in-force                   POST   plan-in-preparation        sign sign 404  404  404  404  404  404  404  403  403  404  302  302
plan-put-in-force                   POST   plan                       sign sign 404  403  403  403  403  403  403  403  403  403  409  409
plan-end-confirm                    GET    plan-in-force              sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-end-confirm                    GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  403  403  404  200  200
plan-end                            POST   plan-in-force              sign sign 404  403  403  403  403  403  403  403  403  403  302  302
plan-end                            POST   plan                       sign sign 404  403  403  403  403  403  403  403  403  403  409  409
overview                            GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
action-list                         GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
round-list                          GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
"""
