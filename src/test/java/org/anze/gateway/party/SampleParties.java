package org.anze.gateway.party;

import java.util.List;

/** Parties of tests; all invented. */
public final class SampleParties {

    private SampleParties() {}

    /** An insurer with no way in and none out. */
    public static Party anInsurer(String id, String uscc) {
        return new Party(id, PartyType.INS, new Party.Name("样例保险", id), uscc, List.of(), null, null, List.of());
    }
}
