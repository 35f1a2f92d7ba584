package org.anze.gateway.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Checkpoint;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.EntryHeader;
import org.anze.gateway.seal.entry.RecordSalts;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.entry.RecordUnit;
import org.anze.gateway.seal.entry.UnitCatalogue;
import org.anze.gateway.seal.parcel.DisclosedUnit;
import org.anze.gateway.seal.parcel.ParcelHead;
import org.anze.gateway.seal.parcel.ParcelVerifier;
import org.anze.gateway.seal.parcel.ParcelWriter;
import org.anze.gateway.seal.parcel.Renditions;
import org.anze.gateway.seal.parcel.Verdict;
import org.anze.gateway.seal.tree.MultiProof;
import org.anze.gateway.seal.tree.TreeHasher;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Records of every type and version are sealed with the units of their own version, side by side in one ledger. */
class SealedVersionsTest {

    private static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    private static final byte[] ABSENT = "null".getBytes(UTF_8);
    private static final Path SCRIPT =
            Path.of("src/test/python/verify_parcel.py").toAbsolutePath();
    private static final Path UNITS =
            Path.of("src/main/resources/org/anze/gateway/seal/units-v1.json").toAbsolutePath();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Suite.class)
    void verifiesRecordsOfEveryTypeAndVersionInOneParcel(Suite suite) {
        assertThat(ours(suite, parcel(suite, 0))).isInstanceOf(Verdict.Verified.class);
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void refusesARecordThatClaimsAnotherVersionThanItsOwn(Suite suite) {
        assertThat(ours(suite, parcel(suite, 1)))
                .isInstanceOfSatisfying(Verdict.Failed.class, failed -> assertThat(failed.flaw())
                        .isIn(Flaw.UNIT_COUNT_DIFFERS, Flaw.SCHEMA_UNKNOWN));
    }

    @ParameterizedTest
    @EnumSource(Suite.class)
    void agreesWithTheSecondVerifierOnEveryTypeAndVersion(Suite suite) throws Exception {
        assumeTrue(hasPython(), "python3 from 3.8 is not on the PATH: skipped");
        Files.write(folder.resolve("own"), parcel(suite, 0));
        Files.write(folder.resolve("other"), parcel(suite, 1));
        Path trust = Files.writeString(
                folder.resolve("seal-ca.crt"),
                SampleSeals.gateway(suite).authority().certificate().pem());

        List<String> lines = run(
                        "python3",
                        SCRIPT.toString(),
                        "--units",
                        UNITS.toString(),
                        "--trust",
                        trust.toString(),
                        "own",
                        "other")
                .lines()
                .toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("own VERIFIED");
        assertThat(lines.get(1)).startsWith("other ").doesNotContain("VERIFIED");
    }

    private static Verdict ours(Suite suite, byte[] parcel) {
        return new ParcelVerifier(
                        UnitCatalogue.builtIn(), SampleSeals.gateway(suite).trust())
                .verify(parcel, Renditions.of(Map.of()));
    }

    /** One record of every definition, all units given; {@code later} is added to the schema version each one claims. */
    private static byte[] parcel(Suite suite, int later) {
        List<EntryHeader> headers = new ArrayList<>();
        List<List<DisclosedUnit>> disclosed = new ArrayList<>();
        List<byte[]> leaves = new ArrayList<>();
        Random random = new Random(20261122);
        for (RecordType type : RecordType.values()) {
            for (RecordDefinition definition : DEFINITIONS.versions(type)) {
                byte[] seed = suite.hash((type.code() + definition.version()).getBytes(UTF_8));
                List<RecordUnit> units = units(RandomRecords.next(definition, random));
                RecordSeal seal = RecordSeal.of(suite, seed, units);
                EntryHeader header = new EntryHeader(
                        SampleSeals.LEDGER,
                        headers.size(),
                        type.code(),
                        definition.version() + later,
                        "insurer-jia",
                        "S-20261122-0001",
                        null,
                        suite.hash("raw".getBytes(UTF_8)),
                        SampleSeals.NOW,
                        units.size(),
                        seal.root());
                headers.add(header);
                leaves.add(header.leafHash(suite));
                disclosed.add(given(new RecordSalts(suite, seed), units));
            }
        }
        SampleSeals.Gateway gateway = SampleSeals.gateway(suite);
        ParcelWriter writer = new ParcelWriter(
                new ParcelHead(SampleSeals.LEDGER, "prv-14", 1, SampleSeals.NOW.plusSeconds(60)),
                new Checkpoint(
                                SampleSeals.LEDGER,
                                leaves.size(),
                                TreeHasher.root(suite, leaves),
                                suite,
                                SampleSeals.NOW)
                        .sign(gateway.signer()));
        for (int i = 0; i < headers.size(); i++) {
            writer.entry(headers.get(i), disclosed.get(i));
        }
        long[] indexes = LongStream.range(0, headers.size()).toArray();
        writer.inclusion(MultiProof.create(
                suite,
                (level, i) -> TreeHasher.root(suite, leaves.subList((int) (i << level), (int) (i + 1 << level))),
                indexes,
                leaves.size()));
        return writer.sign(gateway.signer(), gateway.certificate());
    }

    private static List<RecordUnit> units(CanonicalRecord record) {
        List<RecordUnit> units = new ArrayList<>();
        for (String unit : record.definition().units()) {
            Map<String, Object> content = record.unit(unit, record.scope());
            units.add(new RecordUnit(unit, content == null ? null : CanonicalJson.write(content)));
        }
        return units;
    }

    private static List<DisclosedUnit> given(RecordSalts salts, List<RecordUnit> units) {
        List<DisclosedUnit> given = new ArrayList<>();
        for (RecordUnit unit : units) {
            byte[] value = unit.value() == null ? ABSENT : unit.value();
            given.add(new DisclosedUnit.Given(unit.name(), salts.salt(unit.name()), value));
        }
        return given;
    }

    private boolean hasPython() throws InterruptedException {
        try {
            return run("python3", "-c", "import sys; print(sys.version_info >= (3, 8))")
                    .contains("True");
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
