"""What the plan prints about money, and the amounts planned per year."""
