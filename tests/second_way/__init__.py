"""Every figure of the dashboards a second time, in plain Python over exported rows: nothing of the portal's reads is used.

Here stands every test of the demo story, and of the plan that was amended, too: each is told once for all (`conftest.py`).
"""
