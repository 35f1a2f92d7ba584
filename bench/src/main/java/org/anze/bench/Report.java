package org.anze.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The figures as people read them and as programs do: {@code results.md} and {@code results.json}. */
final class Report {

    private final Options options;
    private final Path folder;
    private final Map<String, List<Section>> measured = new LinkedHashMap<>();

    Report(Options options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Adds what was measured under a label, which is empty when nothing grows. */
    void add(String label, List<Section> sections) {
        measured.put(label, sections);
    }

    /** One section in one line, printed as soon as it is known. */
    static String line(Section section) {
        return String.format(
                Locale.ROOT,
                "%s %s round %d: %d records, %.0f records/s to the last delivery (%.0f/s to the last receipt); receipt p50"
                        + " %.1f p99 %.1f ms; end to end p50 %.0f p99 %.0f ms; CPU µs a record: contender %.0f, database %.0f,"
                        + " broker %.0f, sink %.0f, load %.0f%s",
                section.contender(),
                section.mode(),
                section.round(),
                section.records(),
                section.perSecond(),
                section.receiptsPerSecond(),
                section.receipt(0.5),
                section.receipt(0.99),
                section.delivery(0.5),
                section.delivery(0.99),
                section.cpu(Section.Part.CONTENDER),
                section.cpu(Section.Part.DATABASE),
                section.cpu(Section.Part.BROKER),
                section.cpu(Section.Part.SINK),
                section.cpu(Section.Part.LOAD),
                section.busy() == 0 ? "" : "; " + section.busy() + " answers were busy");
    }

    /** Where and with what it ran. */
    List<String> machine() throws IOException {
        String cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
        String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", "");
        return List.of(
                "date 日期: " + OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS),
                "machine 机器: " + cpu + ", " + Runtime.getRuntime().availableProcessors() + " cores, "
                        + Long.parseLong(memory) / 1024 / 1024 + " GiB, " + System.getProperty("os.name") + " "
                        + System.getProperty("os.version"),
                "Java: " + System.getProperty("java.runtime.version"),
                "options 参数: " + options);
    }

    /** Writes both files and returns the tables. */
    List<String> write() throws IOException {
        List<String> text = new ArrayList<>();
        measured.forEach((label, sections) -> {
            if (!label.isEmpty()) {
                text.add("");
                text.add("### " + label);
            }
            text.addAll(table(sections));
            text.addAll(ratios(sections));
        });
        Files.createDirectories(folder);
        List<String> file = new ArrayList<>();
        machine().forEach(line -> file.add("- " + line));
        file.addAll(text);
        Files.write(folder.resolve("results.md"), file);
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("machine", machine());
        document.put("measured", all());
        Files.write(
                folder.resolve("results.json"),
                JsonMapper.builder()
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build()
                        .writeValueAsBytes(document));
        return text;
    }

    private static List<String> table(List<Section> sections) {
        List<String> rows = new ArrayList<>(List.of(
                "",
                "| contender, mode | records/s | of each round | receipt p50 / p99 ms | end to end p50 / p99 ms | CPU µs a record:"
                        + " contender | database | broker | sink | load | all | RSS max MiB: contender | database | broker |"
                        + " bytes a delivered record | records a message |",
                "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|"));
        for (String key : keys(sections)) {
            List<Section> rounds = of(sections, key);
            StringBuilder each = new StringBuilder();
            rounds.forEach(section -> each.append(each.isEmpty() ? "" : " · ")
                    .append(String.format(Locale.ROOT, "%.0f", section.perSecond())));
            StringBuilder row = new StringBuilder("| ").append(key);
            row.append(String.format(Locale.ROOT, " | **%.0f** | %s", perSecond(rounds), each));
            row.append(String.format(
                    Locale.ROOT,
                    " | %.1f / %.1f | %.0f / %.0f",
                    mean(rounds, section -> section.receipt(0.5)),
                    mean(rounds, section -> section.receipt(0.99)),
                    mean(rounds, section -> section.delivery(0.5)),
                    mean(rounds, section -> section.delivery(0.99))));
            for (Section.Part part : Section.Part.values()) {
                row.append(String.format(Locale.ROOT, " | %.0f", mean(rounds, section -> section.cpu(part))));
            }
            row.append(String.format(Locale.ROOT, " | %.0f", mean(rounds, Section::cpuOfAll)));
            for (Section.Part part : List.of(Section.Part.CONTENDER, Section.Part.DATABASE, Section.Part.BROKER)) {
                row.append(String.format(
                        Locale.ROOT,
                        " | %d",
                        rounds.stream()
                                        .mapToLong(section -> section.resident().getOrDefault(part, 0L))
                                        .max()
                                        .orElse(0)
                                >> 20));
            }
            row.append(String.format(
                    Locale.ROOT,
                    " | %.0f | %.1f |",
                    mean(rounds, section -> section.bytes() * 1.0 / section.deliveries().length),
                    mean(rounds, section -> section.deliveries().length * 1.0 / section.messages())));
            rows.add(row.toString());
        }
        return rows;
    }

    /** How many times as fast the gateway is as each baseline, in the same mode of the same run. */
    private static List<String> ratios(List<Section> sections) {
        List<String> lines = new ArrayList<>(List.of(""));
        for (String key : keys(sections)) {
            String mode = key.substring(key.lastIndexOf(' ') + 1);
            List<Section> gateway = of(sections, "gateway " + mode);
            if (!key.startsWith("gateway") && !gateway.isEmpty()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "gateway : %s = %.1f in records/s, %.1f in CPU a record of contender, database and broker",
                        key,
                        perSecond(gateway) / perSecond(of(sections, key)),
                        mean(of(sections, key), Report::ownCpu) / mean(gateway, Report::ownCpu)));
            }
        }
        return lines;
    }

    private static double ownCpu(Section section) {
        return section.cpu(Section.Part.CONTENDER)
                + section.cpu(Section.Part.DATABASE)
                + section.cpu(Section.Part.BROKER);
    }

    private static Set<String> keys(List<Section> sections) {
        Set<String> keys = new LinkedHashSet<>();
        sections.forEach(section -> keys.add(section.contender() + " " + section.mode()));
        return keys;
    }

    private static List<Section> of(List<Section> sections, String key) {
        return sections.stream()
                .filter(section -> key.equals(section.contender() + " " + section.mode()))
                .toList();
    }

    /** All records by all time, so that a slow round weighs what it took. */
    private static double perSecond(List<Section> rounds) {
        return rounds.stream().mapToDouble(Section::records).sum()
                / rounds.stream().mapToDouble(Section::seconds).sum();
    }

    private static double mean(List<Section> rounds, ToDoubleFunction<Section> figure) {
        return rounds.stream().mapToDouble(figure).average().orElse(0);
    }

    private List<Map<String, Object>> all() {
        List<Map<String, Object>> list = new ArrayList<>();
        measured.forEach((label, sections) -> sections.forEach(section -> {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("label", label);
            map.put("contender", section.contender());
            map.put("mode", section.mode());
            map.put("round", section.round());
            map.put("records", section.records());
            map.put("recordsPerSecond", section.perSecond());
            map.put("receiptsPerSecond", section.receiptsPerSecond());
            map.put("receiptP50Ms", section.receipt(0.5));
            map.put("receiptP99Ms", section.receipt(0.99));
            map.put("endToEndP50Ms", section.delivery(0.5));
            map.put("endToEndP99Ms", section.delivery(0.99));
            for (Section.Part part : Section.Part.values()) {
                map.put("cpuMicros" + part, section.cpu(part));
                map.put("residentBytes" + part, section.resident().getOrDefault(part, 0L));
            }
            map.put("deliveries", section.deliveries().length);
            map.put("messages", section.messages());
            map.put("bytes", section.bytes());
            map.put("busy", section.busy());
            list.add(map);
        }));
        return list;
    }
}
