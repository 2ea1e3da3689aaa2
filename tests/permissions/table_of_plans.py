"""Lines of the permission table: the plans, their state, importing one, and changes of government. Audiences as in `table`."""

PLANS = """
plan-list                           GET   -                              administrators 200; else 403
plan-import                         GET   -                              administrators 200; else 403
plan-upload                         POST  -                              administrators 302; else 403
plan-file                           GET   file-with-a-plan               administrators 200; else 403
plan-file-download                  GET   file-with-a-plan               administrators 200; else 403
plan-file-commit                    POST  file-with-a-plan               administrators 200; else 403
plan-file-discard                   GET   file-with-a-plan               administrators 200; else 403
plan-file-discard                   POST  file-with-a-plan               administrators 302; else 403
plan-template                       GET   -                              administrators 200; else 403
plan-document                       GET   plan                           readers 200
plan-document                       GET   plan-in-preparation            coordinators administrators 200; else 404
plan-workbook                       GET   plan                           readers 200
plan-workbook                       GET   plan-in-preparation            coordinators administrators 200; else 404
plan-workbook-progress              GET   plan                           readers 200
plan-workbook-progress              GET   plan-in-preparation            coordinators administrators 200; else 404
plan-put-in-force                   GET   plan-in-preparation            coordinators 403; administrators 200; else 404
plan-put-in-force                   GET   plan                           administrators 200; else 403
plan-put-in-force                   POST  plan-in-preparation            coordinators 403; administrators 302; else 404
plan-put-in-force                   POST  plan                           administrators 409; else 403
plan-names                          GET   plan                           administrators 200; else 403
plan-names                          GET   plan-in-preparation            coordinators 403; administrators 200; else 404
plan-names                          POST  plan                           administrators 302; else 403
plan-discard                        GET   plan-in-preparation            coordinators 403; administrators 200; else 404
plan-discard                        GET   plan                           administrators 200; else 403
plan-discard                        POST  plan-in-preparation            coordinators 403; administrators 302; else 404
plan-discard                        POST  plan                           administrators 409; else 403
plan-end                            GET   plan-in-force                  administrators 200; else 403
plan-end                            GET   plan-in-preparation            coordinators 403; administrators 200; else 404
plan-end                            POST  plan-in-force                  administrators 302; else 403
plan-end                            POST  plan                           administrators 409; else 403
government-list                     GET   -                              administrators 200; else 403
government-list                     POST  -                              administrators 302; else 403
government                          GET   government-prepared            administrators 200; else 403
government                          GET   government-done                administrators 200; else 403
government                          POST  government-prepared            administrators 302; else 403
government                          POST  government-done                administrators 409; else 403
government-add                      POST  government-kind                administrators 302; else 403
government-add                      POST  government-unknown-kind        administrators 404; else 403
government-take-out                 POST  government-act                 administrators 302; else 403
government-drop                     GET   government-prepared            administrators 200; else 403
government-drop                     GET   government-done                administrators 200; else 403
government-drop                     POST  government-prepared            administrators 302; else 403
government-drop                     POST  government-done                administrators 409; else 403
government-preview                  GET   government-prepared            administrators 200; else 403
government-preview                  GET   government-done                administrators 200; else 403
government-preview                  POST  government-prepared            administrators 302; else 403
government-carry-out                POST  government-prepared            administrators 302; else 403
government-carry-out                POST  government-done                administrators 409; else 403
overview                            GET   plan-in-preparation            coordinators administrators 200; else 404
{action-list,search}                GET   plan-in-preparation            coordinators administrators 200; else 404
round-list                          GET   plan-in-preparation            coordinators administrators 200; else 404
"""
