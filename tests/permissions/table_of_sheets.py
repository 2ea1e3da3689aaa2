"""Lines of the permission table: sheets, their checks and submission, the sheet on paper. Audiences as in `table`.

A file holder has no column; `test_permissions_of_file_holders` asks the same addresses as one."""

SHEETS = """
sheet                               GET   sheet-between                  lead 200; else 403
sheet                               GET   sheet-open                     lead 200; else 403
sheet                               GET   sheet-review                   lead 200; else 403
sheet                               GET   sheet-validation               lead 200; else 403
sheet                               GET   sheet-closed                   lead 200; else 403
sheet                               GET   sheet-open@partner             partner 200; else 403
sheet                               GET   sheet-open@unknown             readers 404

sheet-checks                        GET   sheet-between                  lead 200; else 403
sheet-checks                        GET   sheet-open                     lead 200; else 403
sheet-checks                        GET   sheet-review                   lead 200; else 403
sheet-checks                        GET   sheet-validation               lead 200; else 403
sheet-checks                        GET   sheet-closed                   lead 200; else 403
sheet-checks                        GET   sheet-open@partner             partner 200; else 403
sheet-checks                        GET   sheet-open@unknown             readers 404

sheet-preparation                   GET   sheet-between                  lead coordinators 200; else 403
sheet-preparation                   GET   sheet-open                     lead coordinators 200; else 403
sheet-preparation                   GET   sheet-review                   lead coordinators 200; else 403
sheet-preparation                   GET   sheet-validation               lead coordinators 200; else 403
sheet-preparation                   GET   sheet-closed                   lead coordinators 200; else 403
sheet-preparation                   GET   sheet-open@partner             partner coordinators 200; else 403
sheet-preparation                   GET   sheet-open@unknown             readers 404

sheet-save                          POST  sheet-open/not_started         lead 302; else 403
sheet-save                          POST  sheet-open/extended            lead 302; else 403
sheet-save                          POST  sheet-open/draft               lead 302; else 403
sheet-save                          POST  sheet-open/submitted           lead 409; else 403
sheet-save                          POST  sheet-open/returned            lead 302; else 403
sheet-save                          POST  sheet-open/accepted            lead 409; else 403
sheet-save                          POST  sheet-open/limited             lead 409; else 403
sheet-save                          POST  sheet-review/not_started       lead 302; else 403
sheet-save                          POST  sheet-review/draft             lead 302; else 403
sheet-save                          POST  sheet-review/submitted         lead 409; else 403
sheet-save                          POST  sheet-review/returned          lead 302; else 403
sheet-save                          POST  sheet-review/accepted          lead 409; else 403
sheet-save                          POST  sheet-validation/not_started   lead 302; else 403
sheet-save                          POST  sheet-validation/draft         lead 302; else 403
sheet-save                          POST  sheet-validation/submitted     lead 409; else 403
sheet-save                          POST  sheet-validation/returned      lead 302; else 403
sheet-save                          POST  sheet-validation/accepted      lead 409; else 403
sheet-save                          POST  sheet-closed/not_started       lead 302; else 403
sheet-save                          POST  sheet-closed/draft             lead 302; else 403
sheet-save                          POST  sheet-closed/returned          lead 302; else 403
sheet-save                          POST  sheet-closed/accepted          lead 302; else 403
sheet-save                          POST  sheet-between/none             lead 302; else 403
sheet-save                          POST  sheet-between/draft            lead 302; else 403
sheet-save                          POST  sheet-between/submitted        lead 409; else 403
sheet-save                          POST  sheet-between/returned         lead 302; else 403
sheet-save                          POST  sheet-between/accepted         lead 302; else 403
sheet-save                          POST  sheet-between/on_behalf        lead 302; else 403
sheet-save                          POST  sheet-open/invited@partner     partner 302; else 403
sheet-save                          POST  sheet-open/nobody              lead 409; else 403
sheet-save                          POST  sheet-open@unknown             readers 404

sheet-save-row                      POST  sheet-open/not_started         lead 302; else 403
sheet-save-row                      POST  sheet-open/draft               lead 302; else 403
sheet-save-row                      POST  sheet-open/submitted           lead 409; else 403
sheet-save-row                      POST  sheet-open/returned            lead 302; else 403
sheet-save-row                      POST  sheet-open/accepted            lead 409; else 403
sheet-save-row                      POST  sheet-between/draft            lead 302; else 403
sheet-save-row                      POST  sheet-open/invited@partner     partner 302; else 403
sheet-save-and-open                 POST  sheet-open/not_started         lead 302; else 403
sheet-save-and-open                 POST  sheet-open/draft               lead 302; else 403
sheet-save-and-open                 POST  sheet-open/submitted           lead 409; else 403
sheet-save-and-open                 POST  sheet-open/returned            lead 302; else 403
sheet-save-and-open                 POST  sheet-open/accepted            lead 409; else 403
sheet-save-and-open                 POST  sheet-between/draft            lead 302; else 403
sheet-save-and-open                 POST  sheet-open/invited@partner     partner 302; else 403
sheet-save-and-check                POST  sheet-open/not_started         lead 302; else 403
sheet-save-and-check                POST  sheet-open/draft               lead 302; else 403
sheet-save-and-check                POST  sheet-open/submitted           lead 409; else 403
sheet-save-and-check                POST  sheet-open/returned            lead 302; else 403
sheet-save-and-check                POST  sheet-open/accepted            lead 409; else 403
sheet-save-and-check                POST  sheet-between/draft            lead 302; else 403
sheet-save-and-check                POST  sheet-open/invited@partner     partner 302; else 403

sheet-submit                        POST  sheet-between/draft            lead 302; else 403
sheet-submit                        POST  sheet-between/none             lead 409; else 403
sheet-submit                        POST  sheet-between/submitted        lead 409; else 403
sheet-submit                        POST  sheet-between/on_behalf        lead 302; else 403
sheet-submit                        POST  sheet-open/not_started         lead 409; else 403
sheet-submit                        POST  sheet-open/draft               lead 409; else 403
sheet-submit                        POST  sheet-open/submitted           lead 409; else 403
sheet-submit                        POST  sheet-open/returned            lead 409; else 403
sheet-submit                        POST  sheet-open/accepted            lead 409; else 403
sheet-submit                        POST  sheet-review/draft             lead 409; else 403
sheet-submit                        POST  sheet-validation/draft         lead 409; else 403
sheet-submit                        POST  sheet-closed/draft             lead 409; else 403
sheet-submit                        POST  sheet-open/draft@partner       partner 409; else 403
"""
