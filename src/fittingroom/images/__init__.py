"""Bytes in, arrays out: guarded fetch (fetch.py), guarded decode (decode.py), encode (encode.py)."""
