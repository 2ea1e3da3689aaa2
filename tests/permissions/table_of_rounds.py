"""Lines of the permission table: rounds, extensions, validation, what closed rounds froze. Audiences as in `table`."""

from tests.permissions.table_of_snapshots import SNAPSHOTS

ROUNDS = """
round-list                          GET   plan                           readers 200
round-prepare                       GET   plan                           coordinators 200; else 403
round-prepare                       POST  plan                           coordinators 302; else 403

round                               GET   round-draft                    coordinators 200; else 404
round                               GET   round-open                     readers 200
round                               GET   round-review                   readers 200
round                               GET   round-validation               readers 200
round                               GET   round-closed                   readers 200

round-change                        GET   round-draft                    coordinators 200; else 404
round-change                        GET   round-open                     coordinators 200; else 403
round-change                        GET   round-review                   coordinators 200; else 403
round-change                        GET   round-validation               coordinators 200; else 403
round-change                        GET   round-closed                   coordinators 302; else 403
round-change                        POST  round-draft                    coordinators 302; else 404
round-change                        POST  round-open                     coordinators 302; else 403
round-change                        POST  round-review                   coordinators 302; else 403
round-change                        POST  round-validation               coordinators 302; else 403
round-change                        POST  round-closed                   coordinators 409; else 403

round-asked                         GET   round-draft                    coordinators 200; else 404
round-asked                         GET   round-open                     coordinators 200; else 403
round-asked                         GET   round-review                   coordinators 302; else 403
round-asked                         GET   round-validation               coordinators 302; else 403
round-asked                         GET   round-closed                   coordinators 302; else 403
round-asked                         POST  round-draft                    coordinators 302; else 404
round-asked                         POST  round-open                     coordinators 302; else 403
round-asked                         POST  round-review                   coordinators 409; else 403
round-asked                         POST  round-validation               coordinators 409; else 403
round-asked                         POST  round-closed                   coordinators 409; else 403

round-open                          GET   round-draft                    coordinators 200; else 404
round-open                          GET   round-open                     coordinators 302; else 403
round-open                          GET   round-review                   coordinators 302; else 403
round-open                          GET   round-validation               coordinators 302; else 403
round-open                          GET   round-closed                   coordinators 302; else 403
round-open                          POST  round-draft                    coordinators 302; else 404
round-open                          POST  round-open                     coordinators 409; else 403
round-open                          POST  round-review                   coordinators 409; else 403
round-open                          POST  round-validation               coordinators 409; else 403
round-open                          POST  round-closed                   coordinators 409; else 403
round-take-into-review              POST  round-draft                    coordinators 409; else 404
round-take-into-review              POST  round-open                     coordinators 302; else 403
round-take-into-review              POST  round-review                   coordinators 409; else 403
round-take-into-review              POST  round-validation               coordinators 302; else 403
round-take-into-review              POST  round-closed                   coordinators 409; else 403
round-open-again                    POST  round-draft                    coordinators 409; else 404
round-open-again                    POST  round-open                     coordinators 409; else 403
round-open-again                    POST  round-review                   coordinators 302; else 403
round-open-again                    POST  round-validation               coordinators 409; else 403
round-open-again                    POST  round-closed                   coordinators 409; else 403
round-take-into-validation          GET   round-draft                    coordinators 302; else 404
round-take-into-validation          GET   round-open                     coordinators 302; else 403
round-take-into-validation          GET   round-review                   coordinators 200; else 403
round-take-into-validation          GET   round-validation               coordinators 302; else 403
round-take-into-validation          GET   round-closed                   coordinators 302; else 403
round-take-into-validation          POST  round-draft                    coordinators 409; else 404
round-take-into-validation          POST  round-open                     coordinators 409; else 403
round-take-into-validation          POST  round-review                   coordinators 302; else 403
round-take-into-validation          POST  round-validation               coordinators 409; else 403
round-take-into-validation          POST  round-closed                   coordinators 409; else 403
round-bring-up-to-date              POST  round-draft                    coordinators 409; else 404
round-bring-up-to-date              POST  round-open                     coordinators 302; else 403
round-bring-up-to-date              POST  round-review                   coordinators 302; else 403
round-bring-up-to-date              POST  round-validation               coordinators 409; else 403
round-bring-up-to-date              POST  round-closed                   coordinators 409; else 403
round-excuse                        POST  round-draft                    coordinators 409; else 404
round-excuse                        POST  round-open                     coordinators 302; else 403
round-excuse                        POST  round-review                   coordinators 302; else 403
round-excuse                        POST  round-validation               coordinators 409; else 403
round-excuse                        POST  round-closed                   coordinators 409; else 403
round-close                         GET   round-draft                    coordinators 302; else 404
round-close                         GET   round-open                     coordinators 302; else 403
round-close                         GET   round-review                   coordinators 200; else 403
round-close                         GET   round-validation               coordinators 200; else 403
round-close                         GET   round-closed                   coordinators 302; else 403
round-close                         POST  round-draft                    coordinators 409; else 404
round-close                         POST  round-open                     coordinators 409; else 403
round-close                         POST  round-review                   coordinators 409; else 403
round-close                         POST  round-validation               coordinators 302; else 403
round-close                         POST  round-closed                   coordinators 409; else 403
round-reopen                        GET   round-draft                    coordinators 302; else 404
round-reopen                        GET   round-open                     coordinators 302; else 403
round-reopen                        GET   round-review                   coordinators 302; else 403
round-reopen                        GET   round-validation               coordinators 302; else 403
round-reopen                        GET   round-closed                   coordinators 200; else 403
round-reopen                        POST  round-draft                    coordinators 409; else 404
round-reopen                        POST  round-open                     coordinators 409; else 403
round-reopen                        POST  round-review                   coordinators 409; else 403
round-reopen                        POST  round-validation               coordinators 409; else 403
round-reopen                        POST  round-closed                   coordinators 302; else 403

request-list                        GET   round-draft                    coordinators 200; else 404
request-list                        GET   round-open                     readers 200
request-list                        GET   round-review                   readers 200
request-list                        GET   round-validation               readers 200
request-list                        GET   round-closed                   readers 200
request-list-csv                    GET   round-draft                    coordinators 200; else 404
request-list-xlsx                   GET   round-draft                    coordinators 200; else 404
request-list-csv                    GET   round-open                     readers 200
request-list-xlsx                   GET   round-open                     readers 200
request-list-csv                    GET   round-review                   readers 200
request-list-xlsx                   GET   round-review                   readers 200
request-list-csv                    GET   round-validation               readers 200
request-list-xlsx                   GET   round-validation               readers 200
request-list-csv                    GET   round-closed                   readers 200
request-list-xlsx                   GET   round-closed                   readers 200

extension                           GET   round-draft/not_started        coordinators 200; else 404
extension                           GET   round-open/not_started         lead coordinators auditors 200; else 403
extension                           GET   round-open/extended            lead coordinators auditors 200; else 403
extension                           GET   round-open/draft               lead coordinators auditors 200; else 403
extension                           GET   round-open/submitted           lead coordinators auditors 200; else 403
extension                           GET   round-open/returned            lead coordinators auditors 200; else 403
extension                           GET   round-open/accepted            lead coordinators auditors 200; else 403
extension                           GET   round-open/nobody              coordinators auditors 200; else 403
extension                           GET   round-open/invited             partner coordinators auditors 200; else 403
extension                           GET   round-open/limited             lead coordinators auditors 200; else 403
extension                           GET   round-review/not_started       lead coordinators auditors 200; else 403
extension                           GET   round-review/extended          lead coordinators auditors 200; else 403
extension                           GET   round-validation/not_started   lead coordinators auditors 200; else 403
extension                           GET   round-validation/extended      lead coordinators auditors 200; else 403
extension                           GET   round-closed/not_started       lead coordinators auditors 200; else 403
extension                           GET   round-closed/extended          lead coordinators auditors 200; else 403
extension-ask                       POST  round-draft/not_started        coordinators 403; else 404
extension-ask                       POST  round-open/not_started         lead 302; else 403
extension-ask                       POST  round-open/extended            lead 409; else 403
extension-ask                       POST  round-open/draft               lead 302; else 403
extension-ask                       POST  round-open/submitted           lead 409; else 403
extension-ask                       POST  round-open/returned            lead 302; else 403
extension-ask                       POST  round-open/accepted            lead 409; else 403
extension-ask                       POST  round-open/invited             partner 409; else 403
extension-ask                       POST  round-review/not_started       lead 302; else 403
extension-ask                       POST  round-review/extended          lead 409; else 403
extension-ask                       POST  round-review/draft             lead 302; else 403
extension-ask                       POST  round-review/submitted         lead 409; else 403
extension-ask                       POST  round-review/returned          lead 302; else 403
extension-ask                       POST  round-review/accepted          lead 409; else 403
extension-ask                       POST  round-review/invited           partner 409; else 403
extension-ask                       POST  round-open/nobody              readers 403
extension-ask                       POST  round-validation/not_started   lead 409; else 403
extension-ask                       POST  round-closed/not_started       lead 409; else 403
extension-give                      POST  round-draft/not_started        coordinators 409; else 404
extension-give                      POST  round-open/not_started         coordinators 302; else 403
extension-give                      POST  round-open/extended            coordinators 302; else 403
extension-give                      POST  round-open/draft               coordinators 302; else 403
extension-give                      POST  round-open/submitted           coordinators 302; else 403
extension-give                      POST  round-open/returned            coordinators 302; else 403
extension-give                      POST  round-open/accepted            coordinators 302; else 403
extension-give                      POST  round-open/invited             coordinators 409; else 403
extension-give                      POST  round-review/not_started       coordinators 302; else 403
extension-give                      POST  round-review/extended          coordinators 302; else 403
extension-give                      POST  round-review/draft             coordinators 302; else 403
extension-give                      POST  round-review/submitted         coordinators 302; else 403
extension-give                      POST  round-review/returned          coordinators 302; else 403
extension-give                      POST  round-review/accepted          coordinators 302; else 403
extension-give                      POST  round-review/invited           coordinators 409; else 403
extension-give                      POST  round-validation/not_started   coordinators 409; else 403
extension-give                      POST  round-closed/not_started       coordinators 409; else 403
extension-grant                     POST  round-draft/extended           coordinators 400; else 404
extension-grant                     POST  round-open/extended            coordinators 302; else 403
extension-grant                     POST  round-review/extended          coordinators 302; else 403
extension-grant                     POST  round-open/not_started         coordinators 400; else 403
extension-grant                     POST  round-validation/extended      coordinators 409; else 403
extension-grant                     POST  round-closed/extended          coordinators 409; else 403
extension-decline                   POST  round-draft/extended           coordinators 400; else 404
extension-decline                   POST  round-open/extended            coordinators 302; else 403
extension-decline                   POST  round-review/extended          coordinators 302; else 403
extension-decline                   POST  round-open/not_started         coordinators 400; else 403
extension-decline                   POST  round-validation/extended      coordinators 409; else 403
extension-decline                   POST  round-closed/extended          coordinators 409; else 403

validation                          GET   round-draft                    coordinators 200; else 404
validation                          GET   round-open                     office coordinators auditors 200; else 403
validation                          GET   round-review                   office coordinators auditors 200; else 403
validation                          GET   round-validation               office coordinators auditors 200; else 403
validation                          GET   round-closed                   office coordinators auditors 200; else 403
validation-save                     POST  round-draft                    coordinators 403; else 404
validation-save                     POST  round-open                     office 409; else 403
validation-save                     POST  round-review                   office 409; else 403
validation-save                     POST  round-closed                   office 409; else 403
validation-save                     POST  round-validation               office 302; else 403
validation-no-objection             POST  round-draft                    coordinators 403; else 404
validation-no-objection             POST  round-open                     office 409; else 403
validation-no-objection             POST  round-review                   office 409; else 403
validation-no-objection             POST  round-closed                   office 409; else 403
validation-no-objection             POST  round-validation               office 302; else 403
"""
ROUNDS += SNAPSHOTS
