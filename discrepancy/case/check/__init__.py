"""What is wrong with the tables of a case: cells, rows, and how rows refer to each other."""
