"""Lines of the permission table: the questions about an action, and accepting several. Columns as in `table`."""

QUESTIONS = """
questions                           GET    *                          sign sign 404  404  404  200  200  404  404  200  200  200  404  404
questions                           GET    elsewhere                  sign sign 404  404  404  404  404  200  200  200  200  200  404  404
questions                           GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
question-ask                        POST   *                          sign sign 404  404  404  403  403  404  404  302  302  403  404  404
question-ask                        POST   elsewhere                  sign sign 404  404  404  404  404  403  403  302  302  403  404  404
question-answer                     POST   accepted/*@open            sign sign 404  404  404  302  403  404  404  302  302  403  404  404
question-answer                     POST   accepted/*@closed          sign sign 404  404  404  409  403  404  404  409  409  403  404  404
question-answer                     POST   none/*@foreign-question    sign sign 404  404  404  404  404  404  404  404  404  404  404  404
question-close                      POST   accepted/*@open            sign sign 404  404  404  403  403  404  404  302  302  403  404  404
question-close                      POST   accepted/*@closed          sign sign 404  404  404  403  403  404  404  409  409  403  404  404
question-close                      POST   none/*@foreign-question    sign sign 404  404  404  404  404  404  404  404  404  404  404  404

reviews-accept-confirm              GET    plan                       sign sign 404  403  403  403  403  403  403  400  400  403  403  403
reviews-accept                      POST   submitted/open             sign sign 404  403  403  403  403  403  403  409  409  403  403  403
reviews-accept                      POST   submitted_on_behalf/open   sign sign 404  403  403  403  403  403  403  409  403  403  403  403
reviews-accept                      POST   accepted/open@contribution sign sign 404  403  403  403  403  403  403  302  302  403  403  403
reviews-accept                      POST   accepted/open              sign sign 404  403  403  403  403  403  403  409  409  403  403  403
reviews-accept                      POST   draft/open                 sign sign 404  403  403  403  403  403  403  404  404  403  403  403
"""
