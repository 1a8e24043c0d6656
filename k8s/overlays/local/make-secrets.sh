#!/bin/sh
# Writes secret.env and migration-secret.env with passwords made now. Does nothing when secret.env exists: Postgres keeps the
# password of its first start.
set -eu
cd "$(dirname "$0")"
if [ -e secret.env ]; then
  echo 'secret.env exists; delete it, and the volume of Postgres, to begin anew' >&2
  exit 0
fi
umask 077
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
postgres=$(random)
redis=$(random)
cat > secret.env <<END
DATABASE_URL=postgres://vocalborn:$postgres@postgres:5432/vocalborn
CELERY_BROKER_URL=redis://:$redis@redis:6379/0
CELERY_RESULT_BACKEND=redis://:$redis@redis:6379/1
POSTGRES_PASSWORD=$postgres
REDIS_PASSWORD=$redis
JWT_SECRET=$(random)
AI_SERVICE_API_KEY=$(random)
MONITOR_BASIC_AUTH=operator:$(random)
END
grep '^DATABASE_URL=' secret.env > migration-secret.env
