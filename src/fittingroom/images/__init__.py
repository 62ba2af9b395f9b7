"""Bytes in, arrays out: guarded fetch, guarded decode, encode.

`ImageLoader` (load.py) is the way in, `encode_image` (encode.py) the way out.
"""
