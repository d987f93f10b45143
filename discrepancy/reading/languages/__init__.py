"""Numbers in nine languages, a module each; `reader` reads them."""
