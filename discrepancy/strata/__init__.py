"""Two tables of one total → where the gap sits: in rows of one table only, in the numbers of rows, or in how rows are weighted."""
