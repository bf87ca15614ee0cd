#!/bin/sh
# What `make acceptance` needs beside `make test`: Java for Spark. Installs it where that is allowed; else says what to install.
set -eu
missing=""
command -v java >/dev/null 2>&1 || missing="$missing default-jre-headless"
[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  apt-get update -qq
  # shellcheck disable=SC2086 # a list of packages
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
  exit 0
fi
echo "The long tests need more than is here. Ask an administrator to run: apt-get install$missing" >&2
exit 1
