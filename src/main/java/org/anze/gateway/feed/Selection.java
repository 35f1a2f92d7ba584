package org.anze.gateway.feed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinitions;
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
     * @param stale entries of the backlog that are no longer permitted
     */
    record Chosen(List<DisclosedRecord> records, long nextEntry, List<Long> backlog, List<Long> stale) {}

    Chosen choose(String recipient, Agreements agreements, long from, int limit, Instant now) {
        List<DisclosedRecord> chosen = new ArrayList<>();
        List<Long> backlog = rows.backlog(recipient, limit);
        List<Long> taken = new ArrayList<>();
        if (!backlog.isEmpty()) {
            for (SealedRecord record : ledger.read(backlog)) {
                Decision decision = agreements.decide(recipient, record.type(), record.scope(), now);
                if (decision instanceof Decision.Permit permit) {
                    chosen.add(disclose(record, permit));
                    taken.add(record.index());
                }
            }
        }
        List<Long> stale =
                backlog.stream().filter(entry -> !taken.contains(entry)).collect(Collectors.toList());
        long next = from;
        long end = Math.min(ledger.size(), from + MOST_SCANNED);
        while (chosen.size() < limit && next < end) {
            List<SealedRecord> step = ledger.read(next, (int) Math.min(SCAN_STEP, end - next));
            if (step.isEmpty()) {
                break;
            }
            for (SealedRecord record : step) {
                if (chosen.size() == limit) {
                    break;
                }
                consider(recipient, agreements, record, now, chosen);
                next = record.index() + 1;
            }
        }
        return new Chosen(chosen, next, taken, stale);
    }

    private void consider(
            String recipient, Agreements agreements, SealedRecord record, Instant now, List<DisclosedRecord> chosen) {
        Decision decision = agreements.decide(recipient, record.type(), record.scope(), now);
        if (decision instanceof Decision.Permit permit) {
            chosen.add(disclose(record, permit));
        } else if (record.version() > 1
                && decision instanceof Decision.Deny deny
                && deny.reason() == Decision.Reason.OUT_OF_SCOPE) {
            withdrawal(recipient, agreements, record, now).ifPresent(chosen::add);
        }
    }

    /** An earlier version was given and the new one may not be: the recipient is told to forget it. */
    private Optional<DisclosedRecord> withdrawal(
            String recipient, Agreements agreements, SealedRecord record, Instant now) {
        List<SealedRecord> earlier = ledger.versions(record.type(), record.provider(), record.businessKey()).stream()
                .filter(version -> version.index() < record.index())
                .toList();
        return rows.newestGiven(
                        recipient, earlier.stream().map(SealedRecord::index).toList())
                .flatMap(given -> earlier.stream()
                        .filter(version -> version.index() == given)
                        .findFirst())
                .flatMap(given -> {
                    Decision before = agreements.decide(recipient, given.type(), given.scope(), now);
                    return before instanceof Decision.Permit permit
                            ? Optional.of(discloser.withdraw(
                                    given,
                                    permit.agreement().id(),
                                    permit.agreement().version()))
                            : Optional.empty();
                });
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
