"""What became of the plan's milestones."""
