"""One action: what is printed, reported, computed and assessed, its milestones, money and history."""
