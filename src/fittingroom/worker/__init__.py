"""Claims jobs, supervises engine processes, and does the periodic work."""
