"""Every figure of the dashboards a second time, in plain Python over exported rows: nothing of the portal's reads is used."""
