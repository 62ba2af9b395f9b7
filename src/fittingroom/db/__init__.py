"""The connection to PostgreSQL, its migrations, and the embedded server."""
