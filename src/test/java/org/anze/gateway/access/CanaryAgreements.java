package org.anze.gateway.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.record.codes.Regions;

/** Agreements about one record type each, made of the manners of its units and read as a file would be. */
public final class CanaryAgreements {

    private static final Regions REGIONS = regions();

    private CanaryAgreements() {}

    /**
     * What a recipient is given.
     *
     * @param pseudonyms whether people are pseudonymised in masked units, or their names shortened
     * @param manners every unit but key and scope
     */
    public record Terms(String recipient, RecordType type, boolean pseudonyms, Map<String, Manner> manners) {

        AgreementText text() {
            String text = AgreementFiles.GOOD
                    .replace(
                            "recipient: platform",
                            "recipient: " + recipient + "\npersons: " + (pseudonyms ? "pseudonymised" : "masked"))
                    .replace("2026-12-31", "2028-12-31")
                    .replace("type: policy", "type: " + type.code())
                    .replace("      give: [parties, period]\n", list("give", Manner.GIVEN))
                    .replace("      mask: [premium]\n", list("mask", Manner.MASKED));
            return new AgreementText(recipient, "one.yaml", text.getBytes(StandardCharsets.UTF_8));
        }

        private String list(String key, Manner manner) {
            List<String> units = manners.entrySet().stream()
                    .filter(entry -> entry.getValue() == manner)
                    .map(Map.Entry::getKey)
                    .toList();
            return units.isEmpty() ? "" : "      " + key + ": [" + String.join(", ", units) + "]\n";
        }
    }

    /** Reads the agreements. */
    public static Agreements load(Collection<Terms> terms, Parties parties) {
        List<AgreementText> texts = new ArrayList<>();
        terms.forEach(one -> texts.add(one.text()));
        Agreements agreements = Agreements.load(texts, SealedSamples.DEFINITIONS, parties, REGIONS);
        if (!agreements.broken().isEmpty()) {
            throw new IllegalStateException(agreements.broken().toString());
        }
        return agreements;
    }

    private static Regions regions() {
        try {
            return CodeTables.load(Path.of("codes")).regions();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
