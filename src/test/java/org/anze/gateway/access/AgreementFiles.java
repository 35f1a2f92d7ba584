package org.anze.gateway.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;

/** Agreement files of invented recipients in a temporary folder, good until a test bends them. */
final class AgreementFiles {

    static final String GOOD = """
            id: one
            version: 1
            recipient: platform
            purpose: SUP
            legalBasis:
              - {document: 《示例办法》, article: 第九条}
            sharingClass: conditional
            validFrom: 2026-01-01
            validTo: 2026-12-31
            docRef: 示例〔2026〕1号
            approvedBy: 示例办公室
            scope:
              regions: ["14"]
              sectors: all
              insurers: all
            records:
              - type: policy
                units:
                  give: [parties, period]
                  mask: [premium]
            """;

    static final Parties PARTIES = Parties.of(List.of(
            party("platform", PartyType.PRV),
            party("city", PartyType.CTY),
            party("regulator", PartyType.NFR),
            party("insurer-jia", PartyType.INS),
            party("insurer-bing", PartyType.INS),
            party("agency", PartyType.AGY),
            party("bureau", PartyType.HRS),
            party("unit", PartyType.ENT),
            party("public", PartyType.PUB),
            party("auditor", PartyType.AUD),
            party("operator", PartyType.OPS)));

    private final Path folder;

    AgreementFiles(Path folder) {
        this.folder = folder;
    }

    private static Party party(String id, PartyType type) {
        return new Party(id, type, new Party.Name(id, id), "USCC-" + id, List.of(), null, null, List.of());
    }

    /** Writes {@code <recipient>/agreements/<file>}. */
    AgreementFiles with(String recipient, String file, String text) {
        try {
            Path agreements = Files.createDirectories(folder.resolve(recipient).resolve("agreements"));
            Files.writeString(agreements.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code platform/agreements/one.yaml} after one replacement, which must have hit. */
    AgreementFiles bent(String from, String to) {
        if (!GOOD.contains(from)) {
            throw new IllegalArgumentException("not in the good file: " + from);
        }
        return with("platform", "one.yaml", GOOD.replace(from, to));
    }

    /** The decision of the feed over a record of which only the scope is known. */
    static Decision decide(Agreements agreements, String recipient, RecordType type, Scope scope, Instant now) {
        return agreements.decide(recipient, null, type, Facts.of(scope, field -> null), now);
    }

    Agreements load() {
        return load(PARTIES);
    }

    Agreements load(Parties parties) {
        try {
            return Agreements.load(folder, SealedSamples.DEFINITIONS, parties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
