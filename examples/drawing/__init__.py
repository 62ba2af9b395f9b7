"""Draws garments as a product photo would show them: cloth as a height field under a lamp."""
