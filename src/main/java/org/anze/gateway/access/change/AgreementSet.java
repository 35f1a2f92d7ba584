package org.anze.gateway.access.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.anze.gateway.access.AgreementText;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.seal.Suite;

/**
 * All agreement texts of one party with what they build on: the party's type and credit code.
 *
 * @param texts by file name
 */
record AgreementSet(String party, PartyType type, String uscc, List<AgreementText> texts) {

    AgreementSet {
        texts = texts.stream().sorted(Comparator.comparing(AgreementText::name)).toList();
    }

    /** The party's own among the texts. */
    static AgreementSet of(Party party, Collection<AgreementText> texts) {
        return new AgreementSet(
                party.id(),
                party.type(),
                party.uscc(),
                texts.stream()
                        .filter(text -> text.recipient().equals(party.id()))
                        .toList());
    }

    /** Covers everything; each part with its length before it, so that nothing can move from one into the next. */
    byte[] digest(Suite suite) {
        List<byte[]> parts = new ArrayList<>();
        add(parts, party.getBytes(StandardCharsets.UTF_8));
        add(parts, type.name().getBytes(StandardCharsets.UTF_8));
        add(parts, uscc.getBytes(StandardCharsets.UTF_8));
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

    /** Whether type and credit code are the same. */
    boolean isOfTheSameParty(AgreementSet other) {
        return party.equals(other.party) && type == other.type && uscc.equals(other.uscc);
    }
}
