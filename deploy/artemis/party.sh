#!/bin/sh
# What an external Artemis needs for parties that use the queue. Changes nothing: it prints what its administrator runs.
#
#   deploy/artemis/party.sh commands PARTY…   the commands that make queues and users
#   deploy/artemis/party.sh xml PARTY…        the elements that go below <security-settings> in etc/broker.xml
set -eu
usage() { sed -n '4,5s/^# *//p' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
what=$1
shift
for party in "$@"; do
    case $party in
        *[!a-z0-9-]* | -* | '') echo "not a party: $party" >&2; exit 2 ;;
    esac
done

commands() {
    for address in submit receipts feed settle; do
        echo "artemis queue create --name $address.$1 --address $address.$1 --anycast --durable" \
            "--preserve-on-no-consumers --auto-create-address --silent"
    done
    # The password is asked for: an argument would be seen by everybody on the machine.
    echo "artemis user add --user-command-user $1 --role $1"
}

# setting ADDRESS SENDERS RECEIVERS
setting() {
    cat <<EOF
      <security-setting match="$1">
        <permission type="send" roles="$2"/>
        <permission type="consume" roles="$3"/>
        <permission type="browse" roles="$3"/>
        <permission type="createAddress" roles="amq"/>
        <permission type="createDurableQueue" roles="amq"/>
      </security-setting>
EOF
}

for party in "$@"; do
    case $what in
        commands) commands "$party" ;;
        xml)
            setting "submit.$party" "gateway,$party" gateway
            setting "settle.$party" "gateway,$party" gateway
            setting "receipts.$party" gateway "gateway,$party"
            setting "feed.$party" gateway "gateway,$party"
            ;;
        *) usage ;;
    esac
done
