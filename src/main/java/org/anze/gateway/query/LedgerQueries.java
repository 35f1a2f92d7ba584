package org.anze.gateway.query;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.access.Coverage;
import org.anze.gateway.access.Decision;
import org.anze.gateway.access.Facts;
import org.anze.gateway.access.VolumeLimits;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.feed.LedgerFacts;
import org.anze.gateway.keys.KeyProblem;
import org.anze.gateway.ledger.LedgerProblem;
import org.anze.gateway.ledger.LedgerReader;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Answers from the ledger. Safe for many threads. */
final class LedgerQueries implements QueryDesk {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    /** Records of a unit that a yes or no looks at; the newest ones. */
    private static final int MOST_OF_UNIT = 500;

    private final AuditedQueries queries;
    private final RecordIndex index;
    private final LedgerReader ledger;
    private final LedgerFacts facts;
    private final RecordViews views;
    private final VolumeLimits volumes;
    private final Supplier<Agreements> agreements;
    private final PageTokens tokens;
    private final ProofMaker proofs;
    private final QuerySettings settings;
    private final Clock clock;

    LedgerQueries(
            AuditedQueries queries,
            RecordIndex index,
            LedgerReader ledger,
            LedgerFacts facts,
            RecordViews views,
            VolumeLimits volumes,
            Supplier<Agreements> agreements,
            PageTokens tokens,
            ProofMaker proofs,
            QuerySettings settings,
            Clock clock) {
        this.queries = queries;
        this.index = index;
        this.ledger = ledger;
        this.facts = facts;
        this.views = views;
        this.volumes = volumes;
        this.agreements = agreements;
        this.tokens = tokens;
        this.proofs = proofs;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Answer records(Asker asker, RecordFilter filter, @Nullable String after, @Nullable Integer limit) {
        int size = limit == null ? settings.pageSize() : limit;
        if (size < 1 || size > settings.largestPage()) {
            throw new SenderMustCorrect(QueryProblem.BAD_QUERY, Location.WHOLE, "limit", "1…" + settings.largestPage());
        }
        return queries.answer(AuditKind.QUERY, asker, filter.text(), trail -> {
            Rights rights = rights(asker, trail);
            List<Coverage> coverages = rights.listed(filter.type());
            long before = after == null ? Long.MAX_VALUE : tokens.position(asker, filter.text(), after);
            Page page = new Page(rights, size);
            int step = size;
            int scanned = 0;
            boolean more = true;
            while (more && !page.isFull() && scanned < settings.mostScanned()) {
                List<Long> found = index.page(filter, coverages, before, step);
                for (SealedRecord record : newestFirst(found)) {
                    if (page.isFull() || !page.take(record)) {
                        break;
                    }
                    before = record.index();
                }
                scanned += found.size();
                more = found.size() == step || page.isFull();
                // Where conditions leave few, small steps would make thousands of statements.
                step = settings.largestPage();
            }
            String next = more ? tokens.issue(asker, filter.text(), before) : null;
            byte[] records = views.json(asker.party().id(), filter.type(), GivenRecord.views(page.given));
            return new Answer(
                    Answer.JSON,
                    QueryJson.around(
                            "records", records, GivenRecord.unreadable(page.given), next, false, rights.watermark()));
        });
    }

    @Override
    public Answer record(Asker asker, RecordKey key) {
        return queries.answer(AuditKind.QUERY, asker, key.text(), trail -> {
            Rights rights = rights(asker, trail);
            List<Permitted> heads = heads(rights, key);
            if (heads.stream().noneMatch(head -> head.record.units().readable())) {
                for (Permitted head : heads) {
                    if (head.record.units().archived()) {
                        throw new SenderMustCorrect(
                                LedgerProblem.ARCHIVED,
                                Location.WHOLE,
                                key.text(),
                                ledger.archivedIn(head.record.index())
                                        .map(YearMonth::toString)
                                        .orElse("–"));
                    }
                }
                throw new SenderMustCorrect(KeyProblem.CONTENT_DESTROYED, Location.WHOLE, key.text());
            }
            return records(rights, key, heads, false);
        });
    }

    @Override
    public Answer versions(Asker asker, RecordKey key) {
        return queries.answer(AuditKind.QUERY, asker, key.text() + " versions", trail -> {
            Rights rights = rights(asker, trail);
            Versions versions = versions(rights, key);
            return records(rights, key, versions.permitted, versions.truncated);
        });
    }

    private Answer records(Rights rights, RecordKey key, List<Permitted> permitted, boolean truncated) {
        List<GivenRecord> given = given(rights, permitted);
        byte[] records = views.json(rights.asker().party().id(), key.type(), GivenRecord.views(given));
        return new Answer(
                Answer.JSON,
                QueryJson.around(
                        "records", records, GivenRecord.unreadable(given), null, truncated, rights.watermark()));
    }

    private List<GivenRecord> given(Rights rights, List<Permitted> permitted) {
        List<GivenRecord> given = new ArrayList<>();
        for (Permitted each : permitted) {
            rights.mustGive(each.record, each.permit);
            given.add(shown(each.record, each.permit));
        }
        return given;
    }

    private GivenRecord shown(SealedRecord record, Decision.Permit permit) {
        return new GivenRecord(record, record.units().readable() ? views.view(record, permit) : null);
    }

    @Override
    public Answer history(Asker asker, RecordKey key) {
        return queries.answer(AuditKind.QUERY, asker, key.text() + " history", trail -> {
            Rights rights = rights(asker, trail);
            Versions versions = versions(rights, key);
            byte[] history = RecordHistory.json(given(rights, versions.permitted));
            return new Answer(
                    Answer.JSON,
                    QueryJson.around("history", history, List.of(), null, versions.truncated, rights.watermark()));
        });
    }

    @Override
    public Answer proof(Asker asker, RecordKey key) {
        return queries.answer(AuditKind.PROOF, asker, key.text() + " proof", trail -> {
            Rights rights = rights(asker, trail);
            List<Permitted> heads = heads(rights, key);
            if (heads.size() > 1) {
                throw new SenderMustCorrect(
                        QueryProblem.BAD_QUERY,
                        Location.WHOLE,
                        "provider",
                        String.join(
                                " | ",
                                heads.stream()
                                        .map(head -> head.record.provider())
                                        .toList()));
            }
            Permitted head = heads.get(0);
            rights.mustGive(head.record, head.permit);
            return new Answer(
                    Answer.JSON,
                    proofs.prove(views.disclose(head.record, head.permit), asker, rights.watermark(), rights.now()));
        });
    }

    @Override
    public Answer proof(Asker asker, long entry) {
        return queries.answer(AuditKind.PROOF, asker, "ledger entry " + entry + " proof", trail -> {
            Rights rights = rights(asker, trail);
            SealedRecord record = ledger.read(List.of(entry)).stream()
                    .findFirst()
                    .orElseThrow(() -> new SenderMustCorrect(QueryProblem.NOT_FOUND, Location.WHOLE));
            heads(rights, new RecordKey(record.type(), record.businessKey(), record.provider()));
            if (!(rights.decide(record) instanceof Decision.Permit permit)) {
                throw new SenderMustCorrect(QueryProblem.NOT_FOUND, Location.WHOLE);
            }
            rights.mustGive(record, permit);
            return new Answer(
                    Answer.JSON, proofs.prove(views.disclose(record, permit), asker, rights.watermark(), rights.now()));
        });
    }

    @Override
    public Answer status(Asker asker, StatusQuestion question, String uscc) {
        return queries.answer(AuditKind.STATUS, asker, question.code() + " " + uscc, trail -> {
            Rights rights = rights(asker, trail);
            rights.mustAnswerAbout(question.type());
            OffsetDateTime now = rights.now().atOffset(CHINA);
            OfUnit asked = ofUnit(rights, question.type(), uscc);
            OfUnit endorsed = question == StatusQuestion.INSURED
                    ? ofUnit(rights, RecordType.ENDORSEMENT, uscc)
                    : new OfUnit(List.of(), 0);
            boolean yes = asked.facts.stream().anyMatch(each -> question.holds(each, endorsed.facts, now));
            int considered = asked.facts.size();
            int unreadable = asked.unreadable + endorsed.unreadable;
            trail.outcome((yes ? "yes" : "no") + ", " + considered + " records considered"
                    + (unreadable == 0 ? "" : ", " + unreadable + " unreadable"));
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("question", question.code());
            body.put("uscc", uscc);
            body.put("answer", yes);
            // No numbers: how many policies or penalties a unit has is more than yes or no.
            body.put("known", considered > 0);
            if (unreadable > 0) {
                body.put("unreadable", true);
            }
            body.put("at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(now.truncatedTo(ChronoUnit.SECONDS)));
            return new Answer(Answer.JSON, JSON.writeValueAsBytes(body));
        });
    }

    /** What may be looked at of a unit's records; one whose values are gone must not pass for one that was never there. */
    private record OfUnit(List<Facts> facts, int unreadable) {}

    private OfUnit ofUnit(Rights rights, RecordType type, String uscc) {
        List<Facts> readable = new ArrayList<>();
        int unreadable = 0;
        for (SealedRecord record : newestFirst(index.ofUnit(type, uscc, MOST_OF_UNIT))) {
            Facts facts = rights.askedAbout(record);
            if (facts != null && facts.readable()) {
                readable.add(facts);
            } else if (facts != null) {
                unreadable++;
            }
        }
        return new OfUnit(readable, unreadable);
    }

    private Rights rights(Asker asker, Trail trail) {
        return new Rights(asker, agreements.get(), facts, views, volumes, trail, clock.instant());
    }

    private record Permitted(SealedRecord record, Decision.Permit permit) {}

    /**
     * The newest versions that may be given.
     *
     * @throws SenderMustCorrect when there are none, for whatever reason
     */
    private List<Permitted> heads(Rights rights, RecordKey key) {
        List<Long> entries = index.heads(key);
        // One statement more or less would tell what is not permitted from what does not exist.
        List<SealedRecord> records = ledger.read(entries.isEmpty() ? List.of(-1L) : entries);
        List<Permitted> permitted = permitted(rights, records);
        if (permitted.isEmpty()) {
            throw new SenderMustCorrect(QueryProblem.NOT_FOUND, Location.WHOLE);
        }
        return permitted;
    }

    /** @param truncated whether there are earlier ones that were not read */
    private record Versions(List<Permitted> permitted, boolean truncated) {}

    /**
     * Versions count only where the newest one may be given: what was corrected out of somebody's sight is out of it. The newest
     * one of each provider, and earlier ones until there are as many as the largest page has; no more are read.
     */
    private Versions versions(Rights rights, RecordKey key) {
        List<Permitted> heads = heads(rights, key);
        List<Permitted> all = new ArrayList<>();
        boolean truncated = false;
        int earlier = Math.max(0, settings.largestPage() - heads.size());
        for (Permitted head : heads) {
            // One more than is given tells whether there are more.
            List<SealedRecord> read =
                    ledger.newestVersions(key.type(), head.record.provider(), key.businessKey(), earlier + 2);
            List<SealedRecord> versions = read.subList(0, Math.min(read.size(), earlier + 1));
            truncated |= versions.size() < read.size();
            earlier -= versions.size() - 1;
            all.addAll(permitted(rights, versions));
        }
        return new Versions(all, truncated);
    }

    private static List<Permitted> permitted(Rights rights, List<SealedRecord> records) {
        List<Permitted> permitted = new ArrayList<>();
        for (SealedRecord record : records) {
            if (rights.decide(record) instanceof Decision.Permit permit) {
                permitted.add(new Permitted(record, permit));
            }
        }
        return permitted;
    }

    private List<SealedRecord> newestFirst(List<Long> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        List<SealedRecord> records = new ArrayList<>(ledger.read(entries));
        records.sort(Comparator.comparingLong(SealedRecord::index).reversed());
        return records;
    }

    /** A page while it is being filled. For one thread. */
    private final class Page {
        private final Rights rights;
        private final int size;
        private final List<GivenRecord> given = new ArrayList<>();
        private boolean usedUp;

        Page(Rights rights, int size) {
            this.rights = rights;
            this.size = size;
        }

        boolean isFull() {
            return usedUp || given.size() == size;
        }

        /** Takes a record in if it may be given; false when the volume of the day is used up, and the page with it. */
        boolean take(SealedRecord record) {
            if (rights.decide(record) instanceof Decision.Permit permit) {
                if (!rights.give(record, permit)) {
                    if (given.isEmpty()) {
                        throw rights.usedUp(permit);
                    }
                    usedUp = true;
                    return false;
                }
                given.add(shown(record, permit));
            }
            return true;
        }
    }
}
