"""Claims → estimates on one basis: what was in force, who speaks, definition, timing, dimensions."""
