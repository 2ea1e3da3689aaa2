"""What only a browser can tell: keyboard, contrast, scripts, console."""
