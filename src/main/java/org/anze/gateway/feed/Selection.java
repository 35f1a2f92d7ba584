package org.anze.gateway.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.feed.FeedRows.Backlog;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;

/** Decides which of the next entries a recipient is given, and makes its view of them. Safe for several threads. */
final class Selection {

    private static final int SCAN_STEP = 500;
    /** So that a recipient of few records still gets its parcel in time and its cursor is saved. */
    private static final int MOST_SCANNED = 10_000;

    private final LedgerReader ledger;
    private final RecordDefinitions definitions;
    private final Discloser discloser;
    private final FeedRows rows;

    Selection(LedgerReader ledger, RecordDefinitions definitions, Discloser discloser, FeedRows rows) {
        this.ledger = ledger;
        this.definitions = definitions;
        this.discloser = discloser;
        this.rows = rows;
    }

    /**
     * @param records in ledger order, withdrawals among them
     * @param nextEntry where to go on
     * @param backlog entries of the backlog that are in it
     * @param stale entries of the backlog that are no longer permitted, or overtaken by a version that is not
     */
    record Chosen(List<DisclosedRecord> records, long nextEntry, List<Long> backlog, List<Long> stale) {}

    Chosen choose(String recipient, Agreements agreements, long from, int limit, Instant now) {
        Choice choice = new Choice(recipient, agreements, now);
        List<Backlog> backlog = rows.backlog(recipient, limit);
        choice.takeBacklog(backlog, from);
        long next = from;
        long end = Math.min(ledger.size(), from + MOST_SCANNED);
        while (choice.records.size() < limit && next < end) {
            List<SealedRecord> step = ledger.read(next, (int) Math.min(SCAN_STEP, end - next));
            if (step.isEmpty()) {
                break;
            }
            // A higher version of these was there before them: it was given, or may not be, and either way they are
            // history.
            Set<Long> late = ledger.late(next, next + step.size());
            for (SealedRecord record : step) {
                if (choice.records.size() == limit) {
                    break;
                }
                if (!late.contains(record.index())) {
                    choice.consider(record);
                }
                next = record.index() + 1;
            }
        }
        Set<Long> chosen = new HashSet<>();
        choice.records.forEach(record -> chosen.add(record.sealed().index()));
        List<Long> taken = new ArrayList<>();
        List<Long> stale = new ArrayList<>();
        backlog.forEach(item -> (chosen.contains(item.entry()) ? taken : stale).add(item.entry()));
        return new Chosen(choice.records, next, taken, stale);
    }

    /** One parcel's records while they are being gathered. For one thread. */
    private final class Choice {
        private final String recipient;
        private final Agreements agreements;
        private final Instant now;
        private final List<DisclosedRecord> records = new ArrayList<>();

        Choice(String recipient, Agreements agreements, Instant now) {
            this.recipient = recipient;
            this.agreements = agreements;
            this.now = now;
        }

        void takeBacklog(List<Backlog> backlog, long from) {
            Set<Long> withdrawn = new HashSet<>();
            backlog.stream().filter(Backlog::withdrawal).forEach(item -> withdrawn.add(item.entry()));
            List<Long> entries = backlog.stream().map(Backlog::entry).toList();
            if (entries.isEmpty()) {
                return;
            }
            Map<Long, Scope> newest = ledger.newestScopes(entries, from);
            for (SealedRecord record : ledger.read(entries)) {
                Scope scope = newest.get(record.index());
                boolean current = scope == null || decide(record.type(), scope) instanceof Decision.Permit;
                // What a newer version has overtaken is given, or withdrawn, as that version may be seen or not.
                if (decide(record.type(), record.scope()) instanceof Decision.Permit permit) {
                    if (withdrawn.contains(record.index()) && !current) {
                        records.add(withdraw(record, permit));
                    } else if (!withdrawn.contains(record.index()) && current) {
                        records.add(disclose(record, permit));
                    }
                }
            }
        }

        void consider(SealedRecord record) {
            Decision decision = decide(record.type(), record.scope());
            if (decision instanceof Decision.Permit permit) {
                records.add(disclose(record, permit));
            } else if (record.version() > 1
                    && decision instanceof Decision.Deny deny
                    && deny.reason() == Decision.Reason.OUT_OF_SCOPE) {
                takeBack(record);
            }
        }

        /**
         * The new version may not be given: an earlier one that stands in this very parcel is left out, and when one was
         * given before the recipient is told to forget it.
         */
        private void takeBack(SealedRecord record) {
            List<SealedRecord> earlier =
                    ledger.versions(record.type(), record.provider(), record.businessKey()).stream()
                            .filter(version -> version.index() < record.index()
                                    && decide(version.type(), version.scope()) instanceof Decision.Permit)
                            .toList();
            if (earlier.isEmpty()) {
                return;
            }
            Set<Long> indexes = new HashSet<>();
            earlier.forEach(version -> indexes.add(version.index()));
            records.removeIf(chosen -> indexes.contains(chosen.sealed().index()));
            rows.newestGiven(recipient, List.copyOf(indexes)).ifPresent(given -> earlier.stream()
                    .filter(version -> version.index() == given)
                    .forEach(version ->
                            records.add(withdraw(version, (Decision.Permit) decide(version.type(), version.scope())))));
        }

        private Decision decide(RecordType type, Scope scope) {
            return agreements.decide(recipient, type, scope, now);
        }
    }

    private DisclosedRecord withdraw(SealedRecord record, Decision.Permit permit) {
        return discloser.withdraw(
                record, permit.agreement().id(), permit.agreement().version());
    }

    private DisclosedRecord disclose(SealedRecord record, Decision.Permit permit) {
        return discloser.disclose(record, definitions.of(record.type(), record.schemaVersion()), permit);
    }

    /** Of these entries, those that the recipient may be given now. */
    List<Long> stillPermitted(String recipient, Agreements agreements, List<Long> entries, Instant now) {
        List<Long> permitted = new ArrayList<>();
        for (SealedRecord record : ledger.read(entries)) {
            if (agreements.decide(recipient, record.type(), record.scope(), now) instanceof Decision.Permit) {
                permitted.add(record.index());
            }
        }
        return permitted;
    }
}
