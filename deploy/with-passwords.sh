#!/bin/sh
# Puts database URLs together from password files, so that no `inspect` shows a password, then
# becomes the command. Files that a service isn't given leave its variables unset.
set -eu

url() {
  echo "postgres://$1:$(cat "$2")@${DATABASE_HOST:-postgres}:5432/payscope"
}

secrets=${SECRETS_DIR:-/run/secrets}
if [ -f "$secrets/owner-password" ]; then
  DATABASE_URL=$(url payscope_owner "$secrets/owner-password")
  export DATABASE_URL
fi
if [ -f "$secrets/app-password" ]; then
  APP_DATABASE_URL=$(url payscope_app "$secrets/app-password")
  export APP_DATABASE_URL
fi
exec "$@"
