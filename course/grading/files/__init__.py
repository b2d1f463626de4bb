"""Files of strangers: opened safely, named safely, taken out of archives within caps."""
