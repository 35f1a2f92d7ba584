package org.anze.gateway.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SignedCheckpoint;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.CompleteTiles;
import org.anze.gateway.seal.tree.ConsistencyProof;
import org.anze.gateway.seal.tree.TiledTreeHashes;
import org.anze.gateway.seal.tree.TreeHashes;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what is durable in the ledger. Safe for several threads. */
public final class LedgerReader implements LedgerEvents, PublicLog {

    private static final int TAIL_ENTRIES = 16_384;

    private final JdbcClient jdbc;
    private final Suite suite;
    private final UnitCipher cipher;
    private final EntryRows rows;
    private final OlderEntries older;
    private final StoredTiles tiles;
    private final CompleteTiles complete = new CompleteTiles();
    private final LedgerTail tail = new LedgerTail(TAIL_ENTRIES);
    private final AtomicReference<@Nullable SignedCheckpoint> head = new AtomicReference<>();

    /** Over the ledger's database. */
    public LedgerReader(JdbcClient jdbc, Suite suite, UnitCipher cipher) {
        this.jdbc = jdbc;
        this.suite = suite;
        this.cipher = cipher;
        this.rows = new EntryRows(cipher);
        this.older = new OlderEntries(jdbc, rows);
        this.tiles = new StoredTiles(jdbc);
    }

    @Override
    public void appended(List<SealedRecord> entries, SignedCheckpoint checkpoint) {
        tail.add(entries);
        // Another node's may have been read meanwhile: it never goes back.
        head.accumulateAndGet(
                checkpoint,
                (known, next) -> known != null
                                && known.checkpoint().size() > next.checkpoint().size()
                        ? known
                        : next);
    }

    /** Looks how far another node has written; returns whether the ledger grew. */
    public boolean refresh() {
        SignedCheckpoint known = head.get();
        Optional<SignedCheckpoint> stored = stored();
        return stored.isPresent()
                && (known == null
                        || stored.get().checkpoint().size() > known.checkpoint().size())
                && head.compareAndSet(known, stored.get());
    }

    private Optional<SignedCheckpoint> stored() {
        return jdbc.sql("select checkpoint from ledger_state")
                .query(String.class)
                .optional()
                .map(LedgerReader::parse);
    }

    /** The newest checkpoint; empty while the ledger has no entry. */
    public Optional<SignedCheckpoint> newest() {
        SignedCheckpoint known = head.get();
        if (known != null) {
            return Optional.of(known);
        }
        Optional<SignedCheckpoint> stored = stored();
        stored.ifPresent(checkpoint -> head.compareAndSet(null, checkpoint));
        return stored;
    }

    /** The checkpoint that was signed at this size. */
    public SignedCheckpoint checkpointOf(long size) {
        return jdbc.sql("select note from checkpoint where size = ?")
                .param(size)
                .query(String.class)
                .optional()
                .map(LedgerReader::parse)
                .orElseThrow(() -> new IllegalArgumentException("no checkpoint of size " + size));
    }

    /** Number of entries. */
    public long size() {
        return newest().map(signed -> signed.checkpoint().size()).orElse(0L);
    }

    /** Entries from an index on, in order; fewer than the limit only at the end of the ledger. */
    public List<SealedRecord> read(long from, int limit) {
        long size = size();
        long end = Math.min(size, from + limit);
        List<SealedRecord> entries = new ArrayList<>();
        long next = from;
        while (next < end) {
            SealedRecord entry = tail.find(next);
            if (entry != null) {
                entries.add(entry);
                next++;
            } else {
                List<SealedRecord> stored = older.read(next, end, size);
                if (stored.isEmpty()) {
                    throw new IllegalStateException("the ledger has no entry " + next + " of " + size);
                }
                entries.addAll(stored);
                next = stored.get(stored.size() - 1).index() + 1;
            }
        }
        return entries;
    }

    /** The entries with these indexes, in order of index; unknown ones are left out. */
    public List<SealedRecord> read(List<Long> indexes) {
        return jdbc.sql("select " + EntryRows.COLUMNS + " from ledger_entry e where e.idx = any(?) order by e.idx")
                .param(indexes.toArray(Long[]::new))
                .query((row, number) -> rows.entry(row))
                .list();
    }

    /**
     * What the rules want to know of an entry; without what only proofs need.
     *
     * @param received when it was received, known also of units that cannot be read; asks the database nothing
     */
    record Content(
            long index,
            RecordType type,
            int schemaVersion,
            String provider,
            String businessKey,
            long version,
            Operation operation,
            Scope scope,
            SealedRecord.Units units,
            Supplier<Instant> received) {}

    /** The entries with these indexes, from memory as far as they are there, in any order. */
    List<Content> contents(Collection<Long> indexes) {
        List<Content> found = new ArrayList<>(indexes.size());
        List<Long> stored = new ArrayList<>();
        for (Long index : indexes) {
            SealedRecord entry = tail.find(index);
            if (entry == null) {
                stored.add(index);
            } else {
                found.add(EntryRows.content(entry));
            }
        }
        if (!stored.isEmpty()) {
            found.addAll(jdbc.sql("select " + EntryRows.CONTENT_COLUMNS + " from ledger_entry e"
                            + " where e.idx = any((select ?)::bigint[])")
                    .param(stored.toArray(Long[]::new))
                    .query((row, number) -> rows.content(row))
                    .list());
        }
        return found;
    }

    /** Of the entries in a range those that came when a higher version of their key was there already. */
    public Set<Long> late(long from, long to) {
        return new HashSet<>(jdbc.sql("select idx from ledger_entry where late and idx >= ? and idx < ?")
                .params(from, to)
                .query(Long.class)
                .list());
    }

    /** The month whose archive bundle holds this entry; empty while there is none. */
    public Optional<YearMonth> archivedIn(long entry) {
        return jdbc.sql("select month from archive_bundle where from_entry <= ? and to_entry > ? limit 1")
                .params(entry, entry)
                .query((row, number) -> YearMonth.from(row.getObject(1, LocalDate.class)))
                .optional();
    }

    SearchTerms searchTerms() {
        return cipher.searchTerms();
    }

    /** The entries of all versions of a business key of one provider, oldest first. */
    public List<SealedRecord> versions(RecordType type, String provider, String businessKey) {
        List<Long> indexes = jdbc.sql("select entry from record_key where business_key = ? and record_type = ?"
                        + " and provider = ? order by version")
                .params(businessKey, TypeNumber.of(type), provider)
                .query(Long.class)
                .list();
        return read(indexes);
    }

    /** The newest of these versions, the newest first; no more than the limit are read. */
    public List<SealedRecord> newestVersions(RecordType type, String provider, String businessKey, int limit) {
        List<Long> indexes = jdbc.sql("select entry from record_key where business_key = ? and record_type = ?"
                        + " and provider = ? order by version desc limit ?")
                .params(businessKey, TypeNumber.of(type), provider, limit)
                .query(Long.class)
                .list();
        List<SealedRecord> versions = new ArrayList<>(read(indexes));
        versions.sort(Comparator.comparingLong(SealedRecord::version).reversed());
        return versions;
    }

    /**
     * What its provider said under a version of a business key, see {@link RecordSealer#said}; empty when the ledger has none.
     */
    public Optional<byte[]> said(RecordType type, String provider, String businessKey, long version) {
        return jdbc.sql("select digest from record_key where business_key = ? and record_type = ? and provider = ?"
                        + " and version = ?")
                .params(businessKey, TypeNumber.of(type), provider, version)
                .query(byte[].class)
                .optional();
    }

    /**
     * For those of the entries that have a higher version of the same business key and provider: the scope of the highest
     * one. Versions at or beyond {@code before} are not looked at.
     */
    public Map<Long, Scope> newestScopes(List<Long> entries, long before) {
        Map<Long, Scope> newest = new HashMap<>();
        jdbc.sql("select distinct on (e.idx) e.idx, n.risk_region, n.sector, n.insurer from ledger_entry e"
                        + " join record_key k on k.business_key = e.business_key and k.record_type = e.record_type"
                        + " and k.provider = e.provider and k.version > e.version and k.entry < ?"
                        + " join ledger_entry n on n.idx = k.entry where e.idx = any(?) order by e.idx, k.version desc")
                .params(before, entries.toArray(Long[]::new))
                .query((row, number) ->
                        newest.put(row.getLong(1), new Scope(row.getString(2), row.getString(3), row.getString(4))))
                .list();
        return newest;
    }

    /**
     * An entry that another one of the same business key and provider came after.
     *
     * @param entry the later one
     * @param index of the earlier one
     */
    public record Earlier(long entry, long index, RecordType type, Scope scope) {}

    /** What was appended before each of these entries under its business key by its provider. */
    public List<Earlier> earlier(List<Long> entries) {
        return jdbc.sql("select e.idx, o.idx, o.record_type, o.risk_region, o.sector, o.insurer from ledger_entry e"
                        + " join record_key k on k.business_key = e.business_key and k.record_type = e.record_type"
                        + " and k.provider = e.provider and k.entry < e.idx"
                        + " join ledger_entry o on o.idx = k.entry where e.idx = any(?)")
                .param(entries.toArray(Long[]::new))
                .query((row, number) -> new Earlier(
                        row.getLong(1),
                        row.getLong(2),
                        TypeNumber.type(row.getShort(3)),
                        new Scope(row.getString(4), row.getString(5), row.getString(6))))
                .list();
    }

    /** @throws TryAgainLater while the ledger has no entry */
    @Override
    public byte[] checkpoint() {
        return newest().orElseThrow(() -> new TryAgainLater(LedgerProblem.EMPTY, null))
                .note()
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<byte[]> tile(int level, long index, int width) {
        byte[] stored = tile(level, index);
        long complete = level * 8 >= Long.SIZE ? 0 : size() >> level * 8;
        long inTree = Math.min(256, complete - index * 256);
        int length = width * Suite.HASH_LENGTH;
        return inTree < width || stored.length < length ? Optional.empty() : Optional.of(Arrays.copyOf(stored, length));
    }

    @Override
    public List<byte[]> consistency(long from, long to) {
        if (from < 1 || from > to || to > size()) {
            throw new IllegalArgumentException("no consistency proof from " + from + " to " + to);
        }
        return ConsistencyProof.create(suite, tree(), from, to);
    }

    /** The stored tree, for proofs; the object is for one thread. */
    public TreeHashes tree() {
        return new TiledTreeHashes(suite, tiles, complete);
    }

    /** The stored hashes of one tile, at most 256 of them, concatenated (C2SP tlog-tiles). */
    public byte[] tile(int level, long index) {
        return tiles.tile(level, index);
    }

    private static SignedCheckpoint parse(String note) {
        try {
            return SignedCheckpoint.parse(note);
        } catch (FlawException e) {
            throw new IllegalStateException("the stored checkpoint is damaged", e);
        }
    }
}
