package org.anze.gateway.access;

import static org.anze.gateway.party.PartyType.AGY;
import static org.anze.gateway.party.PartyType.BRK;
import static org.anze.gateway.party.PartyType.CTY;
import static org.anze.gateway.party.PartyType.ENT;
import static org.anze.gateway.party.PartyType.HRS;
import static org.anze.gateway.party.PartyType.INS;
import static org.anze.gateway.party.PartyType.NFR;
import static org.anze.gateway.party.PartyType.OPS;
import static org.anze.gateway.party.PartyType.PRV;
import static org.anze.gateway.party.PartyType.SEC;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RecordType;

/**
 * Who may write which record types: the letter W of DOMAIN.md B2. What it does not name is refused, so no government party
 * ever writes policies, fee entries or claims (BJ-02, ZJ).
 *
 * <p>The right is to the type. Whether a record is the party's own business is asked of each record by the rules of
 * validation (V-T02). Stateless; safe for several threads.
 */
public final class WriteRights {

    private static final Map<RecordType, Set<PartyType>> WRITERS = new EnumMap<>(RecordType.class);

    static {
        allow(RecordType.ENTERPRISE, INS, BRK, ENT);
        // The human-resources bureau names units by their rank in work injuries (YQ-03): no persons.
        allow(RecordType.MUST_INSURE, PRV, CTY, SEC, HRS);
        allow(RecordType.POLICY, INS, BRK);
        allow(RecordType.ENDORSEMENT, INS, BRK);
        allow(RecordType.ROSTER, INS, ENT);
        allow(RecordType.PLAN, INS);
        allow(RecordType.SERVICE_RECORD, INS, AGY);
        allow(RecordType.HAZARD, INS, AGY);
        allow(RecordType.FEE_LEDGER, INS);
        allow(RecordType.ACCIDENT_REPORT, INS, ENT);
        allow(RecordType.CLAIM, INS);
        allow(RecordType.ENFORCEMENT, CTY, SEC);
        // B2 gives nobody a W: whoever takes complaints writes them, regulators (JL-11) and the parties' own desks (AQ
        // §6).
        allow(RecordType.COMPLAINT, INS, BRK, AGY, PRV, CTY, SEC, NFR);
        allow(RecordType.RISK_RATE, INS);
        allow(RecordType.EVALUATION, INS, BRK);
        allow(RecordType.BLACKLIST, PRV, CTY);
        allow(RecordType.ANNUAL_STAT, INS, BRK, CTY, SEC);
        allow(RecordType.ACTION, PRV, CTY, SEC, NFR);
        // B2 has no column for the operator: under its party the gateway writes what became due by itself (D2).
        allow(RecordType.ESCALATION, PRV, CTY, OPS);
        allow(RecordType.AGENCY, AGY, PRV);
    }

    private WriteRights() {}

    private static void allow(RecordType type, PartyType first, PartyType... others) {
        WRITERS.put(type, Collections.unmodifiableSet(EnumSet.of(first, others)));
    }

    /** Whether parties of a type may write records of a type. */
    public static boolean mayWrite(PartyType party, RecordType type) {
        return WRITERS.getOrDefault(type, Set.of()).contains(party);
    }

    /** The party types that may write a record type. */
    public static Set<PartyType> writers(RecordType type) {
        return WRITERS.getOrDefault(type, Set.of());
    }

    /**
     * Refuses a submission whose mapping makes what the party may not write.
     *
     * @param types all that the mapping can make
     * @throws SenderMustCorrect naming the first type that the party may not write
     */
    public static void require(Party party, Iterable<RecordType> types) {
        for (RecordType type : types) {
            if (!mayWrite(party.type(), type)) {
                throw new SenderMustCorrect(
                        AccessProblem.MAY_NOT_WRITE,
                        Location.WHOLE,
                        type.code(),
                        party.type().zh(),
                        party.type().name());
            }
        }
    }

    /**
     * What a party's file opens to it although it may not write it; empty when the file is sound. One finding for each mapping
     * and type, so that the operator sees all at once.
     *
     * @param typesOf name of a mapping → all that it can make; empty for a mapping that is not there or broken
     */
    public static List<Finding> check(Party party, Function<String, ? extends Collection<RecordType>> typesOf) {
        List<Finding> findings = new ArrayList<>();
        String file = "parties/" + party.id() + "/party.yaml";
        for (String mapping : mappings(party)) {
            for (RecordType type : new LinkedHashSet<>(typesOf.apply(mapping))) {
                if (!mayWrite(party.type(), type)) {
                    findings.add(Finding.of(
                            AccessProblem.WRITES_WHAT_IT_MAY_NOT,
                            null,
                            "intake",
                            new Location(0, 0, file),
                            file,
                            mapping,
                            type.code(),
                            party.type().zh(),
                            party.type().name()));
                }
            }
        }
        return findings;
    }

    /** Every mapping that the party's file names for any of its channels, in the order of the file. */
    static Set<String> mappings(Party party) {
        Set<String> names = new LinkedHashSet<>();
        Party.Intake intake = party.intake();
        if (intake == null) {
            return names;
        }
        if (intake.mapping() != null) {
            names.add(intake.mapping());
        }
        names.addAll(intake.mappings());
        if (intake.sftp() != null) {
            names.addAll(intake.sftp().files().values());
        }
        if (intake.queue() != null && intake.queue().mapping() != null) {
            names.add(intake.queue().mapping());
        }
        if (intake.legacySoap() != null) {
            names.add(intake.legacySoap().mapping());
        }
        return names;
    }
}
