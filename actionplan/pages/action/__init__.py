"""One action: what is printed, reported, computed and assessed side by side, its milestones, money and history."""
