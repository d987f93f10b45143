"""Claims → estimates on one basis: what was in force, who speaks, definition, timing, dimensions.

From the bottom up: `basis` holds what is asked, `steps` a printed figure and a step from it, `standing` knows what was in force, `asked`
makes one from what a user asked; then one file a step (`definition`, `timing`, `dimensions`), who `speaks`, the `estimate`, and the `meeting`
of two sides.
"""
