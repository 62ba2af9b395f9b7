"""Output images: put, signed address, purge; in a local folder or S3.

`Outputs` (outputs.py) keeps them, `SignedPaths` (signing.py) makes and checks their addresses.
"""
