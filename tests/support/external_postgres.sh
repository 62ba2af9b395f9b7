#!/usr/bin/env bash
# Runs the tests that use a database on a PostgreSQL server of its own, made with the machine's installed PostgreSQL.
# The server listens on a socket in a temporary folder alone, and is gone at the end.
set -euo pipefail

programs=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$programs" ]; then
    echo "No PostgreSQL server is installed. On Debian: apt-get install postgresql" >&2
    exit 1
fi
folder=$(mktemp -d /tmp/fittingroom-pg.XXXXXX)
as_owner=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
    chown postgres "$folder"
    as_owner=(setpriv --reuid postgres --regid postgres --init-groups)
fi
cd "$(dirname "$0")/../.."
repository=$PWD
stop() {
    cd /
    "${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -m immediate -s stop || true
    rm -rf "$folder"
}
trap stop EXIT
cd /
"${as_owner[@]}" "$programs/initdb" -D "$folder/data" -U fittingroom --auth trust --encoding UTF8 >/dev/null
"${as_owner[@]}" "$programs/pg_ctl" -D "$folder/data" -l "$folder/log" -s -w \
    -o "-c listen_addresses='' -c unix_socket_directories=$folder -c max_connections=200 -c fsync=off" start
cd "$repository"
FITTINGROOM_TEST_DATABASE_URL="postgresql://fittingroom@/postgres?host=$folder" "${PYTHON:-python}" -m pytest --database-only "$@"
