package org.anze.gateway.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.anze.gateway.access.Decision.Deny;
import org.anze.gateway.access.Decision.Permit;
import org.anze.gateway.access.Decision.Reason;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The grants of one recipient for one record type, compiled. Which grants reach a scope is remembered, up to a limit;
 * whether they are in force is asked each time. Safe for several threads.
 */
final class GrantTable {

    static final Deny NONE = new Deny(Reason.NO_AGREEMENT, null);
    static final Deny BROKEN = new Deny(Reason.AGREEMENTS_BROKEN, null);

    private static final Deny NOT_COVERED = new Deny(Reason.TYPE_NOT_COVERED, null);
    private static final Deny OUT_OF_SCOPE = new Deny(Reason.OUT_OF_SCOPE, null);

    /** All counties × sectors of one insurer fit; beyond it decisions are merely computed again. */
    private static final int MOST_REMEMBERED = 32_768;

    private final List<Clause> clauses;
    private final ConcurrentHashMap<Scope, Clause[]> remembered = new ConcurrentHashMap<>();

    private GrantTable(List<Clause> clauses) {
        this.clauses = clauses;
    }

    /** One table per record type, by its ordinal. */
    static GrantTable[] of(PartyType recipient, List<Agreement> agreements, RecordDefinitions definitions) {
        GrantTable[] tables = new GrantTable[RecordType.values().length];
        for (RecordType type : RecordType.values()) {
            List<Clause> clauses = new ArrayList<>();
            for (Agreement agreement : agreements) {
                for (Agreement.Grant grant : agreement.grants()) {
                    if (grant.type() == type) {
                        // B4: parts of an identity number only for the provincial platform or for handling claims.
                        boolean parts = agreement.persons() == Agreement.Persons.MASKED
                                && (recipient == PartyType.PRV || agreement.purpose() == Purpose.CLM);
                        clauses.add(new Clause(agreement, new Permit(agreement, grant, definitions.of(type), parts)));
                    }
                }
            }
            tables[type.ordinal()] = new GrantTable(clauses);
        }
        return tables;
    }

    boolean isEmpty() {
        return clauses.isEmpty();
    }

    Decision decide(Scope scope, Instant now) {
        if (clauses.isEmpty()) {
            return NOT_COVERED;
        }
        Clause[] reaching = remembered.get(scope);
        if (reaching == null) {
            reaching = clauses.stream()
                    .filter(clause -> clause.agreement.coverage().covers(scope))
                    .toArray(Clause[]::new);
            if (remembered.size() < MOST_REMEMBERED) {
                remembered.put(scope, reaching);
            }
        }
        Decision decision = OUT_OF_SCOPE;
        for (Clause clause : reaching) {
            decision = clause.at(now);
            if (decision == clause.permit) {
                return decision;
            }
        }
        return decision;
    }

    /** One agreement's grant with its answers made beforehand. */
    private static final class Clause {
        private final Agreement agreement;
        private final Permit permit;
        private final Instant from;
        private final Instant until;
        private final @Nullable Instant revokedAt;
        private final Deny early;
        private final Deny late;
        private final Deny revoked;

        Clause(Agreement agreement, Permit permit) {
            this.agreement = agreement;
            this.permit = permit;
            this.from = agreement.from();
            this.until = agreement.until();
            this.revokedAt = agreement.revokedAt();
            this.early = new Deny(Reason.NOT_YET_IN_FORCE, agreement);
            this.late = new Deny(Reason.EXPIRED, agreement);
            this.revoked = new Deny(Reason.REVOKED, agreement);
        }

        Decision at(Instant now) {
            if (revokedAt != null && !now.isBefore(revokedAt)) {
                return revoked;
            }
            if (now.isBefore(from)) {
                return early;
            }
            return now.isBefore(until) ? permit : late;
        }
    }
}
