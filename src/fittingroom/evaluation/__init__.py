"""Runs an engine over cases and keeps what it made."""
