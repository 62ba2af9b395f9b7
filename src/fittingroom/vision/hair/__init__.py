"""Hair: where it is in a photo, what colour it has, how to take it off, and how to draw another cut."""
