"""Lines of the permission table: sheets, their checks and submission, the sheet on paper. Columns as in `table`.

A file holder has no column; `test_permissions_of_file_holders` asks the same addresses as one."""

SHEETS = """
sheet                               GET   sheet-between                  sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet                               GET   sheet-open                     sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet                               GET   sheet-review                   sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet                               GET   sheet-validation               sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet                               GET   sheet-closed                   sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet                               GET   sheet-open@partner             sign sign 404  403  403  403  200  403  403  403  403  403  403  403
sheet                               GET   sheet-open@unknown             sign sign 404  404  404  404  404  404  404  404  404  404  404  404

sheet-checks                        GET   sheet-between                  sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet-checks                        GET   sheet-open                     sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet-checks                        GET   sheet-review                   sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet-checks                        GET   sheet-validation               sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet-checks                        GET   sheet-closed                   sign sign 404  403  403  200  403  403  403  403  403  403  403  403
sheet-checks                        GET   sheet-open@partner             sign sign 404  403  403  403  200  403  403  403  403  403  403  403
sheet-checks                        GET   sheet-open@unknown             sign sign 404  404  404  404  404  404  404  404  404  404  404  404

sheet-preparation                   GET   sheet-between                  sign sign 404  403  403  200  403  403  403  200  200  403  403  403
sheet-preparation                   GET   sheet-open                     sign sign 404  403  403  200  403  403  403  200  200  403  403  403
sheet-preparation                   GET   sheet-review                   sign sign 404  403  403  200  403  403  403  200  200  403  403  403
sheet-preparation                   GET   sheet-validation               sign sign 404  403  403  200  403  403  403  200  200  403  403  403
sheet-preparation                   GET   sheet-closed                   sign sign 404  403  403  200  403  403  403  200  200  403  403  403
sheet-preparation                   GET   sheet-open@partner             sign sign 404  403  403  403  200  403  403  200  200  403  403  403
sheet-preparation                   GET   sheet-open@unknown             sign sign 404  404  404  404  404  404  404  404  404  404  404  404

sheet-save                          POST  sheet-open/not_started         sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open/extended            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open/draft               sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open/submitted           sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open/returned            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open/accepted            sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open/limited             sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-review/not_started       sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-review/draft             sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-review/submitted         sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-review/returned          sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-review/accepted          sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-validation/not_started   sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-validation/draft         sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-validation/submitted     sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-validation/returned      sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-validation/accepted      sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-closed/not_started       sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-closed/draft             sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-closed/returned          sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-closed/accepted          sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-between/none             sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-between/draft            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-between/submitted        sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-between/returned         sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-between/accepted         sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-between/on_behalf        sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open/invited@partner     sign sign 404  403  403  403  302  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open/nobody              sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save                          POST  sheet-open@unknown             sign sign 404  404  404  404  404  404  404  404  404  404  404  404

sheet-save-row                      POST  sheet-open/not_started         sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-row                      POST  sheet-open/draft               sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-row                      POST  sheet-open/submitted           sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save-row                      POST  sheet-open/returned            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-row                      POST  sheet-open/accepted            sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save-row                      POST  sheet-between/draft            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-row                      POST  sheet-open/invited@partner     sign sign 404  403  403  403  302  403  403  403  403  403  403  403
sheet-save-and-open                 POST  sheet-open/not_started         sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-and-open                 POST  sheet-open/draft               sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-and-open                 POST  sheet-open/submitted           sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save-and-open                 POST  sheet-open/returned            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-and-open                 POST  sheet-open/accepted            sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save-and-open                 POST  sheet-between/draft            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-and-open                 POST  sheet-open/invited@partner     sign sign 404  403  403  403  302  403  403  403  403  403  403  403
sheet-save-and-check                POST  sheet-open/not_started         sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-and-check                POST  sheet-open/draft               sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-and-check                POST  sheet-open/submitted           sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save-and-check                POST  sheet-open/returned            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-and-check                POST  sheet-open/accepted            sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-save-and-check                POST  sheet-between/draft            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-save-and-check                POST  sheet-open/invited@partner     sign sign 404  403  403  403  302  403  403  403  403  403  403  403

sheet-submit                        POST  sheet-between/draft            sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-between/none             sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-between/submitted        sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-between/on_behalf        sign sign 404  403  403  302  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-open/not_started         sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-open/draft               sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-open/submitted           sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-open/returned            sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-open/accepted            sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-review/draft             sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-validation/draft         sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-closed/draft             sign sign 404  403  403  409  403  403  403  403  403  403  403  403
sheet-submit                        POST  sheet-open/draft@partner       sign sign 404  403  403  403  409  403  403  403  403  403  403  403
"""
