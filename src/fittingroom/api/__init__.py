"""The TryItOn HTTP contract."""
