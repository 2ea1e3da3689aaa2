"""Lines of the permission table: the dashboards beside the overview. Audiences as in `table`."""

DASHBOARDS = """
{quality,carriers,status-receipt} GET  plan                        readers 200
{quality,carriers,status-receipt} GET  unknown-plan                readers 404
search                         GET  plan                           readers 200
search                         GET  unknown-plan                   readers 404
{trend,trend-chart,money-chart} GET  plan                          readers 200
{trend,trend-chart,money-chart} GET  unknown-plan                  readers 404
milestones{,-csv,-xlsx}        GET  plan                           readers 200
milestones{,-csv,-xlsx}        GET  unknown-plan                   readers 404
coming{,-csv,-xlsx}            GET  plan                           readers 200
coming                         GET  unknown-plan                   readers 404
budget{,-csv,-xlsx}            GET  plan                           readers 200
budget                         GET  unknown-plan                   readers 404
timeline{,-csv,-xlsx,-chart}   GET  plan                           readers 200
timeline                       GET  unknown-plan                   readers 404
changes{,-csv,-xlsx}           GET  plan                           readers 200
changes{,-csv,-xlsx}           GET  unknown-plan                   readers 404
action-changes                 GET  *                              readers 200
action-changes                 GET  elsewhere                      readers 200
action-changes                 GET  unknown-action                 readers 404
"""
