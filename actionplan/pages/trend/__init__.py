"""The trend: how the plan went from round to round."""
