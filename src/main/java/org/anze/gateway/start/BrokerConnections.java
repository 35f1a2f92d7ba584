package org.anze.gateway.start;

import java.util.Map;
import java.util.function.Predicate;

/** Ends connections of a broker of ours. An external one's are its administrator's. */
@FunctionalInterface
interface BrokerConnections {

    /** @return user → how many were ended */
    Map<String, Integer> end(Predicate<String> unwelcome);
}
