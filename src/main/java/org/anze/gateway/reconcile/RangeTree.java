package org.anze.gateway.reconcile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.reconcile.OwnSide.Bound;
import org.anze.gateway.reconcile.OwnSide.OwnItem;
import org.anze.gateway.reconcile.OwnSide.Range;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.tree.TreeFrontier;
import org.jspecify.annotations.Nullable;

/**
 * Hashes over ranges of keys: the other side makes the same over its own records and asks again for what differs
 * (docs/spec/reconciliation.md §3). Two passes over the range, none of it held. Safe for several threads.
 */
final class RangeTree {

    /** Most versions of one key that are listed. */
    private static final int MOST_LISTED = 5000;

    private final OwnSide own;
    private final Naming naming;
    private final Suite suite;
    private final ReconcileSettings settings;

    RangeTree(OwnSide own, Naming naming, Suite suite, ReconcileSettings settings) {
        this.own = own;
        this.naming = naming;
        this.suite = suite;
        this.settings = settings;
    }

    Map<String, @Nullable Object> describe(Subject subject, Range range, Compare compare) {
        List<Bound> bounds = bounds(subject, range);
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("format", "anze-reconciliation-tree/1");
        answer.put("direction", subject.direction().code());
        answer.put("type", subject.type().code());
        answer.put("day", subject.date().toString());
        answer.put("compare", compare.code());
        answer.put("suite", suite.name());
        answer.put("from", range.from());
        answer.put("to", range.to());
        if (bounds.isEmpty()) {
            list(subject, range, compare, answer);
        } else {
            divide(subject, range, compare, bounds, answer);
        }
        return answer;
    }

    /** A key that may not be named divides nothing: its range goes with the one before it. */
    private List<Bound> bounds(Subject subject, Range range) {
        List<Bound> bounds = own.bounds(subject, range, settings.fanOut(), settings.listed());
        Set<Long> nameable =
                naming.nameable(subject, bounds.stream().map(Bound::entry).collect(Collectors.toSet()));
        return bounds.stream().filter(bound -> nameable.contains(bound.entry())).toList();
    }

    private void divide(
            Subject subject, Range range, Compare compare, List<Bound> bounds, Map<String, @Nullable Object> answer) {
        TreeFrontier whole = TreeFrontier.empty(suite);
        List<TreeFrontier> parts = new ArrayList<>();
        parts.add(TreeFrontier.empty(suite));
        own.walk(subject, range, compare, one -> {
            // Each bound is the key of an item of this very snapshot, so it is met exactly.
            if (parts.size() <= bounds.size()
                    && one.item()
                            .businessKey()
                            .equals(bounds.get(parts.size() - 1).businessKey())) {
                parts.add(TreeFrontier.empty(suite));
            }
            List<byte[]> leaf = List.of(one.item().leaf(suite));
            whole.append(leaf);
            parts.get(parts.size() - 1).append(leaf);
        });
        answer.put("count", whole.size());
        answer.put("hash", Base64Text.encode(whole.root()));
        List<Map<String, @Nullable Object>> ranges = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Map<String, @Nullable Object> part = new LinkedHashMap<>();
            part.put("from", i == 0 ? range.from() : bounds.get(i - 1).businessKey());
            part.put("to", i == bounds.size() ? range.to() : bounds.get(i).businessKey());
            part.put("count", parts.get(i).size());
            part.put("hash", Base64Text.encode(parts.get(i).root()));
            ranges.add(part);
        }
        answer.put("ranges", ranges);
    }

    private void list(Subject subject, Range range, Compare compare, Map<String, @Nullable Object> answer) {
        TreeFrontier frontier = TreeFrontier.empty(suite);
        List<OwnItem> items = new ArrayList<>();
        own.walk(subject, range, compare, one -> {
            frontier.append(List.of(one.item().leaf(suite)));
            if (items.size() < MOST_LISTED) {
                items.add(one);
            }
        });
        Set<Long> nameable =
                naming.nameable(subject, items.stream().map(OwnItem::entry).toList());
        List<Map<String, Object>> records = items.stream()
                .filter(one -> nameable.contains(one.entry()))
                .map(one -> ordered(
                        "key", one.item().businessKey(),
                        "provider", one.item().provider(),
                        "version", one.item().version(),
                        "leaf", Base64Text.encode(one.item().leaf(suite))))
                .toList();
        answer.put("count", frontier.size());
        answer.put("hash", Base64Text.encode(frontier.root()));
        answer.put("records", records);
        // What may not be named any more is counted, so that a range that differs is explained.
        answer.put("unnamed", frontier.size() - records.size());
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
