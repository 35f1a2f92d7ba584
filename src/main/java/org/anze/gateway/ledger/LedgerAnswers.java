package org.anze.gateway.ledger;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.KnownRecord;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.anze.gateway.validation.Wanted;

/**
 * What the ledger had of what was wanted, as {@link LedgerReferences} looked it up. Does not change, but for units that are opened
 * when they are read; for one thread.
 */
public final class LedgerAnswers implements References {

    private final long position;
    private final Map<Reference, List<KnownRecord>> heads;
    private final Function<Lookup, List<KnownRecord>> related;
    private final ToIntFunction<Lookup> count;
    private final boolean tooMany;

    /**
     * @param position size of the ledger, or less, before anything was looked up
     * @param related answers a look-up; with an empty list where there is nothing
     * @param count how many it answers with; reads none of them
     * @param tooMany whether {@code related} reads each answer when it is asked for
     */
    LedgerAnswers(
            long position,
            Map<Reference, List<KnownRecord>> heads,
            Function<Lookup, List<KnownRecord>> related,
            ToIntFunction<Lookup> count,
            boolean tooMany) {
        this.position = position;
        this.heads = heads;
        this.related = related;
        this.count = count;
        this.tooMany = tooMany;
    }

    /** Whether more was found than can be held; who asked for several batches together had better ask for each. */
    public boolean isTooMany() {
        return tooMany;
    }

    @Override
    public List<KnownRecord> under(RecordType type, String businessKey) {
        return heads.isEmpty() ? List.of() : heads.getOrDefault(new Reference(type, businessKey), List.of());
    }

    @Override
    public List<KnownRecord> related(Lookup lookup) {
        return related.apply(lookup);
    }

    @Override
    public int count(Lookup lookup) {
        return count.applyAsInt(lookup);
    }

    /**
     * What the writer compares with what was appended since.
     *
     * @param wanted what one batch asked for, of all that was asked for together
     */
    public Basis basis(Wanted wanted) {
        if (tooMany) {
            return new Basis(position, wanted.references(), wanted.lookups(), true);
        }
        Set<Reference> references = new HashSet<>(wanted.references());
        for (Lookup lookup : wanted.lookups()) {
            related(lookup).forEach(known -> references.add(new Reference(known.type(), known.businessKey())));
        }
        return new Basis(position, Collections.unmodifiableSet(references), wanted.lookups());
    }
}
