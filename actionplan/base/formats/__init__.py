"""Date formats, where Django's own would be American, or those of the Netherlands."""
