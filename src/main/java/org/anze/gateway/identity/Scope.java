package org.anze.gateway.identity;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.party.Party;

/** What an OAuth 2 token may be used for (RFC 6749 section 3.3). */
public enum Scope {
    /** Sending submissions and fetching receipts. */
    SUBMIT,
    /** Fetching parcels and acknowledging them. */
    FEED,
    /** Asking for records, statistics and status. */
    QUERY,
    /** Reading the public log. */
    LOG;

    /** As it stands in requests and tokens. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of this text. */
    public static Optional<Scope> of(String text) {
        return Arrays.stream(values())
                .filter(scope -> scope.text().equals(text))
                .findFirst();
    }

    /** What the party's file opens. Whether a query is answered is for agreements to say, so everybody may ask. */
    public static Set<Scope> open(Party party) {
        Set<Scope> open = EnumSet.of(QUERY, LOG);
        if (party.intake() != null && (party.intake().rest() || party.intake().legacySoap() != null)) {
            open.add(SUBMIT);
        }
        if (party.delivery() != null) {
            open.add(FEED);
        }
        return open;
    }
}
