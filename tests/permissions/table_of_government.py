"""Lines of the permission table: spreads of budget lines, texts of the Platform. Columns as in `table`."""

GOVERNMENT = """
spread                              GET   line/open                      sign sign 404  403  403  200  403  403  403  403  403  403  403  403
spread                              GET   line/limited                   sign sign 404  403  403  200  403  403  403  403  403  403  403  403
spread                              GET   line/without-amount            sign sign 404  403  403  404  403  403  403  403  403  403  403  403
spread                              GET   unknown-line                   sign sign 404  404  404  404  404  404  404  404  404  404  404  404
spread                              POST  line/open                      sign sign 404  403  403  302  403  403  403  403  403  403  403  403
spread                              POST  line/limited                   sign sign 404  403  403  302  403  403  403  403  403  403  403  403
spread-derive                       POST  line/open                      sign sign 404  403  403  409  403  403  403  403  403  403  403  403
spread-derive                       POST  line/spread                    sign sign 404  403  403  302  403  403  403  403  403  403  403  403

round-texts                         GET   round-draft                    sign sign 404  404  404  404  404  404  404  302  302  404  404  404
round-texts                         GET   round-open                     sign sign 404  403  403  403  403  403  403  200  200  200  403  403
round-texts                         GET   round-review                   sign sign 404  403  403  403  403  403  403  200  200  200  403  403
round-texts                         GET   round-validation               sign sign 404  403  403  403  403  403  403  200  200  200  403  403
round-texts                         GET   round-closed                   sign sign 404  403  403  403  403  403  403  200  200  200  403  403
round-texts-save                    POST  round-draft                    sign sign 404  404  404  404  404  404  404  409  409  404  404  404
round-texts-save                    POST  round-open                     sign sign 404  403  403  403  403  403  403  302  302  403  403  403
round-texts-save                    POST  round-review                   sign sign 404  403  403  403  403  403  403  302  302  403  403  403
round-texts-save                    POST  round-validation               sign sign 404  403  403  403  403  403  403  302  302  403  403  403
round-texts-save                    POST  round-closed                   sign sign 404  403  403  403  403  403  403  302  302  403  403  403
"""
