package org.anze.gateway.reconcile;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.reconcile.Explanations.Explanation;
import org.anze.gateway.reconcile.OwnSide.Difference;
import org.anze.gateway.reconcile.OwnSide.Kind;
import org.anze.gateway.reconcile.OwnSide.Range;
import org.anze.gateway.reconcile.OwnSide.Sum;
import org.anze.gateway.reconcile.Results.Method;
import org.anze.gateway.reconcile.Results.Numbered;
import org.anze.gateway.reconcile.Results.Result;
import org.anze.gateway.reconcile.Results.Verdict;
import org.anze.gateway.reconcile.Statement.Listing;
import org.anze.gateway.reconcile.Statement.Total;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.SealTime;
import org.jspecify.annotations.Nullable;

/** Lays what a party says it has beside what we have, and keeps what came of it. Wants a transaction around it. */
final class Comparison {

    private final OwnSide own;
    private final Naming naming;
    private final Results results;
    private final Explanations explanations;
    private final ReconcileSettings settings;
    private final Clock clock;

    Comparison(
            OwnSide own,
            Naming naming,
            Results results,
            Explanations explanations,
            ReconcileSettings settings,
            Clock clock) {
        this.own = own;
        this.naming = naming;
        this.results = results;
        this.explanations = explanations;
        this.settings = settings;
        this.clock = clock;
    }

    /** Compares everything the statement says; one result a line, or one for the list. */
    List<Result> compare(String party, Statement statement) {
        if (statement instanceof Statement.Totals totals) {
            return totals.totals().stream().map(total -> total(party, total)).toList();
        }
        return List.of(list(party, (Listing) statement));
    }

    private Result total(String party, Total total) {
        Subject subject = new Subject(party, total.direction(), total.type(), total.day());
        byte[] ours = null;
        long count;
        if (total.digest() == null) {
            count = own.count(subject, Range.ALL);
        } else {
            naming.mustBeOpen(subject);
            Sum sum = own.sum(subject, Range.ALL, total.compare());
            count = sum.count();
            ours = sum.hash();
        }
        Verdict verdict = count != total.count()
                ? Verdict.COUNTS_DIFFER
                : Arrays.equals(ours, total.digest()) ? Verdict.EQUAL : Verdict.DIGESTS_DIFFER;
        Method method = total.digest() == null ? Method.COUNT : Method.DIGEST;
        return stored(
                new Result(
                        0,
                        party,
                        subject.direction(),
                        subject.type(),
                        subject.date(),
                        method,
                        clock.instant(),
                        count,
                        total.count(),
                        ours,
                        total.digest(),
                        0,
                        0,
                        0,
                        verdict),
                List.of());
    }

    private Result list(String party, Listing listing) {
        Subject subject = new Subject(party, listing.direction(), listing.type(), listing.day());
        naming.mustBeOpen(subject);
        Map<Kind, Long> counts = new EnumMap<>(Kind.class);
        List<Difference> kept = new ArrayList<>();
        own.compare(subject, listing.claims(), difference -> {
            counts.merge(difference.kind(), 1L, Long::sum);
            if (kept.size() < settings.mostDifferences()) {
                kept.add(difference);
            }
        });
        return stored(
                new Result(
                        0,
                        party,
                        subject.direction(),
                        subject.type(),
                        subject.date(),
                        Method.LIST,
                        clock.instant(),
                        own.count(subject, Range.ALL),
                        listing.claims().size(),
                        null,
                        null,
                        counts.getOrDefault(Kind.MISSING_HERE, 0L),
                        counts.getOrDefault(Kind.MISSING_THERE, 0L),
                        counts.getOrDefault(Kind.DIFFERENT, 0L),
                        counts.isEmpty() ? Verdict.EQUAL : Verdict.RECORDS_DIFFER),
                kept);
    }

    private Result stored(Result result, List<Difference> differences) {
        return result.numbered(results.add(result, differences));
    }

    /** A result as an object of canonical JSON values. */
    static Map<String, @Nullable Object> describe(Result result) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("id", result.id());
        map.put("direction", result.direction().code());
        map.put("type", result.type().code());
        map.put("day", result.day().toString());
        map.put("method", result.method().name());
        map.put("comparedAt", SealTime.write(result.comparedAt()));
        map.put("ours", side(result.ourCount(), result.ourDigest()));
        map.put("theirs", side(result.theirCount(), result.theirDigest()));
        map.put("verdict", result.verdict().name());
        map.put("missingHere", result.missingHere());
        map.put("missingThere", result.missingThere());
        map.put("differing", result.differing());
        return map;
    }

    private static Map<String, @Nullable Object> side(long count, byte @Nullable [] digest) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("count", count);
        if (digest != null) {
            map.put("digest", Base64Text.encode(digest));
        }
        return map;
    }

    /** A result with one page of its differences. */
    Map<String, @Nullable Object> page(Result result, long after) {
        List<Numbered> page = results.differences(result.id(), after, settings.pageSize());
        Subject subject = result.subject();
        Set<Long> entries = page.stream()
                .filter(one -> one.difference().entry() != null)
                .map(one -> one.difference().entry())
                .collect(Collectors.toSet());
        // What the party named itself is no news to it.
        Set<Long> nameable = naming.nameable(subject, entries);
        List<Numbered> named = page.stream()
                .filter(one -> one.difference().kind() != Kind.MISSING_THERE
                        || nameable.contains(one.difference().entry()))
                .toList();
        Map<Long, Explanation> explained = explanations.of(subject, named);
        Map<String, @Nullable Object> map = describe(result);
        map.put(
                "differences",
                named.stream()
                        .map(one -> describe(one, explained.get(one.number())))
                        .toList());
        map.put("unnamed", (long) (page.size() - named.size()));
        if (after == 0 && page.isEmpty() && result.verdict() == Verdict.RECORDS_DIFFER) {
            // An empty list must not pass for "none".
            map.put("dropped", true);
        }
        if (page.size() == settings.pageSize()) {
            map.put("next", page.get(page.size() - 1).number());
        }
        return map;
    }

    private static Map<String, @Nullable Object> describe(Numbered one, @Nullable Explanation explanation) {
        Difference difference = one.difference();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("number", one.number());
        map.put("kind", difference.kind().name());
        map.put("key", difference.businessKey());
        map.put("provider", difference.provider());
        map.put("version", difference.version());
        if (explanation != null) {
            map.put("state", explanation.state().name());
            if (explanation.day() != null) {
                map.put("otherDay", explanation.day().toString());
            }
            if (!explanation.parcels().isEmpty()) {
                map.put("parcels", explanation.parcels());
            }
        }
        return map;
    }
}
