#!/bin/sh
# Chromium for the browser tests. Installs it where that is allowed; else says exactly what to install, and stops.
set -eu
for found in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
  if [ -n "$found" ] && [ -x "$found" ]; then
    echo "Browser tests use $found"
    exit 0
  fi
done
if command -v apt-get >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ]; then
    as_root=""
  elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root="sudo -n"
  else
    echo "The browser tests need Chromium. Ask an administrator to run: apt-get install chromium" >&2
    echo "or set CHROMIUM to the path of a Chromium or Chrome that is already there." >&2
    exit 1
  fi
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-liberation
  exit 0
fi
echo "The browser tests need Chromium. Install it, and set CHROMIUM to its path." >&2
exit 1
