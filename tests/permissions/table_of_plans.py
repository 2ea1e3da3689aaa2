"""Lines of the permission table: the plans, their state, importing one, and changes of government. Columns as in `table`."""

PLANS = """
plan-list                           GET    -                          sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-import                         GET    -                          sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-upload                         POST   -                          sign sign 404  403  403  403  403  403  403  403  403  403  302  302
plan-file                           GET    file-with-a-plan           sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-file-download                  GET    file-with-a-plan           sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-file-commit                    POST   file-with-a-plan           sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-template                       GET    -                          sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-document                       GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
plan-document                       GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
plan-workbook                       GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
plan-workbook                       GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
plan-workbook-progress              GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
plan-workbook-progress              GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
plan-put-in-force-confirm           GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  403  403  404  200  200
plan-put-in-force-confirm           GET    plan                       sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-put-in-force                   POST   plan-in-preparation        sign sign 404  404  404  404  404  404  404  403  403  404  302  302
plan-put-in-force                   POST   plan                       sign sign 404  403  403  403  403  403  403  403  403  403  409  409
plan-names                          GET    plan                       sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-names                          GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  403  403  404  200  200
plan-names-save                     POST   plan                       sign sign 404  403  403  403  403  403  403  403  403  403  302  302
plan-end-confirm                    GET    plan-in-force              sign sign 404  403  403  403  403  403  403  403  403  403  200  200
plan-end-confirm                    GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  403  403  404  200  200
plan-end                            POST   plan-in-force              sign sign 404  403  403  403  403  403  403  403  403  403  302  302
plan-end                            POST   plan                       sign sign 404  403  403  403  403  403  403  403  403  403  409  409
government-list                     GET    -                          sign sign 404  403  403  403  403  403  403  403  403  403  200  200
government-prepare                  POST   -                          sign sign 404  403  403  403  403  403  403  403  403  403  302  302
government                          GET    government-prepared        sign sign 404  403  403  403  403  403  403  403  403  403  200  200
government                          GET    government-done            sign sign 404  403  403  403  403  403  403  403  403  403  200  200
government-save                     POST   government-prepared        sign sign 404  403  403  403  403  403  403  403  403  403  302  302
government-save                     POST   government-done            sign sign 404  403  403  403  403  403  403  403  403  403  409  409
government-add                      POST   government-kind            sign sign 404  403  403  403  403  403  403  403  403  403  302  302
government-add                      POST   government-unknown-kind    sign sign 404  403  403  403  403  403  403  403  403  403  404  404
government-take-out                 POST   government-act             sign sign 404  403  403  403  403  403  403  403  403  403  302  302
government-drop                     POST   government-prepared        sign sign 404  403  403  403  403  403  403  403  403  403  302  302
government-drop                     POST   government-done            sign sign 404  403  403  403  403  403  403  403  403  403  409  409
government-preview                  GET    government-prepared        sign sign 404  403  403  403  403  403  403  403  403  403  200  200
government-preview                  GET    government-done            sign sign 404  403  403  403  403  403  403  403  403  403  200  200
government-choose                   POST   government-prepared        sign sign 404  403  403  403  403  403  403  403  403  403  302  302
government-carry-out                POST   government-prepared        sign sign 404  403  403  403  403  403  403  403  403  403  302  302
government-carry-out                POST   government-done            sign sign 404  403  403  403  403  403  403  403  403  403  409  409
overview                            GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
action-list                         GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
round-list                          GET    plan-in-preparation        sign sign 404  404  404  404  404  404  404  200  200  404  200  200
"""
