package org.anze.gateway.routing.http;

import java.util.List;
import java.util.Map;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;

/** The parties of the HTTP tests; all invented. */
public final class SampleHttpParties {

    /** REST with Basic. */
    public static final Party WU = party(
            "insurer-wu",
            "91140100MAWU000015",
            new Party.Intake("reports", List.of("canonical-policy"), true, false, true, null, null, null),
            null);
    /** Legacy SOAP, the contract-first service and REST, by certificate only. */
    public static final Party DING = party(
            "insurer-ding",
            "91140100MADG000016",
            new Party.Intake(
                    "canonical-policy",
                    List.of(),
                    true,
                    true,
                    false,
                    null,
                    null,
                    new Party.LegacySoap(
                            "claims",
                            "http://ding.example/azx",
                            "uploadClaim",
                            "arg0",
                            "uploadClaimResponse",
                            "return/code",
                            "return/message",
                            "0000",
                            Map.of("default", "9999", "SOP", "1001", "SOP-0004", "1004", "INT", "2001"))),
            null);
    /** Neither REST nor SOAP. */
    public static final Party JIA = party(
            "insurer-jia",
            "91140100MAJA000017",
            new Party.Intake("policies", List.of(), false, false, true, null, null, null),
            null);
    /** Its certificate carries another credit code than its file. */
    public static final Party REN = party(
            "insurer-ren",
            "91140100MARN000018",
            new Party.Intake("policies", List.of(), true, true, false, null, null, null),
            null);
    /** Pulls. */
    public static final Party MINISTRY = party("ministry", "11100000MAMN000019", null, delivery(Party.Channel.PULL));
    /** Is served by REST. */
    public static final Party PLATFORM =
            party("platform-shanxi", "11140000MAPF000010", null, delivery(Party.Channel.REST));
    /** All of them. */
    public static final Parties ALL = Parties.of(List.of(WU, DING, JIA, REN, MINISTRY, PLATFORM));

    private SampleHttpParties() {}

    private static Party.Delivery delivery(Party.Channel channel) {
        return new Party.Delivery(
                channel, null, Party.Format.JSON, Map.of(), null, 0, null, null, null, null, null, null);
    }

    private static Party party(String id, String uscc, Party.Intake intake, Party.Delivery delivery) {
        return new Party(id, PartyType.INS, new Party.Name(id, id), uscc, List.of(), intake, delivery, List.of());
    }
}
