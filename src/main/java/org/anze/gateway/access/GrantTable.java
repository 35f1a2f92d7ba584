package org.anze.gateway.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.anze.gateway.access.Agreement.Kind;
import org.anze.gateway.access.Decision.Reason;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The grants of one recipient for one record type, compiled. Which grants reach a scope is remembered, up to a limit;
 * whether they are in force is asked each time. Safe for several threads.
 */
final class GrantTable {

    static final Answer NONE = Answer.deny(Reason.NO_AGREEMENT, null);
    static final Answer BROKEN = Answer.deny(Reason.AGREEMENTS_BROKEN, null);

    /** All counties × sectors of one insurer fit; beyond it decisions are merely computed again. */
    private static final int MOST_REMEMBERED = 32_768;

    private final List<Clause> records;
    private final List<Clause> figures;
    private final List<Clause> states;
    /** Grants of figures and of records, in this order. */
    private final List<Clause> counting;

    private final Answer notCovered;
    private final Answer figuresOnly;
    private final Answer outOfScope;
    private final boolean pushed;
    private final Map<Scope, Clause[]> remembered = new ConcurrentHashMap<>();

    private GrantTable(List<Clause> records, List<Clause> figures, List<Clause> states, @Nullable Agreement named) {
        this.records = records;
        this.figures = figures;
        this.states = states;
        this.counting = Stream.concat(figures.stream(), records.stream()).toList();
        this.notCovered = Answer.deny(Reason.TYPE_NOT_COVERED, named);
        List<Clause> any = !records.isEmpty() ? records : !figures.isEmpty() ? figures : states;
        this.figuresOnly = Answer.deny(
                Reason.FIGURES_ONLY, any.isEmpty() ? named : any.get(0).agreement());
        this.outOfScope = Answer.deny(
                Reason.OUT_OF_SCOPE, any.isEmpty() ? named : any.get(0).agreement());
        this.pushed = records.stream().anyMatch(clause -> clause.grant().isPushed());
    }

    /** One table per record type, by its ordinal. */
    static GrantTable[] of(Party recipient, List<Agreement> agreements, RecordDefinitions definitions) {
        GrantTable[] tables = new GrantTable[RecordType.values().length];
        Agreement named = agreements.isEmpty() ? null : agreements.get(0);
        for (RecordType type : RecordType.values()) {
            List<Clause> records = new ArrayList<>();
            List<Clause> figures = new ArrayList<>();
            List<Clause> states = new ArrayList<>();
            for (Agreement agreement : agreements) {
                for (Agreement.Grant grant : agreement.grants()) {
                    if (grant.type() != type) {
                        continue;
                    }
                    RecordDefinition definition = definitions.of(type);
                    Clause clause = new Clause(recipient, agreement, grant, definition);
                    switch (grant.kind()) {
                        case RECORDS -> {
                            records.add(clause);
                            states.add(new Clause(recipient, agreement, withoutUnits(grant), definition));
                        }
                        case AGGREGATE -> figures.add(clause);
                        case STATUS -> states.add(clause);
                    }
                }
            }
            tables[type.ordinal()] = new GrantTable(records, figures, states, named);
        }
        return tables;
    }

    private static Agreement.Grant withoutUnits(Agreement.Grant grant) {
        return new Agreement.Grant(
                grant.type(),
                Kind.STATUS,
                List.of(),
                List.of(),
                Map.of(),
                grant.own(),
                grant.where(),
                grant.singleCase(),
                grant.persons());
    }

    /** Whether records of the type are ever sent unasked. */
    boolean isPushed() {
        return pushed;
    }

    Answer decide(@Nullable Purpose purpose, Facts facts, Instant now) {
        if (records.isEmpty()) {
            return figures.isEmpty() && states.isEmpty() ? notCovered : figuresOnly;
        }
        Scope scope = facts.scope();
        Clause[] reaching = remembered.get(scope);
        if (reaching == null) {
            reaching = reaching(records, scope);
            if (remembered.size() < MOST_REMEMBERED) {
                remembered.put(scope, reaching);
            }
        }
        return first(reaching, purpose, facts, now);
    }

    Answer status(Purpose purpose, Facts facts, Instant now) {
        return states.isEmpty()
                ? figures.isEmpty() ? notCovered : figuresOnly
                : first(reaching(states, facts.scope()), purpose, facts, now);
    }

    private static Clause[] reaching(List<Clause> clauses, Scope scope) {
        return clauses.stream()
                .filter(clause -> clause.agreement().coverage().covers(scope))
                .toArray(Clause[]::new);
    }

    /** The first permit; or else the last word of a standing agreement, or else of a single case. */
    private Answer first(Clause[] reaching, @Nullable Purpose purpose, Facts facts, Instant now) {
        Answer answer = outOfScope;
        boolean ofStanding = false;
        for (Clause clause : reaching) {
            // Who asks without a purpose is the feed: neither single cases nor what the recipient sent itself are
            // pushed.
            if (purpose == null && !clause.grant().isPushed()) {
                continue;
            }
            Answer said = clause.decide(purpose, facts, now);
            if (said.permits()) {
                return said;
            }
            if (!ofStanding || !clause.isSingleCase()) {
                answer = said;
                ofStanding = !clause.isSingleCase();
            }
        }
        return answer;
    }

    /** Not counted among the decisions: that is for who asks on behalf of somebody. */
    StatisticsRight mayCount(@Nullable Purpose purpose, Instant now, String recipient) {
        Answer denied = notCovered;
        Answer permit = null;
        List<Coverage> coverages = new ArrayList<>();
        Set<String> units = null;
        Set<String> clear = null;
        boolean everyRecordIsGiven = true;
        for (Clause clause : counting) {
            Agreement.Grant grant = clause.grant();
            if (purpose == null || purpose == clause.agreement().purpose()) {
                clear = meet(clear, grant.give());
                everyRecordIsGiven &= grant.kind() == Kind.RECORDS && !clause.isSingleCase();
            }
            Answer standing = clause.standing(purpose, now);
            Coverage coverage = countable(clause, recipient);
            if (standing.permits() && !clause.isSingleCase() && grant.kind() == Kind.RECORDS) {
                // Also of a grant over some of the records only: what it withholds of them must not be summed.
                units = meet(units, shown(grant));
            }
            if (coverage == null || !standing.permits()) {
                denied = coverage == null ? denied : standing;
                continue;
            }
            permit = permit == null ? standing : permit;
            coverages.add(coverage);
        }
        return permit == null
                ? StatisticsRight.none(denied.decision())
                : new StatisticsRight(
                        permit.decision(),
                        coverages,
                        units,
                        everyRecordIsGiven ? clear : null,
                        StatisticsRight.SMALLEST_CELL);
    }

    /** What both have; null is everything. */
    private static Set<String> meet(@Nullable Set<String> units, Collection<String> others) {
        Set<String> both = new HashSet<>(others);
        if (units != null) {
            both.retainAll(units);
        }
        return both;
    }

    /** What it lets count; null when that cannot be said by scope alone. */
    private static @Nullable Coverage countable(Clause clause, String recipient) {
        Agreement.Grant grant = clause.grant();
        Coverage coverage = clause.agreement().coverage();
        if (grant.isUnconditional()) {
            return coverage;
        }
        boolean ownBusiness = grant.own() == Own.INSURER
                && grant.where() == null
                && !Own.INSURER.isToldByFields(grant.type())
                && (coverage.insurers() == null || coverage.insurers().contains(recipient));
        return ownBusiness ? new Coverage(coverage.regions(), coverage.sectors(), Set.of(recipient)) : null;
    }

    private static Set<String> shown(Agreement.Grant grant) {
        Set<String> units = new HashSet<>(grant.give());
        units.addAll(grant.mask());
        return units;
    }
}
