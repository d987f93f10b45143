"""Numbers in nine languages, a table each; `reader` reads them."""
