package org.anze.gateway.intake.returned;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.anze.gateway.mapping.Mapping;
import org.anze.gateway.mapping.MappingContext;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.mapping.Normalised;
import org.anze.gateway.party.SampleParties;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources whose shape is easily lost on the way back: equal headings, archives of unequal tables, lists of unequal parts. */
class ReturnedShapesTest {

    private static final String PARTY = "insurer-lab";
    private static final String FIELDS = """
            field,source,convert,unit,codes,default,template,expression,condition
            claimNo,赔案号
            policyNo,保单号
            occurredAt,出险
            reportedAt,出险
            cause,原因,code,,ACC
            estimate,估损,money,yuan
            stages[stage=REPORT].at,出险,instant
            """;
    private static final String HEADINGS = "赔案号,保单号,出险,原因,估损";

    @TempDir
    private Path folder;

    /** What a mapping makes of a file, which can be a mended one. */
    private static final class Reading {
        private final Mapping mapping;
        private final OwnLayouts layouts;

        Reading(Path mappings, String name) throws IOException {
            this.mapping = Mappings.load(mappings, ReturnedSamples.DEFINITIONS, CodeTables.load(Path.of("codes")))
                    .find(PARTY, name)
                    .orElseThrow();
            this.layouts = new OwnLayouts(ReturnedSamples.DEFINITIONS);
        }

        List<Normalised> read(byte[] content) throws IOException {
            MappingContext context = new MappingContext(
                    SampleParties.anInsurer(PARTY, "91140105MAWX0011X4"), Instant.parse("2026-09-30T16:00:00Z"));
            List<Normalised> all = new ArrayList<>();
            try (RecordSource records = new SubmissionReading(layouts, ReturnedSamples.TOKENS)
                    .open(PARTY, mapping, () -> new ByteArrayInputStream(content))) {
                for (RawRecord raw = records.next(); raw != null; raw = records.next()) {
                    all.addAll(mapping.normalise(raw, context));
                }
            }
            return all;
        }

        String giveBack(byte[] content) throws IOException {
            FixFiles files = new FixFiles(layouts, ReturnedSamples.TOKENS);
            List<Normalised> read = read(content);
            Set<String> flawed = new HashSet<>();
            read.forEach(each -> each.findings()
                    .forEach(finding -> flawed.add(finding.location().name())));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (FixFile file = files.open(files.plan(PARTY, mapping, false), "S1", flawed, out)) {
                for (Normalised each : read) {
                    file.add(each.raw(), each.findings());
                }
            }
            return out.toString(StandardCharsets.UTF_8);
        }
    }

    private Reading claims(String source, String fields) throws IOException {
        Path party = Files.createDirectories(folder.resolve(PARTY));
        Files.writeString(party.resolve("claims.mapping.yaml"), "recordType: claim\nsource: " + source + "\n");
        Files.writeString(party.resolve("claims.fields.csv"), FIELDS + fields);
        return new Reading(folder, "claims");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void givesBackBothColumnsOfOneHeading() throws IOException {
        Reading claims = claims("{format: csv}", "refuseReason,说明#2\nassessed,金额#2,money,yuan\n");
        byte[] sent = bytes(HEADINGS + ",说明,说明,金额,金额\nC1,P1,没有,高处坠落,100,甲,乙,1,多少\n");

        String returned = claims.giveBack(sent);

        assertThat(returned.lines().findFirst().orElseThrow()).contains(",说明,说明#2,金额,〔问题〕金额,金额#2,〔问题〕金额#2,");
        assertThat(returned).contains(",甲,乙,1,,多少,\"[");
        List<Normalised> again =
                claims.read(bytes(returned.replace("没有", "20240315").replace("多少", "7")));
        assertThat(again).hasSize(1);
        assertThat(again.get(0).findings()).noneMatch(Finding::rejects);
        assertThat(again.get(0).record().value("refuseReason")).isEqualTo("乙");
        assertThat(again.get(0).record().value("assessed")).isEqualTo(700L);
    }

    @Test
    void saysWhatStandsInColumnsThatOnlyALaterFileOfTheArchiveHas() throws IOException {
        Reading claims = claims("{format: csv, archive: {}}", "");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("1.csv"));
            zip.write(bytes(HEADINGS + "\nC1,P1,没有,高处坠落,100\n"));
            zip.putNextEntry(new ZipEntry("2.csv"));
            zip.write(bytes(HEADINGS + ",备注\nC2,P2,没有,高处坠落,100,电话 13912345678\n"));
        }

        List<String> lines = claims.giveBack(out.toByteArray()).lines().toList();

        assertThat(lines.get(1)).doesNotContain("备注");
        assertThat(lines.get(2)).contains("原文件中还有本表未列的栏目：备注＝电话 139****5678");
    }

    @Test
    void masksTheColumnOfAnOptionalReference() throws IOException {
        Reading claims = claims(
                "{format: csv}",
                "victims[*].personKey,,,,,,{姓?}{名:digits?}\nvictims[*].account,,,,,,,\"row['证件'].trim()\"\n");

        OwnLayout layout = claims.layouts.of(claims.mapping);

        assertThat(layout.isPersonal("姓")).isTrue();
        assertThat(layout.isPersonal("名")).isTrue();
        assertThat(layout.isPersonal("证件")).isTrue();
    }

    /** Its reader adds a number to a heading that another column has as well. */
    @Test
    void masksATwinOfAPersonalColumn() throws IOException {
        Reading claims = claims("{format: csv}", "reporter,报案人,name\nrefuseReason,说明#2\n");

        OwnLayout layout = claims.layouts.of(claims.mapping);

        assertThat(layout.isPersonal("报案人#3")).isTrue();
        assertThat(layout.isPersonal("说明#2")).isFalse();
    }

    /** Which of two equal headings was meant can differ between the files of a sender. */
    @Test
    void masksWhatTheTwinOfIsPersonal() throws IOException {
        Reading claims = claims("{format: csv}", "reporter,报案人#2,name\n");

        OwnLayout layout = claims.layouts.of(claims.mapping);

        assertThat(layout.isPersonal("报案人")).isTrue();
        assertThat(layout.isPersonal("报案人#2")).isTrue();
        assertThat(layout.isPersonal("报案人#3")).isTrue();
    }

    @Test
    void masksNoColumnThatAnotherFieldIsTakenFrom() throws IOException {
        Reading claims = claims("{format: csv}", "reporter,说明#2,name\nrefuseReason,说明\n@check,说明#4,text\n");

        OwnLayout layout = claims.layouts.of(claims.mapping);

        assertThat(layout.isPersonal("说明")).isFalse();
        assertThat(layout.isPersonal("说明#2")).isTrue();
        assertThat(layout.isPersonal("说明#4")).isTrue();
    }

    /** Between the saving of a file and its reading, or for as long as it cannot be read. */
    @Test
    void masksByTheMappingInForceAndNotByAFileThatIsBeingChanged() throws IOException {
        Reading claims = claims("{format: csv}", "reporter,报案人,name\n");
        byte[] sent = bytes(HEADINGS + ",报案人\nC1,P1,没有,高处坠落,100,李四丰\n");
        Files.writeString(folder.resolve(PARTY).resolve("claims.fields.csv"), FIELDS + "reporter,报案人姓名,name\n");

        assertThat(claims.giveBack(sent)).doesNotContain("李四丰").contains("李**");
    }

    @Test
    void keepsTheTextsAmongTheElementsOfAList() throws IOException {
        Path lab = Path.of("src", "test", "resources", "mappings-lab");
        Reading visits = new Reading(lab, "visits-xml");
        byte[] sent = Files.readAllBytes(
                lab.resolve(PARTY).resolve("samples").resolve("visits-xml").resolve("elements-belong-together.in.xml"));

        String returned = visits.giveBack(sent);

        assertThat(returned).doesNotContain("张三", "李四");
        assertThat(visits.read(bytes(returned)).get(0).record().value("experts"))
                .isEqualTo(visits.read(sent).get(0).record().value("experts"));
    }
}
