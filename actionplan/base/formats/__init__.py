"""How dates are written where Django's own formats would be American, or those of the Netherlands."""
