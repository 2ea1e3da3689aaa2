"""Who carries what: how many actions of each objective a policy area or a minister has."""
