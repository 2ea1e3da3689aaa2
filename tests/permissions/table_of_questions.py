"""Lines of the permission table: the questions about an action, and accepting several. Audiences as in `table`."""

QUESTIONS = """
questions                      GET  *                              readers 200
questions                      GET  elsewhere                      readers 200
questions                      GET  unknown-action                 readers 404
question-ask                   POST *                              coordinators 302; else 403
question-ask                   POST elsewhere                      coordinators 302; else 403
question-answer                POST accepted/*@open                lead coordinators 302; partner auditors 403; else 404
question-answer                POST accepted/*@closed              lead coordinators 409; partner auditors 403; else 404
question-answer                POST none/*@foreign-question        readers 404
question-settle                POST accepted/*@open                own auditors 403; coordinators 302; else 404
question-settle                POST accepted/*@closed              own auditors 403; coordinators 409; else 404
question-settle                POST none/*@foreign-question        readers 404

asked-end                      GET  accepted/*                     readers 404

reviews-accept-confirm         GET  plan                           coordinators 400; else 403
reviews-accept                 POST {submitted,accepted}/open      coordinators 409; else 403
reviews-accept                 POST submitted_on_behalf/open       coordinator 409; else 403
reviews-accept                 POST accepted/open@contribution     coordinator 302; submitter 409; else 403
reviews-accept                 POST draft/open                     coordinators 404; else 403
"""
