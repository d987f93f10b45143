"""Claims → estimates on one basis: what was in force, who speaks, definition, timing, dimensions.

From the bottom up: `basis` and `steps` hold what is asked and what a step is, `counts` and `paths` what it works on,
`standing` knows what was in force, `asked` makes one from what a user asked; then one file a step (`definition`, `timing`, `dimensions`), who `speaks`, and the `estimate`.
"""
