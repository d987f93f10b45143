"""A folder of tables → a checked `Case`, or every problem with file, line and column.

From the bottom up: `columns` and `problems` name what a table may hold, `files` read and write it, `fill` says what an empty cell
means, `settings` reads ``case.toml``, `model` is the case, `check` finds what is wrong, `hashes` keep what was recorded, and `load`
leads through all of it.
"""
