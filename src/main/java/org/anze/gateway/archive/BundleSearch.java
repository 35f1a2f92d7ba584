package org.anze.gateway.archive;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.JsonFields;
import org.anze.gateway.seal.proof.TrustFile;

/** Looks records up in the index of a bundle, offline. Memory does not grow with the bundle. Safe for several threads. */
public final class BundleSearch {

    private final TrustFile trust;

    /** Believes these authorities. */
    public BundleSearch(TrustFile trust) {
        this.trust = trust;
    }

    /**
     * A line of the index. Key, version and operation are the gateway's statement; the rest stands in the sealed entry too.
     *
     * @param recordType code of the type, such as {@code policy}
     */
    public record Found(
            long index,
            String recordType,
            String key,
            long version,
            String operation,
            String provider,
            String submission,
            Instant received) {}

    /**
     * Hands out what matches, in order of the ledger, while it reads; it is to be believed once this returns.
     *
     * @return how many
     * @throws FlawException when the manifest does not verify, or the index is not the one it names
     */
    public long search(Path file, Predicate<Found> wanted, Consumer<Found> taker) throws FlawException {
        long count = 0;
        try (BundleInput bundle = BundleInput.open(file, trust.seal());
                BundleInput.Reading lines = bundle.read(Member.INDEX)) {
            for (Object line = lines.line(); line != null; line = lines.line()) {
                JsonFields fields = JsonFields.of(
                        line,
                        lines.where(),
                        "index",
                        "key",
                        "operation",
                        "provider",
                        "received",
                        "recordType",
                        "submission",
                        "version");
                Found found = new Found(
                        fields.integer("index", 0),
                        fields.text("recordType"),
                        fields.text("key"),
                        fields.integer("version", 0),
                        fields.text("operation"),
                        fields.text("provider"),
                        fields.text("submission"),
                        fields.time("received"));
                if (wanted.test(found)) {
                    count++;
                    taker.accept(found);
                }
            }
            lines.finish();
        }
        return count;
    }
}
