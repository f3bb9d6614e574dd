#!/bin/sh
# PostgreSQL that takes TLS connections only. It reads a key from no file that others may read, and
# secrets are such files: they are copied, at the start and on `reload`, once they were renewed:
#   docker compose exec postgres /usr/local/bin/postgres-over-tls.sh reload
set -eu

secrets=${SECRETS_DIR:-/run/secrets}
folder=${TLS_DIR:-/tmp/tls}
owner=${POSTGRES_OS_USER:-postgres}

install -d -o "$owner" -g "$owner" -m 0700 "$folder"
install -o "$owner" -g "$owner" -m 0600 "$secrets/postgres.key" "$folder/server.key"
install -o "$owner" -g "$owner" -m 0600 "$secrets/postgres.pem" "$folder/server.crt"

if [ "${1:-}" = reload ]; then
  kill -HUP "$(head -n 1 "$PGDATA/postmaster.pid")"
  exit
fi

# `local` is for the image's own first start; nobody else reaches that socket.
cat > "$folder/pg_hba.conf" <<HBA
local all all scram-sha-256
hostssl all all all scram-sha-256
HBA
chown "$owner:$owner" "$folder/pg_hba.conf"

exec "${ENTRYPOINT:-docker-entrypoint.sh}" "$@" \
  -c ssl=on \
  -c ssl_min_protocol_version=TLSv1.3 \
  -c "ssl_cert_file=$folder/server.crt" \
  -c "ssl_key_file=$folder/server.key" \
  -c "hba_file=$folder/pg_hba.conf"
