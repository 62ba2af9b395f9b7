"""`python -m fittingroom`, the same as the `fittingroom` command."""

from fittingroom.cli.main import app

if __name__ == "__main__":
    app(prog_name="fittingroom")
