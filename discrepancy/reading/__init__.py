"""A printed phrase → a `Reading`: number, interval, open side."""
