package org.anze.bench.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.anze.bench.records.Recipient;
import org.anze.bench.records.RecordSet;

/** The folder an operator would edit, with one insurer and the recipients of the benchmark. */
public final class GatewayHome {

    private static final List<String> UNCHANGED = List.of("routes", "jurisdictions", "codes");

    private GatewayHome() {}

    /** Writes it from the project's own folders; {@code sink} is the port on which all recipients listen. */
    public static void write(Path project, Path home, List<Recipient> recipients, int sink) throws IOException {
        for (String folder : UNCHANGED) {
            copy(project.resolve(folder), home.resolve(folder));
        }
        copy(project.resolve("mappings/insurer-jia"), home.resolve("mappings/insurer-jia"));
        copy(project.resolve("parties/insurer-jia"), home.resolve("parties/insurer-jia"));
        for (int i = 0; i < recipients.size(); i++) {
            Recipient recipient = recipients.get(i);
            Path folder = Files.createDirectories(home.resolve("parties").resolve(recipient.id()));
            Files.writeString(folder.resolve("party.yaml"), party(recipient, i, sink));
            Path agreements = Files.createDirectories(folder.resolve("agreements"));
            Files.writeString(agreements.resolve("supervision-" + recipient.id() + ".yaml"), agreement(recipient));
        }
    }

    private static String party(Recipient recipient, int number, int sink) {
        String type =
                switch (recipient.kind()) {
                    case PROVINCE -> "PRV";
                    case CITY -> "CTY";
                    case SECTOR -> "SEC";
                    case FINANCE -> "NFR";
                };
        String regions =
                switch (recipient.kind()) {
                    case PROVINCE, SECTOR -> "\"14\"";
                    case CITY -> "\"1402\"";
                    case FINANCE -> "";
                };
        return """
                id: %1$s
                type: %2$s
                name: {zh: 测速接收方 %1$s, en: Benchmark %1$s}
                uscc: %3$s
                regions: [%4$s]
                delivery:
                  channel: REST
                  endpoint: https://localhost:%5$d/gateway/%1$s
                  format: JSON
                  timeout: PT30S
                  firstRetry: PT1S
                  longestRetry: PT15S
                """.formatted(
                        recipient.id(), type, RecordSet.creditCode("140000", 700_000_000L + number), regions, sink);
    }

    private static String agreement(Recipient recipient) {
        Recipient.Kind kind = recipient.kind();
        String units =
                "parties, period, limits, headcount, subsidy, prevention" + (kind.getsPremium() ? ", premium" : "");
        return """
                id: supervision-%1$s
                version: 1
                recipient: %1$s
                purpose: SUP
                persons: masked
                legalBasis:
                  - document: 《安全生产责任保险实施办法》（应急〔2025〕27号）
                    article: 第九条（部门职责）
                sharingClass: conditional
                validFrom: 2026-01-01
                validTo: 2028-12-31
                docRef: 测速用，不是真实的授权
                approvedBy: 测速用
                scope:
                  regions: %2$s
                  sectors: %3$s
                  insurers: all
                records:
                  - type: policy
                    units:
                      give: [%4$s]
                      %5$s
                """.formatted(
                        recipient.id(),
                        kind == Recipient.Kind.FINANCE
                                ? "everywhere"
                                : kind == Recipient.Kind.CITY ? "[\"1402\"]" : "[\"14\"]",
                        kind == Recipient.Kind.SECTOR ? "[\"03\"]" : "all",
                        units + (kind.masksPeople() ? "" : ", people"),
                        kind.masksPeople() ? "mask: [people]" : "")
                .replaceAll("(?m)^ +$\\n", "");
    }

    /** Copies a folder to where there is none. */
    public static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
