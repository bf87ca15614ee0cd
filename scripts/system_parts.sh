#!/bin/sh
# Chromium for the browser tests and PostgreSQL for those of the records. Installs them where that is allowed; else says
# exactly what to install, and stops.
set -eu
missing=""
browser=""
for found in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
  if [ -n "$found" ] && [ -x "$found" ]; then
    browser="$found"
    break
  fi
done
[ -n "$browser" ] || missing="chromium fonts-liberation"
if ! command -v initdb >/dev/null 2>&1 && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  missing="$missing postgresql"
fi
if [ -z "$missing" ]; then
  echo "Browser tests use $browser"
  exit 0
fi
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then
    as_root=""
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
  else
    echo "The tests need more than is here. Ask an administrator to run: apt-get install $missing" >&2
    echo "or set CHROMIUM to the path of a Chromium or Chrome that is already there." >&2
    exit 1
  fi
  $as_root apt-get update -qq
  # shellcheck disable=SC2086 # a list of packages
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
  exit 0
fi
echo "The tests need Chromium and PostgreSQL. Install them, and set CHROMIUM to the browser's path." >&2
exit 1
