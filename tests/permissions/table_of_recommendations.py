"""Lines of the permission table: the recommendations about a plan. Audiences as in `table`."""

RECOMMENDATIONS = """
recommendations                GET  plan                           readers 200
recommendations                GET  unknown-plan                   readers 404
recommendations-{csv,xlsx}     GET  plan                           readers 200
recommendation                 GET  recommendation                 readers 200
recommendation                 GET  unknown-recommendation         readers 404
recommendation-new             GET  plan                           coordinators 200; else 403
recommendation-new             POST plan                           coordinators 302; else 403
recommendation-change          GET  recommendation                 coordinators 200; else 403
recommendation-change          GET  unknown-recommendation         coordinators 404; else 403
recommendation-change          POST recommendation                 coordinators 302; else 403
"""
