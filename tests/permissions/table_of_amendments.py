"""Lines of the permission table: leads, roles, what actions continue, and proposed milestones. Columns as in `permission_table`."""

AMENDMENTS = """
lead                                GET    accepted/*                 sign sign 404  403  403  403  403  403  403  200  200  403  403  403
lead                                GET    elsewhere                  sign sign 404  403  403  403  403  403  403  200  200  403  403  403
lead                                GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
lead-appoint                        POST   accepted/*                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403
lead-appoint                        POST   draft/*                    sign sign 404  403  403  403  403  403  403  302  302  403  403  403

roles                               GET    accepted/*                 sign sign 404  403  403  403  403  403  403  200  200  403  403  403
roles                               GET    elsewhere                  sign sign 404  403  403  403  403  403  403  200  200  403  403  403
roles                               GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
roles-check                         POST   accepted/*                 sign sign 404  403  403  403  403  403  403  200- 200- 403  403  403
roles-change                        POST   accepted/*                 sign sign 404  403  403  403  403  403  403  200- 200- 403  403  403
roles-correct                       POST   accepted/*                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403

continues                           GET    accepted/*                 sign sign 404  403  403  403  403  403  403  200  200  403  403  403
continues                           GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
continues-save                      POST   accepted/*                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403

milestone-propose                   GET    accepted/*                 sign sign 404  403  403  200  403  403  403  403  403  403  403  403
milestone-propose                   GET    elsewhere                  sign sign 404  403  403  403  403  200  200  403  403  403  403  403
milestone-propose                   GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
milestone-propose-send              POST   accepted/*                 sign sign 404  403  403  302  403  403  403  403  403  403  403  403
milestone-propose-send              POST   elsewhere                  sign sign 404  403  403  403  403  302  302  403  403  403  403  403

proposals                           GET    plan                       sign sign 404  403  403  403  403  403  403  200  200  200  403  403
proposals                           GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
proposal                            GET    proposal-waiting/open      sign sign 404  404  404  200  200  404  404  200  200  200  404  404
proposal                            GET    proposal-waiting/limited   sign sign 404  404  404  200  200  404  404  200  200  200  404  404
proposal                            GET    proposal-agreed/open       sign sign 404  404  404  200  200  404  404  200  200  200  404  404
proposal                            GET    proposal-agreed/limited    sign sign 404  404  404  200  200  404  404  200  200  200  404  404
proposal                            GET    proposal-declined/open     sign sign 404  404  404  200  200  404  404  200  200  200  404  404
proposal                            GET    proposal-declined/limited  sign sign 404  404  404  200  200  404  404  200  200  200  404  404
proposal                            GET    proposal-withdrawn/open    sign sign 404  404  404  200  200  404  404  200  200  200  404  404
proposal                            GET    proposal-withdrawn/limited sign sign 404  404  404  200  200  404  404  200  200  200  404  404
proposal                            GET    proposal-foreign/open      sign sign 404  404  404  404  404  404  404  404  404  404  404  404
proposal-withdraw                   POST   proposal-waiting/open      sign sign 404  404  404  302  403  404  404  403  403  403  404  404
proposal-withdraw                   POST   proposal-waiting/limited   sign sign 404  404  404  302  403  404  404  403  403  403  404  404
proposal-withdraw                   POST   proposal-agreed/open       sign sign 404  404  404  409  403  404  404  403  403  403  404  404
proposal-withdraw                   POST   proposal-declined/open     sign sign 404  404  404  409  403  404  404  403  403  403  404  404
proposal-withdraw                   POST   proposal-withdrawn/open    sign sign 404  404  404  409  403  404  404  403  403  403  404  404
proposal-agree                      POST   proposal-waiting/open      sign sign 404  404  404  403  403  404  404  302  302  403  404  404
proposal-agree                      POST   proposal-waiting/limited   sign sign 404  404  404  403  403  404  404  302  302  403  404  404
proposal-agree                      POST   proposal-agreed/open       sign sign 404  404  404  403  403  404  404  409  409  403  404  404
proposal-agree                      POST   proposal-declined/open     sign sign 404  404  404  403  403  404  404  409  409  403  404  404
proposal-agree                      POST   proposal-withdrawn/open    sign sign 404  404  404  403  403  404  404  409  409  403  404  404
proposal-agree                      POST   proposal-foreign/open      sign sign 404  404  404  404  404  404  404  404  404  404  404  404
proposal-decline                    POST   proposal-waiting/open      sign sign 404  404  404  403  403  404  404  302  302  403  404  404
proposal-decline                    POST   proposal-waiting/limited   sign sign 404  404  404  403  403  404  404  302  302  403  404  404
proposal-decline                    POST   proposal-agreed/open       sign sign 404  404  404  403  403  404  404  409  409  403  404  404
proposal-decline                    POST   proposal-declined/open     sign sign 404  404  404  403  403  404  404  409  409  403  404  404
proposal-decline                    POST   proposal-withdrawn/open    sign sign 404  404  404  403  403  404  404  409  409  403  404  404
proposal-decline                    POST   proposal-foreign/open      sign sign 404  404  404  404  404  404  404  404  404  404  404  404
"""
