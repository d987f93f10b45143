"""Two estimates on one basis → the factors between them, what remains, and what would have to be true for both to be right."""
