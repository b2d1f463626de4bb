"""Ways from one digit to another, through pixels and through codes."""
