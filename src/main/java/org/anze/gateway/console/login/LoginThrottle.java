package org.anze.gateway.console.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes guessing slow. After some wrong tries for a user from an address, from an address, or for a user, nobody may try
 * there for a while; the while doubles with every further wrong try up to a limit. A try counts before its password is
 * looked at, so that many at once do not slip through. Safe for many threads; remembers a bounded number of names, the
 * longest unused are forgotten first.
 */
final class LoginThrottle {

    private static final int TRIES_PER_PAIR = 5;
    private static final int TRIES_PER_ADDRESS = 20;
    /** From wherever; it never keeps anybody from an address that is known as his. */
    private static final int TRIES_PER_USER = 50;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(15);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final int MOST_KEYS = 10_000;

    private final Clock clock;
    private final Map<Key, Tries> tries = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Tries> eldest) {
            return size() > MOST_KEYS;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private enum Kind {
        PAIR(TRIES_PER_PAIR),
        ADDRESS(TRIES_PER_ADDRESS),
        USER(TRIES_PER_USER);

        private final int free;

        Kind(int free) {
            this.free = free;
        }
    }

    private record Key(Kind kind, String user, String address) {}

    private record Tries(int count, Instant notBefore) {}

    /**
     * Whether a try may be made now; if so it counts as a wrong one until {@link #succeeded}.
     *
     * @param known whether this user has signed in from this address before: what strangers try elsewhere does not count then
     */
    synchronized boolean begin(String user, String address, boolean known) {
        Instant now = clock.instant();
        List<Key> keys = keys(user, address);
        for (Key key : keys) {
            Tries before = tries.get(key);
            boolean counts = !(known && key.kind() == Kind.USER);
            if (counts && before != null && now.isBefore(before.notBefore())) {
                return false;
            }
        }
        for (Key key : keys) {
            int count = tries.getOrDefault(key, new Tries(0, now)).count() + 1;
            tries.put(key, new Tries(count, now.plus(pause(count - key.kind().free))));
        }
        return true;
    }

    /** The password was right: what was counted for this user from this address is forgotten. */
    synchronized void succeeded(String user, String address) {
        keys(user, address).forEach(tries::remove);
    }

    private static Duration pause(int over) {
        if (over < 0) {
            return Duration.ZERO;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(over, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private static List<Key> keys(String user, String address) {
        String known = user.length() > 100 ? user.substring(0, 100) : user;
        return List.of(
                new Key(Kind.PAIR, known, address), new Key(Kind.ADDRESS, "", address), new Key(Kind.USER, known, ""));
    }
}
