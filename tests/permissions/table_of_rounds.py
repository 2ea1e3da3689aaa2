"""Lines of the permission table: rounds, extensions, validation, what closed rounds froze. Audiences as in `table`."""

ROUNDS = """
round-list                     GET  plan                           readers 200
round-prepare                  GET  plan                           coordinators 200; else 403
round-prepare                  POST plan                           coordinators 302; else 403

round                          GET  round-draft                    coordinators 200; else 404
round                          GET  round-{open,review,validation,closed} readers 200

round-change                   GET  round-draft                    coordinators 200; else 404
round-change                   GET  round-{open,review,validation} coordinators 200; else 403
round-change                   GET  round-closed                   coordinators 302; else 403
round-change                   POST round-draft                    coordinators 302; else 404
round-change                   POST round-{open,review,validation} coordinators 302; else 403
round-change                   POST round-closed                   coordinators 409; else 403

round-asked                    GET  round-draft                    coordinators 200; else 404
round-asked                    GET  round-open                     coordinators 200; else 403
round-asked                    GET  round-{review,validation,closed} coordinators 302; else 403
round-asked                    POST round-draft                    coordinators 302; else 404
round-asked                    POST round-open                     coordinators 302; else 403
round-asked                    POST round-{review,validation,closed} coordinators 409; else 403

round-open                     GET  round-draft                    coordinators 200; else 404
round-open                     GET  round-{open,review,validation,closed} coordinators 302; else 403
round-open                     POST round-draft                    coordinators 302; else 404
round-open                     POST round-{open,review,validation,closed} coordinators 409; else 403
round-take-into-review         GET  round-draft                    coordinators 302; else 404
round-take-into-review         GET  round-{open,validation}        coordinators 200; else 403
round-take-into-review         GET  round-{review,closed}          coordinators 302; else 403
round-open-again               GET  round-draft                    coordinators 302; else 404
round-open-again               GET  round-review                   coordinators 200; else 403
round-open-again               GET  round-{open,validation,closed} coordinators 302; else 403
round-bring-up-to-date         GET  round-draft                    coordinators 302; else 404
round-bring-up-to-date         GET  round-{open,review,validation,closed} coordinators 302; else 403
round-take-into-review         POST round-draft                    coordinators 409; else 404
round-take-into-review         POST round-{open,validation}        coordinators 302; else 403
round-take-into-review         POST round-{review,closed}          coordinators 409; else 403
round-{open-again,take-into-validation} POST round-draft                    coordinators 409; else 404
round-{open-again,take-into-validation} POST round-{open,validation,closed} coordinators 409; else 403
round-{open-again,take-into-validation} POST round-review                   coordinators 302; else 403
round-take-into-validation     GET  round-draft                    coordinators 302; else 404
round-take-into-validation     GET  round-{open,validation,closed} coordinators 302; else 403
round-take-into-validation     GET  round-review                   coordinators 200; else 403
round-{bring-up-to-date,excuse} POST round-draft                    coordinators 409; else 404
round-{bring-up-to-date,excuse} POST round-{open,review}            coordinators 302; else 403
round-{bring-up-to-date,excuse} POST round-{validation,closed}      coordinators 409; else 403
round-close                    GET  round-draft                    coordinators 302; else 404
round-close                    GET  round-{open,closed}            coordinators 302; else 403
round-close                    GET  round-{review,validation}      coordinators 200; else 403
round-close                    POST round-draft                    coordinators 409; else 404
round-close                    POST round-{open,review,closed}     coordinators 409; else 403
round-close                    POST round-validation               coordinators 302; else 403
round-reopen                   GET  round-draft                    coordinators 302; else 404
round-reopen                   GET  round-{open,review,validation} coordinators 302; else 403
round-reopen                   GET  round-closed                   coordinators 200; else 403
round-reopen                   POST round-draft                    coordinators 409; else 404
round-reopen                   POST round-{open,review,validation} coordinators 409; else 403
round-reopen                   POST round-closed                   coordinators 302; else 403

request-list{,-csv,-xlsx}      GET  round-draft                    coordinators 200; else 404
request-list{,-csv,-xlsx}      GET  round-{open,review,validation,closed} readers 200

extension                      GET  round-draft/not_started        coordinators 200; else 404
extension                      GET  round-open/{not_started,extended} lead coordinators auditors 200; else 403
extension                      GET  round-open/{draft,submitted}   lead coordinators auditors 200; else 403
extension                      GET  round-open/{returned,accepted} lead coordinators auditors 200; else 403
extension                      GET  round-open/limited             lead coordinators auditors 200; else 403
extension                      GET  round-review/not_started       lead coordinators auditors 200; else 403
extension                      GET  round-validation/not_started   lead coordinators auditors 200; else 403
extension                      GET  round-review/extended          lead coordinators auditors 200; else 403
extension                      GET  round-validation/extended      lead coordinators auditors 200; else 403
extension                      GET  round-closed/not_started       lead coordinators auditors 200; else 403
extension                      GET  round-closed/extended          lead coordinators auditors 200; else 403
extension                      GET  round-open/nobody              coordinators auditors 200; else 403
extension                      GET  round-open/invited             partner coordinators auditors 200; else 403
extension-ask                  POST round-draft/not_started        coordinators 403; else 404
extension-ask                  POST round-{open,review}/{not_started,draft,returned} lead 302; else 403
extension-ask                  POST round-{open,review}/{extended,submitted,accepted} lead 409; else 403
extension-ask                  POST round-{validation,closed}/not_started lead 409; else 403
extension-ask                  POST round-{open,review}/invited    partner 409; else 403
extension-ask                  POST round-open/nobody              readers 403
extension-give                 POST round-draft/not_started        coordinators 409; else 404
extension-give                 POST round-{open,review}/{not_started,extended} coordinators 302; else 403
extension-give                 POST round-{open,review}/draft      coordinators 302; else 403
extension-give                 POST round-{open,review}/{submitted,returned} coordinators 302; else 403
extension-give                 POST round-{open,review}/accepted   coordinators 302; else 403
extension-give                 POST round-{open,review}/invited    coordinators 409; else 403
extension-give                 POST round-{validation,closed}/not_started coordinators 409; else 403
extension-{grant,decline}      POST round-draft/extended           coordinators 400; else 404
extension-{grant,decline}      POST round-{open,review}/extended   coordinators 302; else 403
extension-{grant,decline}      POST round-open/not_started         coordinators 400; else 403
extension-{grant,decline}      POST round-{validation,closed}/extended coordinators 409; else 403

validation                     GET  round-draft                    coordinators 200; else 404
validation                     GET  round-{open,review}            office coordinators auditors 200; else 403
validation                     GET  round-{validation,closed}      office coordinators auditors 200; else 403
validation-{save,no-objection} POST round-draft                    coordinators 403; else 404
validation-{save,no-objection} POST round-{open,review,closed}     office 409; else 403
validation-{save,no-objection} POST round-validation               office 302; else 403

request-reopen                 GET  round-draft/remark             readers 404
request-reopen                 GET  round-{open,review}/remark     coordinators 404; else 403
request-reopen                 GET  round-{validation,closed}/remark coordinators 200; else 403
request-reopen                 POST round-{open,review}/remark     coordinators 404; else 403
request-reopen                 POST round-validation/remark        coordinators 302; else 403
request-reopen                 POST round-closed/remark            coordinators 409; else 403

remark-treat                   GET  round-draft/remark             readers 404
remark-treat                   GET  round-{open,review}/remark     coordinators 404; else 403
remark-treat                   GET  round-{validation,closed}/remark coordinators 200; else 403
remark-treat                   POST round-{open,review}/remark     coordinators 404; else 403
remark-treat                   POST round-{validation,closed}/remark coordinators 302; else 403

snapshot-zip                   GET  round-{draft,open,review,validation} readers 404
snapshot-zip                   GET  round-closed                   readers 200
"""
