"""A notebook's settings, results and tables, and the one schema of what it leaves behind."""
