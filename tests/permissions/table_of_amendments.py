"""Lines of the permission table: leads, roles, what actions continue, proposed milestones and amendments. Columns as in `table`."""

AMENDMENTS = """
lead                                GET    accepted/*                 sign sign 404  403  403  403  403  403  403  200  200  403  403  403
lead                                GET    elsewhere                  sign sign 404  403  403  403  403  403  403  200  200  403  403  403
lead                                GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
lead                                POST   accepted/*                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403
lead                                POST   draft/*                    sign sign 404  403  403  403  403  403  403  302  302  403  403  403

roles                               GET    accepted/*                 sign sign 404  403  403  403  403  403  403  200  200  403  403  403
roles                               GET    elsewhere                  sign sign 404  403  403  403  403  403  403  200  200  403  403  403
roles                               GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
roles                               POST   accepted/*                 sign sign 404  403  403  403  403  403  403  200- 200- 403  403  403
roles-change                        POST   accepted/*                 sign sign 404  403  403  403  403  403  403  200- 200- 403  403  403
roles-correct                       POST   accepted/*                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403

continues                           GET    accepted/*                 sign sign 404  403  403  403  403  403  403  200  200  403  403  403
continues                           GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
continues                           POST   accepted/*                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403

milestone-propose                   GET    accepted/*                 sign sign 404  403  403  200  403  403  403  403  403  403  403  403
milestone-propose                   GET    elsewhere                  sign sign 404  403  403  403  403  200  200  403  403  403  403  403
milestone-propose                   GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
milestone-propose                   POST   accepted/*                 sign sign 404  403  403  302  403  403  403  403  403  403  403  403
milestone-propose                   POST   elsewhere                  sign sign 404  403  403  403  403  302  302  403  403  403  403  403

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

correct                             GET    accepted/*                 sign sign 404  403  403  403  403  403  403  200  200  403  403  403
correct                             GET    unknown-action             sign sign 404  404  404  404  404  404  404  404  404  404  404  404
correct                             POST   accepted/*                 sign sign 404  403  403  403  403  403  403  302  302  403  403  403

amendments                          GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
amendments                          GET    unknown-plan               sign sign 404  404  404  404  404  404  404  404  404  404  404  404
amendments-csv                      GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
amendments-xlsx                     GET    plan                       sign sign 404  200  200  200  200  200  200  200  200  200  200  200
amendment-new                       GET    plan                       sign sign 404  403  403  403  403  403  403  200  200  403  403  403
amendment-new                       POST   plan                       sign sign 404  403  403  403  403  403  403  302  302  403  403  403

amendment                           GET    amendment-prepared         sign sign 404  404  404  404  404  404  404  200  200  404  404  404
amendment                           GET    amendment-in-force         sign sign 404  200  200  200  200  200  200  200  200  200  200  200
amendment                           GET    amendment-dropped          sign sign 404  404  404  404  404  404  404  200  200  404  404  404
amendment                           GET    amendment-unknown          sign sign 404  404  404  404  404  404  404  404  404  404  404  404
amendment-edit                      GET    amendment-prepared         sign sign 404  404  404  404  404  404  404  200  200  404  404  404
amendment-edit                      GET    amendment-in-force         sign sign 404  403  403  403  403  403  403  302  302  403  403  403
amendment-edit                      GET    amendment-dropped          sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amendment-edit                      POST   amendment-prepared         sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amendment-edit                      POST   amendment-in-force         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
amendment-edit                      POST   amendment-dropped          sign sign 404  404  404  404  404  404  404  409  409  404  404  404
amendment-put-in-force              POST   amendment-prepared         sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amendment-put-in-force              POST   amendment-in-force         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
amendment-put-in-force              POST   amendment-dropped          sign sign 404  404  404  404  404  404  404  409  409  404  404  404
amendment-drop                      POST   amendment-prepared         sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amendment-drop                      POST   amendment-in-force         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
amendment-drop                      POST   amendment-dropped          sign sign 404  404  404  404  404  404  404  409  409  404  404  404
amendment-choose                    GET    amendment-prepared         sign sign 404  404  404  404  404  404  404  400  400  404  404  404
amendment-choose                    GET    amendment-in-force         sign sign 404  403  403  403  403  403  403  302  302  403  403  403
amendment-choose                    GET    amendment-dropped          sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amended-action-new                  GET    amendment-prepared         sign sign 404  404  404  404  404  404  404  200  200  404  404  404
amended-action-new                  GET    amendment-in-force         sign sign 404  403  403  403  403  403  403  302  302  403  403  403
amended-action-new                  GET    amendment-dropped          sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amended-action-new                  POST   amendment-prepared         sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amended-action-new                  POST   amendment-in-force         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
amended-action-new                  POST   amendment-dropped          sign sign 404  404  404  404  404  404  404  409  409  404  404  404
amended-action                      GET    amendment-prepared         sign sign 404  404  404  404  404  404  404  200  200  404  404  404
amended-action                      GET    amendment-in-force         sign sign 404  403  403  403  403  403  403  302  302  403  403  403
amended-action                      GET    amendment-dropped          sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amended-action                      POST   amendment-prepared         sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amended-action                      POST   amendment-in-force         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
amended-action                      POST   amendment-dropped          sign sign 404  404  404  404  404  404  404  409  409  404  404  404
amended-action-withdraw             POST   amendment-prepared         sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amended-action-withdraw             POST   amendment-in-force         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
amended-action-withdraw             POST   amendment-dropped          sign sign 404  404  404  404  404  404  404  409  409  404  404  404
amended-action-merge                POST   amendment-prepared         sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amended-action-merge                POST   amendment-in-force         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
amended-action-merge                POST   amendment-dropped          sign sign 404  404  404  404  404  404  404  409  409  404  404  404
amended-action-leave                POST   amendment-prepared         sign sign 404  404  404  404  404  404  404  302  302  404  404  404
amended-action-leave                POST   amendment-in-force         sign sign 404  403  403  403  403  403  403  409  409  403  403  403
amended-action-leave                POST   amendment-dropped          sign sign 404  404  404  404  404  404  404  409  409  404  404  404
"""
