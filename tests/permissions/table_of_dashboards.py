"""Lines of the permission table: the dashboards beside the overview. Audiences as in `table`."""

DASHBOARDS = """
milestones                          GET   plan                           readers 200
milestones                          GET   unknown-plan                   readers 404
milestones-csv                      GET   plan                           readers 200
milestones-xlsx                     GET   plan                           readers 200
milestones-csv                      GET   unknown-plan                   readers 404
milestones-xlsx                     GET   unknown-plan                   readers 404
quality                             GET   plan                           readers 200
quality                             GET   unknown-plan                   readers 404
trend                               GET   plan                           readers 200
trend                               GET   unknown-plan                   readers 404
status-receipt                      GET   plan                           readers 200
status-receipt                      GET   unknown-plan                   readers 404
budget                              GET   plan                           readers 200
budget                              GET   unknown-plan                   readers 404
budget-xlsx                         GET   plan                           readers 200
budget-csv                          GET   plan                           readers 200
timeline                            GET   plan                           readers 200
timeline                            GET   unknown-plan                   readers 404
timeline-csv                        GET   plan                           readers 200
timeline-xlsx                       GET   plan                           readers 200
changes                             GET   plan                           readers 200
changes                             GET   unknown-plan                   readers 404
changes-csv                         GET   plan                           readers 200
changes-xlsx                        GET   plan                           readers 200
changes-csv                         GET   unknown-plan                   readers 404
changes-xlsx                        GET   unknown-plan                   readers 404
action-changes                      GET   *                              readers 200
action-changes                      GET   elsewhere                      readers 200
action-changes                      GET   unknown-action                 readers 404
"""
