"""Single sign-on by OpenID Connect: off, and no address answers, where `OIDC_ISSUER` is empty.

`provider` asks the provider and checks what it says; `claims` reads roles from it; `workflow` binds accounts and
renews roles; `logout_token` reads what the provider sends when somebody signs out there; `views` are the pages.
"""
