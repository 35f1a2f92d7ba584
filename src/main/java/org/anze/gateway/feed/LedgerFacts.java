package org.anze.gateway.feed;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.anze.gateway.access.Facts;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/**
 * What decisions ask about records of the ledger. Nothing is read or opened until an agreement's condition asks for it. Safe for
 * several threads; the facts it gives are for one thread.
 */
public final class LedgerFacts {

    private final LedgerReader ledger;
    private final RecordDefinitions definitions;

    /** Over the ledger. */
    public LedgerFacts(LedgerReader ledger, RecordDefinitions definitions) {
        this.ledger = ledger;
        this.definitions = definitions;
    }

    /** Of a record at hand. */
    public Facts of(SealedRecord record) {
        return about(record);
    }

    /** The same; tells afterwards whether the decision wanted content that lies in an archive bundle only. */
    Entry about(SealedRecord record) {
        return new Entry(record.scope(), () -> record);
    }

    /** Of the entry at a position whose scope is known. */
    Entry about(Scope scope, long index) {
        return new Entry(scope, () -> ledger.read(List.of(index)).get(0));
    }

    /** Of the newest version of an entry's business key before a position, whose scope is known. */
    Entry ofNewest(Scope scope, SealedRecord older, long before) {
        return new Entry(scope, () -> ledger.versions(older.type(), older.provider(), older.businessKey()).stream()
                .filter(version -> version.index() < before)
                .reduce((earlier, later) -> later)
                .orElse(older));
    }

    /** Of the newest version of a record's business key, whose scope is known. */
    public Facts ofNewest(Scope scope, SealedRecord older) {
        return ofNewest(scope, older, Long.MAX_VALUE);
    }

    private RecordDefinition definition(SealedRecord record) {
        return definitions.of(record.type(), record.schemaVersion());
    }

    /** For one thread. */
    final class Entry implements Facts {
        private final Scope scope;
        private final Supplier<SealedRecord> source;
        private @Nullable SealedRecord record;
        private @Nullable Facts opened;
        private @Nullable Facts policy;
        private @Nullable Long wantedArchived;

        private Entry(Scope scope, Supplier<SealedRecord> source) {
            this.scope = scope;
            this.source = source;
        }

        private SealedRecord record() {
            if (record == null) {
                record = source.get();
            }
            return record;
        }

        @Override
        public Scope scope() {
            return scope;
        }

        @Override
        public String provider() {
            return record().provider();
        }

        @Override
        public String businessKey() {
            return record().businessKey();
        }

        /**
         * The entry, this one or that of its policy, whose values were asked for and are archived: what was denied without them
         * may be wrong. Null when there is none.
         */
        @Nullable
        Long wantedArchived() {
            return wantedArchived;
        }

        private void want(SealedRecord wanted) {
            if (wanted.units().archived()) {
                wantedArchived = wanted.index();
            }
        }

        @Override
        public boolean readable() {
            want(record());
            return record().units().readable();
        }

        @Override
        public @Nullable Object value(String field) {
            want(record());
            if (opened == null) {
                opened = Facts.of(record(), definition(record()));
            }
            return opened.value(field);
        }

        @Override
        public @Nullable Object policyValue(String field) {
            if (policy == null) {
                policy = policy();
            }
            return policy.value(field);
        }

        /** The policy is the record's own provider's, or was sent by the insurer whose business the record is (V-T02). */
        private Facts policy() {
            Object number = value("policyNo");
            if (number == null) {
                return Facts.of(scope, field -> null);
            }
            Set<String> providers = new LinkedHashSet<>(List.of(provider(), scope.insurer()));
            for (String provider : providers) {
                List<SealedRecord> versions = ledger.versions(RecordType.POLICY, provider, number.toString());
                if (!versions.isEmpty()) {
                    SealedRecord newest = versions.get(versions.size() - 1);
                    if (newest.operation() == Operation.VOID) {
                        return Facts.of(scope, field -> null);
                    }
                    want(newest);
                    return Facts.of(newest, definition(newest));
                }
            }
            return Facts.of(scope, field -> null);
        }
    }
}
