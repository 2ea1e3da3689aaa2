"""The list of actions with its files, and the actions of an objective, a minister and an organisation."""
