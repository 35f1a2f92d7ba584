package org.anze.gateway.access.change;

import java.util.List;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.party.Parties;

/**
 * What counts at one moment.
 *
 * @param parties as their files say, except for types and credit codes that nobody has approved yet: these are as before
 * @param agreements the approved ones of all parties that are here and whose files are sound
 * @param waiting parties whose files say something else that two people have not agreed to yet
 * @param revision see {@link ApprovedAgreements#revision()}
 */
public record InForce(Parties parties, Agreements agreements, List<String> waiting, long revision) {
    /** Copies the list. */
    public InForce {
        waiting = List.copyOf(waiting);
    }
}
