"""What a client may ask for, and what an engine is given."""
