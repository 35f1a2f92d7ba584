package org.anze.gateway.embedded;

import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * Who may use the broker, as the gateway's parties and credentials say it. Asked for every new connection and for every
 * address; answers are remembered by the broker for at most five seconds. Called by many threads at once.
 *
 * <p>Default deny: an implementation that throws has denied.
 */
public interface BrokerAccess {

    /**
     * Whether this is the user's secret.
     *
     * @param user the party id, as the client gave it: not trusted, of any form
     * @param secret as the client gave it; the caller clears it afterwards
     */
    boolean authenticate(String user, char[] secret);

    /**
     * Whether an authenticated user may use an address. Only asked about {@code submit.*}, {@code settle.*},
     * {@code receipts.*} and {@code feed.*}; every other address is closed to parties.
     *
     * @param send true to send to it, false to receive or browse
     */
    boolean mayUse(String user, String address, boolean send);

    /**
     * The usual rule: a party sends to its own {@code submit} and {@code settle} and receives from its own
     * {@code receipts} and {@code feed}.
     */
    static BrokerAccess ownAddressesOnly(BiPredicate<String, char[]> secrets) {
        return ownAddressesOnly(secrets, user -> true);
    }

    /**
     * The usual rule for users that may lose their standing while they are connected.
     *
     * @param stands whether an authenticated user may go on
     */
    static BrokerAccess ownAddressesOnly(BiPredicate<String, char[]> secrets, Predicate<String> stands) {
        return new BrokerAccess() {
            @Override
            public boolean authenticate(String user, char[] secret) {
                return secrets.test(user, secret);
            }

            @Override
            public boolean mayUse(String user, String address, boolean send) {
                if (!stands.test(user)) {
                    return false;
                }
                return send
                        ? address.equals("submit." + user) || address.equals("settle." + user)
                        : address.equals("receipts." + user) || address.equals("feed." + user);
            }
        };
    }
}
