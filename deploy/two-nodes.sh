#!/bin/sh
# Two nodes of the demo with one database and one broker, all on this machine's loopback. For trying: kill one, look what the
# other does. Ctrl-C (or TERM) ends everything that this script started.
#
#   deploy/two-nodes.sh [folder]      default data/two-nodes; what is there is used again
#
#   ANZE            how to call the program        java -Xmx512m -XX:+UseParallelGC -jar target/anze-gateway.jar
#   ANZE_PORT_BASE  the script takes the ports from this one on, to base + 9     18080
#   ANZE_UNTIL      "ready": end again as soon as both nodes are ready; for tests
set -eu
cd "$(dirname "$0")/.."
folder=${1:-data/two-nodes}
base=${ANZE_PORT_BASE:-18080}
program=${ANZE:-java -Xmx512m -XX:+UseParallelGC -jar target/anze-gateway.jar}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
stores= first= second=

finish() {
    trap '' INT TERM
    # The nodes first: they end what is under way, and need the stores for it.
    for process in $first $second; do kill "$process" 2>/dev/null || true; done
    for process in $first $second; do wait "$process" 2>/dev/null || true; done
    if [ -n "$stores" ]; then
        kill "$stores" 2>/dev/null || true
        wait "$stores" 2>/dev/null || true
    fi
}
trap 'finish' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# await PROCESS LOG COMMAND…: until the command succeeds; ends the script when the process is gone
await() {
    process=$1 log=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        kill -0 "$process" 2>/dev/null || { tail -n 20 "$log" >&2; exit 1; }
        sleep 1
    done
}

# told KEY: what "anze stores" said
told() {
    sed -n "s/^$1=//p" "$folder/stores.log"
}

# node NAME FIRST_PORT: a node on three ports
node() {
    # The password is an environment variable, which other accounts cannot see; an argument they could.
    ANZE_STORES_DATABASEPASSWORD=$(cat "$(told database-password-file)") \
    ANZE_STORES_BROKERPASSWORD=$(cat "$(told broker-password-file)") \
        $program \
        --spring.profiles.active=demo --anze.demo.recipients=false --anze.demo.play=false \
        --anze.node.name="$1" \
        --anze.home.data="$folder/data" \
        --anze.sftp.home="$folder/$1/sftp" \
        --anze.soap.spool="$folder/$1/spool" \
        --anze.audit.anchors="$folder/$1/anchors" \
        --anze.stores.database-url="$(told database-url)" \
        --anze.stores.database-user="$(told database-user)" \
        --anze.stores.broker-url="$(told broker-url)" \
        --anze.stores.broker-user="$(told broker-user)" \
        --server.port="$2" --anze.https.port=$(($2 + 1)) --anze.sftp.port=$(($2 + 2)) \
        >"$folder/$1.log" 2>&1 &
}

$program stores --data="$folder/stores" --credentials-data="$folder/data" \
    --postgres-port=$((base + 6)) --core-port=$((base + 7)) --stomp-port=$((base + 8)) --amqp-port=$((base + 9)) \
    --mqtt-port=0 >"$folder/stores.log" 2>&1 &
stores=$!
await "$stores" "$folder/stores.log" grep -q '^✔' "$folder/stores.log"

# One after the other: the first makes keys and tables, and both use them.
node node-1 "$base"
first=$!
await "$first" "$folder/node-1.log" curl -fsS "http://127.0.0.1:$base/actuator/health/readiness"
node node-2 $((base + 3))
second=$!
await "$second" "$folder/node-2.log" curl -fsS "http://127.0.0.1:$((base + 3))/actuator/health/readiness"

echo "✔ 两个节点已就绪 / both nodes are ready"
for line in "node-1 $first $base" "node-2 $second $((base + 3))"; do
    # shellcheck disable=SC2086
    set -- $line
    echo "$1: kill -9 $2; http://127.0.0.1:$3/  https://localhost:$(($3 + 1))/  sftp $(($3 + 2))  $folder/$1.log"
done
[ "${ANZE_UNTIL:-}" = ready ] || wait
