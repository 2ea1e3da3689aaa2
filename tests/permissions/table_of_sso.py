"""Lines of the permission table: single sign-on, while it is off and on. Audiences as in `table`.

The person of the walk has begun nothing at the provider; what follows of that stands in `tests/accounts/test_sso_*.py`.
"""

SSO_OFF = """
sso-{start,callback,first,leave,logout-token} GET - everybody 404
sso-{start,callback,first,leave,logout-token} POST - everybody 404
sso-unbind                     GET  invited-unknown                everybody 404
sso-unbind                     POST invited-unknown                everybody 404
"""
SSO_ON = """
sso-start                      GET  -                              everybody 302
sso-callback                   GET  -                              everybody 401
sso-{start,callback,leave}     POST -                              everybody 405
sso-first                      GET  -                              everybody 302
sso-first                      POST -                              everybody 302-
sso-leave                      GET  -                              visitors 200; roleless 302; readers 302
sso-unbind                     GET  invited-unknown                everybody 405
sso-unbind                     POST invited-unknown                visitors 302-; roleless 404; readers 404
sso-logout-token               GET  -                              everybody 405
sso-logout-token               POST -                              everybody 400
"""
