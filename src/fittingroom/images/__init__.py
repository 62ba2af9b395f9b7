"""Bytes in, arrays out: guarded fetch, guarded decode, encode."""
