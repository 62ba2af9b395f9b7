#!/bin/sh
# Writes the lock files anew: dev first, since it holds the most, then the two smaller ones with the same versions.
set -eu
cd "$(dirname "$0")/.."
lock() {
    "${UV:-.venv/bin/uv}" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url "$@"
}
lock pyproject.toml --extra dev --constraints requirements/constraints.txt --output-file requirements/dev.lock
lock pyproject.toml --constraints requirements/dev.lock --output-file requirements/runtime.lock
lock requirements/build.in --constraints requirements/dev.lock --output-file requirements/build.lock
