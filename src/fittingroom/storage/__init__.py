"""Output images: put, signed address, purge; in a local folder or S3."""
