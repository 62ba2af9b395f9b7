"""Whether a picture is allowed."""
