package org.anze.gateway.feed;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.access.Agreement;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.feed.FeedRows.Backlog;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/** Decides which of the next entries a recipient is given, and makes its view of them. Safe for several threads. */
final class Selection {

    private static final int SCAN_STEP = 500;
    /** So that a recipient of few records still gets its parcel in time and its cursor is saved. */
    private static final int MOST_SCANNED = 10_000;

    private final LedgerReader ledger;
    private final RecordDefinitions definitions;
    private final Discloser discloser;
    private final FeedRows rows;
    private final VolumeLimits volumes;
    private final LedgerFacts facts;
    private final GivenAgain again;
    private final Corrections corrections;

    Selection(
            LedgerReader ledger,
            RecordDefinitions definitions,
            Discloser discloser,
            FeedRows rows,
            VolumeLimits volumes) {
        this.volumes = volumes;
        this.facts = new LedgerFacts(ledger, definitions);
        this.again = new GivenAgain(ledger, definitions, rows);
        this.corrections = new Corrections(ledger, facts, rows.parcels());
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
     * @param full whether more would have been given but for the daily volume of an agreement
     * @param archived the entry whose month must be restored before it goes on; null when nothing stands in the way
     */
    record Chosen(
            List<DisclosedRecord> records,
            long nextEntry,
            List<Backlog> backlog,
            List<Backlog> stale,
            boolean full,
            @Nullable Long archived) {}

    /** The month whose archive bundle holds an entry; empty while there is none. */
    Optional<YearMonth> archivedIn(long entry) {
        return ledger.archivedIn(entry);
    }

    /** Entries from this one on, whoever may have them. */
    long waiting(long from) {
        return ledger.size() - from;
    }

    Chosen choose(String recipient, Agreements agreements, long from, int limit, Instant now) {
        Choice choice = new Choice(recipient, agreements, now);
        List<Backlog> backlog = rows.backlog(recipient, limit);
        choice.takeBacklog(backlog, from);
        long next = from;
        long end = Math.min(ledger.size(), from + MOST_SCANNED);
        while (choice.records.size() < limit && next < end && choice.postponed.isEmpty() && choice.archived == null) {
            List<SealedRecord> step = ledger.read(next, (int) Math.min(SCAN_STEP, end - next));
            if (step.isEmpty()) {
                break;
            }
            // A higher version of these was there before them: it was given, or may not be, and either way they are
            // history.
            Set<Long> late = ledger.late(next, next + step.size());
            next = choice.takeStep(
                    step.stream()
                            .filter(record -> !late.contains(record.index()))
                            .toList(),
                    limit,
                    step.get(step.size() - 1).index() + 1);
        }
        Set<Long> chosen = new HashSet<>();
        choice.records.forEach(record -> chosen.add(record.sealed().index()));
        List<Backlog> taken = new ArrayList<>();
        List<Backlog> stale = new ArrayList<>();
        backlog.stream()
                .filter(item -> !choice.postponed.contains(item.entry()) && !choice.undecided.contains(item.entry()))
                .forEach(item -> (chosen.contains(item.entry()) ? taken : stale).add(item));
        return new Chosen(choice.records, next, taken, stale, !choice.postponed.isEmpty(), choice.archived);
    }

    /**
     * Takes what a parcel gives from the daily volumes, before it is prepared.
     *
     * @return what was taken, to be given back when it is not prepared after all; empty when another node or a query was
     *     quicker, and the parcel is to be chosen anew
     */
    Optional<Map<Agreement, Long>> take(
            String recipient, Agreements agreements, List<DisclosedRecord> records, Instant now) {
        Map<String, Long> wanted = new HashMap<>();
        for (DisclosedRecord record : records) {
            if (!record.withdrawal()) {
                wanted.merge(record.agreement(), 1L, Long::sum);
            }
        }
        Map<Agreement, Long> taken = new HashMap<>();
        for (Map.Entry<String, Long> each : wanted.entrySet()) {
            Optional<Agreement> agreement = agreements.find(recipient, each.getKey());
            if (agreement.isEmpty()) {
                continue;
            }
            if (!volumes.take(agreement.get(), each.getValue(), now)) {
                giveBack(taken, now);
                return Optional.empty();
            }
            taken.put(agreement.get(), each.getValue());
        }
        return Optional.of(taken);
    }

    /** Puts back what was taken for a parcel that was not prepared. */
    void giveBack(Map<Agreement, Long> taken, Instant now) {
        taken.forEach((agreement, records) -> volumes.giveBack(agreement, records, now));
    }

    /** One parcel's records while they are being gathered. For one thread. */
    private final class Choice {
        private final String recipient;
        private final Agreements agreements;
        private final Instant now;
        private final List<DisclosedRecord> records = new ArrayList<>();
        private final Map<String, Long> given = new HashMap<>();
        /** Entries that wait for another day. */
        private final Set<Long> postponed = new HashSet<>();
        /** Entries of the backlog that wait for a month to be restored. */
        private final Set<Long> undecided = new HashSet<>();
        /** The entry without whose content the first of those that wait for that cannot be given, or decided. */
        private @Nullable Long archived;

        Choice(String recipient, Agreements agreements, Instant now) {
            this.recipient = recipient;
            this.agreements = agreements;
            this.now = now;
        }

        void takeBacklog(List<Backlog> backlog, long from) {
            Set<Long> withdrawn = new HashSet<>();
            backlog.stream().filter(Backlog::withdrawal).forEach(item -> withdrawn.add(item.entry()));
            List<Long> entries = backlog.stream().map(Backlog::entry).toList();
            for (GivenAgain.Reconsidered each : again.of(recipient, agreements, entries, from, now)) {
                SealedRecord record = each.record();
                boolean withdraws = withdrawn.contains(record.index());
                Long missing = missing(each, withdraws);
                if (missing != null) {
                    undecided.add(record.index());
                    archived = archived == null ? missing : archived;
                } else if (each.itself() instanceof Decision.Permit permit) {
                    boolean current = each.denial() == null;
                    if (withdraws && !current) {
                        records.add(withdraw(record, permit));
                    } else if (!withdraws
                            && current
                            // What cannot be opened any more would go over the recipient's good copy, every unit
                            // withheld.
                            && record.units().readable()
                            && hasRoom(record, permit)) {
                        records.add(disclose(record, permit));
                    }
                }
            }
        }

        private static @Nullable Long missing(GivenAgain.Reconsidered each, boolean withdraws) {
            boolean isContentMissing =
                    !withdraws && each.denial() == null && each.record().units().archived();
            return isContentMissing ? Long.valueOf(each.record().index()) : each.undecidable();
        }

        /** @param archived the entry whose month must be restored before it is given, or decided; null when there is none */
        private record Considered(
                SealedRecord record,
                Decision decision,
                @Nullable Long archived) {
            /** Whether it corrects something into what the recipient may not see. */
            boolean leavesScope() {
                return record.version() > 1
                        && decision instanceof Decision.Deny deny
                        && deny.reason().dependsOnRecord();
            }
        }

        /**
         * Takes what the recipient is to be given of the next entries.
         *
         * @param end position behind them
         * @return where to go on: there, or before it when the parcel is full or content is archived
         */
        long takeStep(List<SealedRecord> step, int limit, long end) {
            List<Considered> considered = step.stream().map(this::consider).toList();
            Map<Long, Corrections.Superseded> superseded = superseded(considered);
            for (Considered each : considered) {
                if (records.size() == limit) {
                    return each.record.index();
                }
                Corrections.Superseded behind = superseded.get(each.record.index());
                // Given now, it would be a record of withheld units that the recipient takes for the whole; passed now,
                // it would be passed for good.
                Long missing = each.archived != null || behind == null ? each.archived : behind.archived();
                if (missing != null) {
                    archived = missing;
                    return each.record.index();
                }
                if (each.decision instanceof Decision.Permit permit) {
                    if (!hasRoom(each.record, permit)) {
                        return each.record.index();
                    }
                    records.add(disclose(each.record, permit));
                } else if (behind != null) {
                    takeBack(behind);
                }
            }
            return end;
        }

        private Considered consider(SealedRecord record) {
            LedgerFacts.Entry about = facts.about(record);
            Decision decision = decide(record.type(), about);
            if (decision instanceof Decision.Deny) {
                return new Considered(record, decision, about.wantedArchived());
            }
            return new Considered(record, decision, record.units().archived() ? record.index() : null);
        }

        /** By the positions of the corrections among these that leave the scope. */
        private Map<Long, Corrections.Superseded> superseded(List<Considered> considered) {
            List<Long> leaving = considered.stream()
                    .filter(Considered::leavesScope)
                    .map(each -> each.record.index())
                    .toList();
            return leaving.isEmpty() ? Map.of() : corrections.of(recipient, leaving, this::decide);
        }

        /**
         * An earlier version that stands in this very parcel is left out, and when one was given before the recipient is told
         * to forget it.
         */
        private void takeBack(Corrections.Superseded superseded) {
            records.removeIf(
                    chosen -> superseded.earlier().contains(chosen.sealed().index()));
            SealedRecord given = superseded.given();
            if (given != null && decide(given.type(), facts.of(given)) instanceof Decision.Permit permit) {
                records.add(withdraw(given, permit));
            }
        }

        private Decision decide(RecordType type, Facts facts) {
            return agreements.decide(recipient, null, type, facts, now);
        }

        /** Whether the agreement's daily volume lets one more be given; the first that it does not ends the parcel. */
        private boolean hasRoom(SealedRecord record, Decision.Permit permit) {
            long already = given.getOrDefault(permit.agreement().id(), 0L);
            if (volumes.left(permit.agreement(), now) <= already) {
                postponed.add(record.index());
                return false;
            }
            given.put(permit.agreement().id(), already + 1);
            return true;
        }
    }

    private DisclosedRecord withdraw(SealedRecord record, Decision.Permit permit) {
        return discloser.withdraw(
                record, permit.agreement().id(), permit.agreement().version());
    }

    private DisclosedRecord disclose(SealedRecord record, Decision.Permit permit) {
        return discloser.disclose(record, definitions.of(record.type(), record.schemaVersion()), permit);
    }

    /** Of these entries, those that the recipient may be given now, or of which that cannot be said before a month is restored. */
    List<Long> stillPermitted(String recipient, Agreements agreements, List<Long> entries, Instant now) {
        List<Long> permitted = new ArrayList<>();
        for (SealedRecord record : ledger.read(entries)) {
            LedgerFacts.Entry about = facts.about(record);
            if (agreements.decide(recipient, null, record.type(), about, now) instanceof Decision.Permit
                    || about.wantedArchived() != null) {
                permitted.add(record.index());
            }
        }
        return permitted;
    }
}
