"""The pages on which the plan is amended and milestones are proposed."""
