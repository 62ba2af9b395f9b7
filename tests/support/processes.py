import os
import sys


def environment(**variables: str) -> dict[str, str]:
    """For a Python process that a test starts: it finds the package, and these tests, where the test does."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **variables}
