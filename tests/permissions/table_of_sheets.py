"""Lines of the permission table: sheets, their checks and submission, the sheet on paper. Audiences as in `table`.

A file holder has no column; `tests/people/test_file_holders.py` and its page ask as one."""

SHEETS = """
sheet                          GET  sheet-{between,open,review,validation,closed} lead 200; else 403
sheet                          GET  sheet-open@partner             partner 200; else 403
sheet                          GET  sheet-open@unknown             readers 404

sheet-checks                   GET  sheet-{between,open,review,validation,closed} lead 200; else 403
sheet-checks                   GET  sheet-open@partner             partner 200; else 403
sheet-checks                   GET  sheet-open@unknown             readers 404

sheet-preparation              GET  sheet-{between,open,review}    lead coordinators 200; else 403
sheet-preparation              GET  sheet-{validation,closed}      lead coordinators 200; else 403
sheet-preparation              GET  sheet-open@partner             partner coordinators 200; else 403
sheet-preparation              GET  sheet-open@unknown             readers 404

sheet-row                      GET  sheet-open/{not_started,draft} lead 200; else 403
sheet-row                      GET  sheet-open/submitted           lead 302; else 403
sheet-row                      GET  sheet-between/{none,draft}     lead 200; else 403
sheet-row                      GET  sheet-open/invited@partner     partner 200; else 403
sheet-row                      GET  sheet-open@unknown             readers 404
sheet-row                      POST sheet-open/{not_started,extended,draft,returned} lead 302; else 403
sheet-row                      POST sheet-{review,validation}/{not_started,draft,returned} lead 302; else 403
sheet-row                      POST sheet-closed/{not_started,draft,returned,accepted} lead 302; else 403
sheet-row                      POST sheet-between/{none,draft,returned,accepted,on_behalf} lead 302; else 403
sheet-row                      POST sheet-{open,review,validation}/accepted lead 302; else 403
sheet-row                      POST sheet-{open,review,validation}/submitted lead 409; else 403
sheet-row                      POST sheet-between/submitted        lead 409; else 403
sheet-row                      POST sheet-open/invited@partner     partner 302; else 403
sheet-row                      POST sheet-open@unknown             readers 404

sheet-row-ready                POST sheet-open/{not_started,draft,returned} lead 302; else 403
sheet-row-ready                POST sheet-between/draft            lead 302; else 403
sheet-row-ready                POST sheet-open/accepted            lead 302; else 403
sheet-row-ready                POST sheet-open/submitted           lead 409; else 403
sheet-row-ready                POST sheet-open/invited@partner     partner 302; else 403

sheet-row-ready-anyway         POST sheet-open/{not_started,draft} lead 302; else 403
sheet-row-ready-anyway         POST sheet-open/submitted           lead 409; else 403
sheet-row-ready-anyway         POST sheet-open/invited@partner     partner 302; else 403

sheet-unchanged                GET  sheet-between/{joint,accepted,draft,none} lead 200; else 403
sheet-unchanged                GET  sheet-open/{not_started,returned,accepted} lead 200; else 403
sheet-unchanged                GET  sheet-open/invited@partner     partner 200; else 403
sheet-unchanged                POST sheet-between/joint            lead 302; else 403
sheet-unchanged                POST sheet-between/{accepted,draft,none} lead 409; else 403
sheet-unchanged                POST sheet-open/{not_started,returned,accepted} lead 409; else 403

sheet-ready                    POST sheet-between/{draft,on_behalf} lead 302; else 403
sheet-ready                    POST sheet-between/{none,submitted} lead 409; else 403
sheet-ready                    POST sheet-open/draft               lead 409; else 403
sheet-ready                    POST sheet-open/draft@partner       partner 409; else 403

sheet-not-ready                POST sheet-between/{draft,on_behalf} lead 302; else 403
sheet-not-ready                POST sheet-between/{none,submitted} lead 409; else 403
sheet-not-ready                POST sheet-open/draft               lead 302; else 403

sheet-submit                   POST sheet-between/{draft,on_behalf} lead 302; else 403
sheet-submit                   POST sheet-between/{none,submitted} lead 409; else 403
sheet-submit                   POST sheet-open/{not_started,draft,submitted} lead 409; else 403
sheet-submit                   POST sheet-open/{returned,accepted} lead 409; else 403
sheet-submit                   POST sheet-{review,validation,closed}/draft lead 409; else 403
sheet-submit                   POST sheet-open/draft@partner       partner 409; else 403

sheet-submit-unagreed          POST sheet-between/{draft,on_behalf} lead 302; else 403
sheet-submit-unagreed          POST sheet-between/{none,submitted} lead 409; else 403
sheet-submit-unagreed          POST sheet-open/draft@partner       partner 409; else 403
"""
