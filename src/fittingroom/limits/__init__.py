"""How many requests in a window, how many jobs in flight."""
