"""The dashboards: of today, any day or any closed round, of the whole plan or a part of it, in one shareable address."""
