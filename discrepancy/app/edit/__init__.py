"""Begin a case, change one, add rows to one: written whole or not at all."""
