#!/bin/sh
# Database and broker by themselves on this machine's loopback, for trying several nodes. Ctrl-C ends both.
# Takes the options of "anze stores": deploy/stores.sh --help
# ANZE: how to call the program, when it is not in target/.
set -eu
cd "$(dirname "$0")/.."
# Words on purpose: ANZE may hold options of java.
# shellcheck disable=SC2086
exec ${ANZE:-java -Xmx512m -jar target/anze-gateway.jar} stores "$@"
