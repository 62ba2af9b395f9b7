"""Whether a picture is allowed. `Moderator` (moderator.py) is the way in; rules.py says what each level refuses."""
