"""Lines of the permission table: the dashboards beside the overview. Columns as in `table`."""

DASHBOARDS = """
milestones                          GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
milestones                          GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
milestones-csv                      GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
milestones-xlsx                     GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
milestones-csv                      GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
milestones-xlsx                     GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
quality                             GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
quality                             GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
trend                               GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
trend                               GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
status-receipt                      GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
status-receipt                      GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
budget                              GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
budget                              GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
budget-xlsx                         GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
budget-csv                          GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
timeline                            GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
timeline                            GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
timeline-csv                        GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
timeline-xlsx                       GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
changes                             GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
changes                             GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
changes-csv                         GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
changes-xlsx                        GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
changes-csv                         GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
changes-xlsx                        GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
action-changes                      GET    *                          sign sign 404  200  200  200  200  200  200  200  200  200  200  200
action-changes                      GET    elsewhere                  sign sign 404  200  200  200  200  200  200  200  200  200  200  200
action-changes                      GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
"""
