package org.anze.gateway.access.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;

/**
 * All agreement texts of one party with what they build on: the party's type and credit code, and its reach.
 *
 * @param reach null for a set that was kept before it was recorded
 * @param texts by file name
 * @param figuresHeld of which record types nothing may be counted; none in a set that was found in files
 */
record AgreementSet(
        String party,
        PartyType type,
        String uscc,
        @Nullable Reach reach,
        List<AgreementText> texts,
        Set<RecordType> figuresHeld) {

    AgreementSet {
        figuresHeld = figuresHeld.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(figuresHeld));
        texts = texts.stream().sorted(Comparator.comparing(AgreementText::name)).toList();
    }

    /** The party's own among the texts. */
    static AgreementSet of(Party party, Reach reach, Collection<AgreementText> texts) {
        return new AgreementSet(
                party.id(),
                party.type(),
                party.uscc(),
                reach,
                texts.stream()
                        .filter(text -> text.recipient().equals(party.id()))
                        .toList(),
                Set.of());
    }

    /** The same without the texts of some agreements. */
    AgreementSet without(Set<String> agreements) {
        List<AgreementText> others = texts.stream()
                .filter(text -> !agreements.contains(text.name().replace(".yaml", "")))
                .toList();
        return new AgreementSet(party, type, uscc, reach, others, figuresHeld);
    }

    /** The same, with the figures of these types on hold. */
    AgreementSet holdingFigures(Set<RecordType> types) {
        return new AgreementSet(party, type, uscc, reach, texts, types);
    }

    /** Covers everything; each part with its length before it, so that nothing can move from one into the next. */
    byte[] digest(Suite suite) {
        List<byte[]> parts = new ArrayList<>();
        add(parts, party.getBytes(StandardCharsets.UTF_8));
        add(parts, type.name().getBytes(StandardCharsets.UTF_8));
        add(parts, uscc.getBytes(StandardCharsets.UTF_8));
        if (reach != null) {
            // No file is called so: names of files have no slash.
            add(parts, "/reach".getBytes(StandardCharsets.UTF_8));
            add(parts, reach.text().getBytes(StandardCharsets.UTF_8));
        }
        if (!figuresHeld.isEmpty()) {
            add(parts, "/figures-held".getBytes(StandardCharsets.UTF_8));
            figuresHeld.forEach(held -> add(parts, held.code().getBytes(StandardCharsets.UTF_8)));
        }
        for (AgreementText text : texts) {
            add(parts, text.name().getBytes(StandardCharsets.UTF_8));
            add(parts, text.content());
        }
        return suite.hash(parts.toArray(byte[][]::new));
    }

    private static void add(List<byte[]> parts, byte[] part) {
        parts.add(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
        parts.add(part);
    }

    /** Whether type, credit code and reach are the same. */
    boolean isOfTheSameParty(AgreementSet other) {
        return party.equals(other.party)
                && type == other.type
                && uscc.equals(other.uscc)
                && (reach == null || other.reach == null || Objects.equals(reach, other.reach));
    }
}
