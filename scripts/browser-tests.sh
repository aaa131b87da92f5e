#!/usr/bin/env bash
# Runs the journeys of web/e2e in a browser, all or those that PORTAL_JOURNEYS names, against bin/portal on a fresh database with demonstration data.
set -euo pipefail
cd "$(dirname "$0")/.."

for variable in "${!PORTAL_@}"; do # settings of the person who runs this are not the test's
  [[ "$variable" =~ ^PORTAL_(PG_BIN|JOURNEYS|PICTURES|TEST_LONG)$ ]] || unset "$variable"
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/portal-browser.XXXXXX")
portal=
finish() {
  [ -z "$portal" ] || { kill "$portal" 2>/dev/null && wait "$portal" 2>/dev/null || :; }
  rm -rf "$folder"
}
trap finish EXIT

bin/portal serve --demo --listen 127.0.0.1:0 --data-dir "$folder/data" >"$folder/out" 2>"$folder/log" &
portal=$!
for _ in $(seq 600); do
  url=$(sed -n 's/^listening on //p' "$folder/out")
  [ -n "$url" ] && break
  kill -0 "$portal" 2>/dev/null || { cat "$folder/out" "$folder/log" >&2; echo "browser-tests: the portal did not start" >&2; exit 1; }
  sleep 0.1
done
[ -n "$url" ] || { cat "$folder/log" >&2; echo "browser-tests: the portal did not answer within a minute" >&2; exit 1; }
PORTAL_LETTERS="$folder/data/letters" PORTAL_URL="http://localhost:${url##*:}" npm run --silent --prefix web e2e -- ${PORTAL_JOURNEYS:-} || { tail -n 30 "$folder/log" >&2; exit 1; }
