"""How it looks: what a notebook left, as HTML, and as one file."""
