"""The preview engine: try-on on a plain CPU with permissive weights alone."""
