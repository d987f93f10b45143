"""Two to five lists of named things → which records they share, which only one has, and of three or more how many may be on none."""
