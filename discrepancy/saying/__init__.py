"""How days, numbers, names and tables are said."""
