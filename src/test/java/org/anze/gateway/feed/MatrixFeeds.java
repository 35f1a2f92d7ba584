package org.anze.gateway.feed;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.access.Discloser;
import org.anze.gateway.access.MatrixCases;
import org.anze.gateway.access.MatrixCases.Case;
import org.anze.gateway.access.MatrixCases.Circumstance;
import org.anze.gateway.access.MatrixCases.Way;
import org.anze.gateway.access.MatrixLedger;
import org.anze.gateway.access.MatrixLedger.Sample;
import org.anze.gateway.access.MatrixViews;
import org.anze.gateway.access.MatrixViews.Shown;
import org.anze.gateway.access.MemoryVolumes;
import org.anze.gateway.access.SealedSamples;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.evidence.envelope.Envelopes;
import org.anze.gateway.mapping.rendering.OutboundMappings;
import org.anze.gateway.nodes.Lease;
import org.anze.gateway.nodes.Ringer;
import org.anze.gateway.nodes.SharedWork;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The feeds of the sixteen parties of the matrix, over one ledger, and what their parcels hold. */
public final class MatrixFeeds {

    private static final int MOST_STEPS = 1000;

    private final MatrixLedger ledger;
    private final Path folder;
    private final FeedRows rows;
    private final Selection selection;

    /** @param folder an empty one */
    public MatrixFeeds(MatrixLedger ledger, Path folder) {
        this.ledger = ledger;
        this.folder = folder;
        this.rows = new FeedRows(
                ledger.pool,
                new TransactionTemplate(new DataSourceTransactionManager(ledger.pool)),
                org.anze.gateway.keys.SampleKeys.inMemory());
        this.selection = new Selection(
                ledger.reader,
                SealedSamples.DEFINITIONS,
                new Discloser(purpose -> new byte[32]),
                rows,
                new VolumeLimits(new MemoryVolumes()));
    }

    private ParcelMaker maker(Instant now) {
        SampleSeals.Gateway gateway = MatrixLedger.gateway();
        return new ParcelMaker(
                ledger.reader,
                SealedSamples.DEFINITIONS,
                OutboundMappings::none,
                gateway.signer(),
                gateway.certificate(),
                new Envelopes(gateway.signer(), gateway.certificate(), folder, MatrixLedger.clock(now)),
                MatrixLedger.clock(now));
    }

    /** Serves one recipient until there is nothing to do; party by party, on the caller's thread. */
    List<byte[]> push(Party recipient, Instant now) {
        List<byte[]> parcels = new ArrayList<>();
        RecipientFeed feed = new RecipientFeed(
                recipient,
                rows,
                selection,
                maker(now),
                (to, parcel) -> {
                    parcels.add(parcel.document());
                    return new Settlement.Acknowledged();
                },
                ledger::agreements,
                Lease.ALONE,
                Duration.ZERO,
                MatrixLedger.clock(now));
        int steps = 0;
        while (feed.attempt()) {
            if (++steps == MOST_STEPS) {
                throw new IllegalStateException("the feed does not come to rest");
            }
        }
        return parcels;
    }

    /** All feeds running, for recipients that pull. */
    public FeedDispatcher pull(Parties parties, Instant now) {
        FeedDispatcher dispatcher = new FeedDispatcher(
                rows,
                selection,
                maker(now),
                (to, parcel) -> {
                    throw new IllegalStateException("pulled parcels are not delivered");
                },
                ledger::agreements,
                SharedWork.ALONE,
                Ringer.NOBODY,
                Duration.ZERO,
                MatrixLedger.clock(now));
        dispatcher.follow(parties);
        return dispatcher;
    }

    /** How many feeds have seen the whole ledger. */
    public long atTheEnd() {
        return ledger.jdbc
                .sql("select count(*) from feed_cursor where next_entry = ?")
                .param(ledger.reader.size())
                .query(Long.class)
                .single();
    }

    /** Forgets where the feeds stood and what they gave. */
    public void forget() {
        for (String table : List.of("parcel_rendition", "parcel", "feed_backlog", "feed_cursor")) {
            ledger.jdbc.sql("delete from " + table).update();
        }
    }

    /** What parcels show, by ledger index. */
    public static Map<Long, Shown> shown(List<byte[]> documents) {
        Map<Long, Shown> shown = new HashMap<>();
        try {
            for (byte[] document : documents) {
                Map<String, ?> evidence =
                        object(CanonicalJson.parseObject(document).get("evidence"));
                for (Object each : (List<?>) evidence.get("entries")) {
                    Map<String, ?> entry = object(each);
                    Shown before = shown.put((Long) object(entry.get("header")).get("index"), units(entry));
                    if (before != null) {
                        throw new IllegalStateException("given twice: " + entry.get("header"));
                    }
                }
            }
            return shown;
        } catch (FlawException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Shown units(Map<String, ?> entry) {
        Map<String, Manner> manners = new HashMap<>();
        Map<String, Map<String, Object>> values = new HashMap<>();
        for (Object each : (List<?>) entry.get("units")) {
            Map<String, ?> unit = object(each);
            String name = (String) unit.get("name");
            boolean given = unit.containsKey("value");
            manners.put(name, given ? Manner.GIVEN : unit.containsKey("masked") ? Manner.MASKED : Manner.WITHHELD);
            Object content = unit.get(given ? "value" : "masked");
            if (content != null) {
                values.put(name, object(content));
            }
        }
        return new Shown(manners, values);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    /**
     * Compares what all recipients were given with the matrix: each of the 1,920 cases, and every other record besides.
     *
     * @param given recipient → ledger index → what it was given while the agreements were in force
     * @param afterwards the same when they had ended
     */
    public static MatrixViews compare(
            MatrixLedger ledger, Map<PartyType, Map<Long, Shown>> given, Map<PartyType, Map<Long, Shown>> afterwards) {
        MatrixViews views = new MatrixViews();
        for (Case each : MatrixCases.all()) {
            boolean expired = each.circumstance() == Circumstance.EXPIRED_GRANT;
            Map<Long, Shown> shown = (expired ? afterwards : given).get(each.party());
            for (boolean own : new boolean[] {true, false}) {
                Sample sample = ledger.of(each, own);
                views.compare(each, Way.FEED, own, sample, shown.get(sample.index()));
            }
        }
        // What is another party's own is nobody's to the recipient; an insurer's business stays his, whoever
        // shares in it.
        for (PartyType party : PartyType.values()) {
            for (Sample sample : ledger.samples()) {
                views.nothing(party, sample, afterwards.get(party).get(sample.index()));
                Shown shown = given.get(party).get(sample.index());
                if (!ledger.inReach(party, sample)) {
                    views.nothing(party, sample, shown);
                } else if (sample.owner() != party && party != PartyType.INS) {
                    views.compare(new Case(party, sample.type(), sample.place()), Way.FEED, false, sample, shown);
                }
            }
        }
        return views;
    }
}
