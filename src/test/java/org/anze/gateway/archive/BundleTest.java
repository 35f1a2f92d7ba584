package org.anze.gateway.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.anze.gateway.keys.SampleKeys;
import org.anze.gateway.ledger.SampleEntries;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.proof.TrustFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bundle proves a month offline, and every change of it shows. */
class BundleTest {

    @TempDir
    static Path folder;

    @TempDir
    Path place;

    private static ArchivedMonths months;
    /** The same ledger for tests that change it. */
    private static ArchivedMonths changed;

    private static BundleReport october;
    private static BundleReport november;

    @BeforeAll
    static void makeTwoBundles() throws Exception {
        months = new ArchivedMonths(folder);
        changed = new ArchivedMonths(folder.resolve("changed"));
        changed.save();
        october = months.make(ArchivedMonths.OCTOBER);
        november = months.make(ArchivedMonths.NOVEMBER);
    }

    private static BundleReport verify(Path file) throws FlawException {
        return new BundleVerifier(ArchivedMonths.trust()).verify(file);
    }

    @Test
    void provesEachMonthFromWhereTheOneBeforeEnded() throws Exception {
        BundleReport first = verify(months.file(ArchivedMonths.OCTOBER));
        BundleReport second = verify(months.file(ArchivedMonths.NOVEMBER));

        assertThat(first.from()).isZero();
        assertThat(first.to()).isEqualTo(300).isEqualTo(second.from());
        assertThat(second.to()).isEqualTo(340);
        assertThat(first.submissions()).isEqualTo(3);
        assertThat(first.chunks()).isEqualTo(9);
        assertThat(first.digest()).isEqualTo(october.digest());
        assertThat(second.digestText()).isEqualTo(november.digestText()).hasSize(64);
        assertThat(second.note()).startsWith(SampleSeals.LEDGER + "\n340\n");
    }

    @Test
    void isKeptTenYearsForTheSakeOfItsPolicies() {
        assertThat(october.keepUntil()).isEqualTo(LocalDate.of(2036, 11, 1));
    }

    @Test
    void holdsNoKeyAndNoOpenValue() throws Exception {
        try (ZipFile zip = new ZipFile(months.file(ArchivedMonths.OCTOBER).toFile())) {
            for (String name : List.of(Member.UNITS, Member.RAW, Member.ENTRIES, Member.SUBMISSIONS)) {
                String text =
                        new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(text).as(name).doesNotContain("91140212MAXX00015K");
            }
        }
    }

    @Test
    void findsRecordsByKeyTypeAndPeriod() throws Exception {
        BundleSearch search = new BundleSearch(ArchivedMonths.trust());
        List<BundleSearch.Found> found = new ArrayList<>();

        long count = search.search(
                months.file(ArchivedMonths.OCTOBER), each -> each.key().equals("P250"), found::add);

        assertThat(count).isOne();
        assertThat(found).singleElement().satisfies(each -> {
            assertThat(each.index()).isEqualTo(250);
            assertThat(each.recordType()).isEqualTo("policy");
            assertThat(each.submission()).isEqualTo("S3");
        });
        assertThat(search.search(
                        months.file(ArchivedMonths.OCTOBER),
                        each -> each.recordType().equals("claim"),
                        found::add))
                .isZero();
    }

    /** Whoever changes a member cannot change the manifest with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                Member.HEAD,
                Member.ENTRIES,
                Member.INDEX,
                Member.UNITS,
                Member.TILES,
                Member.CHECKPOINTS,
                Member.SUBMISSIONS,
                Member.RAW,
                Member.MANIFEST
            })
    void refusesAChangedByteInEveryMember(String name) throws Exception {
        Path changed = changed(ArchivedMonths.OCTOBER, name, bytes -> {
            byte[] copy = bytes.clone();
            // In the middle of some text or cipher text.
            copy[copy.length / 2] ^= 1;
            return copy;
        });

        assertThatThrownBy(() -> verify(changed)).isInstanceOf(FlawException.class);
    }

    @ParameterizedTest
    @CsvSource({Member.UNITS + ",RENDITION_DIFFERS", Member.RAW + ",RENDITION_DIFFERS"})
    void namesTheMemberWhoseDigestDiffers(String name, Flaw flaw) throws Exception {
        Path changed = changed(ArchivedMonths.OCTOBER, name, bytes -> {
            byte[] copy = bytes.clone();
            copy[copy.length - 1] ^= 1;
            return copy;
        });

        assertThatThrownBy(() -> verify(changed)).isInstanceOfSatisfying(FlawException.class, e -> {
            assertThat(e.flaw()).isEqualTo(flaw);
            assertThat(e.where()).isEqualTo(name);
        });
    }

    @Test
    void refusesMembersOfTwoBundlesMixed() throws Exception {
        byte[] others;
        try (ZipFile zip = new ZipFile(months.file(ArchivedMonths.NOVEMBER).toFile())) {
            others = zip.getInputStream(zip.getEntry(Member.SUBMISSIONS)).readAllBytes();
        }
        Path mixed = changed(ArchivedMonths.OCTOBER, Member.SUBMISSIONS, any -> others);

        assertThatThrownBy(() -> verify(mixed)).isInstanceOf(FlawException.class);
    }

    @Test
    void refusesWhatRidesAlongAndWhatIsMissing() throws Exception {
        Path more = copy(ArchivedMonths.OCTOBER, null, "notes.txt", bytes -> bytes);
        Path less = copy(ArchivedMonths.OCTOBER, Member.KEYS, null, bytes -> bytes);

        assertThatThrownBy(() -> verify(more)).isInstanceOfSatisfying(FlawException.class, e -> assertThat(e.flaw())
                .isEqualTo(Flaw.RENDITION_NAME));
        assertThatThrownBy(() -> verify(less)).isInstanceOfSatisfying(FlawException.class, e -> assertThat(e.flaw())
                .isEqualTo(Flaw.RENDITION_MISSING));
    }

    @Test
    void refusesABundleThatWasCutShort() throws Exception {
        byte[] whole = Files.readAllBytes(months.file(ArchivedMonths.OCTOBER));
        Path cut = Files.write(place.resolve("cut.zip"), java.util.Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> verify(cut)).isInstanceOfSatisfying(FlawException.class, e -> assertThat(e.flaw())
                .isEqualTo(Flaw.UNREADABLE));
    }

    @Test
    void refusesABundleOfAStrangersGateway() throws Exception {
        TrustFile other = TrustFile.of(
                SampleSeals.authority(Suite.SM, "Other CA").certificate().pem());

        assertThatThrownBy(() -> new BundleVerifier(other).verify(months.file(ArchivedMonths.OCTOBER)))
                .isInstanceOfSatisfying(
                        FlawException.class, e -> assertThat(e.flaw()).isEqualTo(Flaw.CERTIFICATE_FOREIGN));
    }

    @Test
    void isNotMadeWhileTheMonthGoesOn() {
        assertThatThrownBy(() -> months.make(ArchivedMonths.NOVEMBER, "2026-12-01T10:00:00Z"))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        e -> assertThat(e.finding().code()).isEqualTo(ArchiveProblem.NOT_CLOSED.code()));
    }

    /** What is made out of a changed database does not count, however well it is signed. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update ledger_entry set header = convert_to(replace(convert_from(header, 'UTF8'), '\"submission\":\"S1\"', '\"submission\":\"S2\"'), 'UTF8') where idx = 5",
                "update ledger_entry set unit_hashes = set_byte(unit_hashes, 9, 1 # get_byte(unit_hashes, 9)) where idx = 5",
                "update ledger_tile set hash = sha256(hash)",
                "update submission set salt = sha256(salt) where seq = 1",
                "update submission set receipt = set_byte(receipt, 30, 1 # get_byte(receipt, 30)) where seq = 2",
                "update checkpoint set note = replace(note, 'time 20', 'time 19') where size = 300",
                "delete from ledger_entry where idx = 100",
                "update ledger_entry set units = set_byte(units, 40, 1 # get_byte(units, 40)) where idx = 5",
                "update ledger_entry set units = (select units from ledger_entry where idx = 6) where idx = 5",
                "update ledger_entry set units = set_byte(units, 0, 120) where idx = 5",
                "update ledger_entry set units = set_byte(units, 4, 127) where idx = 5",
                "update ledger_entry set units = substr(units, 1, 40) where idx = 5",
                "update ledger_entry set units = '' where idx = 5",
                "update raw_chunk set content = set_byte(content, 40, 1 # get_byte(content, 40)) where submission = 1 and number = 1",
                "update raw_chunk set content = (select content from raw_chunk where submission = 1 and number = 1) where submission = 1 and number = 0",
                "delete from raw_chunk where submission = 1",
                "delete from raw_chunk where submission = 2 and number = 1",
                "delete from raw_chunk where submission = 2 and number = 2",
                "update submission set bytes = bytes + 1 where seq = 3",
                "update ledger_entry set submission = 2 where idx = 5",
                "update ledger_entry set provider = 'insurer-yi' where idx = 5",
                "update ledger_entry set received_at = received_at + interval '1 day' where idx = 5"
            })
    void isNotMadeOutOfAChangedDatabase(String damage) {
        changed.reset();
        assertThat(changed.jdbc.sql(damage).update()).isPositive();

        assertThatThrownBy(() -> changed.make(ArchivedMonths.OCTOBER))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        e -> assertThat(e.finding().code()).isEqualTo(ArchiveProblem.BUNDLE_REFUSED.code()));
        assertThat(changed.count("archive_bundle")).isZero();
        assertThat(folder.resolve("changed"))
                .as("no file whose name says bundle")
                .satisfiesAnyOf(left -> assertThat(left).doesNotExist(), left -> assertThat(left)
                        .isEmptyDirectory());
    }

    /** Of the right length, closed for the right place, under the right key: only the digest knows. */
    @Test
    void isNotMadeOutOfOtherBytesOfTheSameLength() {
        changed.reset();
        changed.overwrite(1, 1, ArchivedMonths.plain(2, 1));

        assertThatThrownBy(() -> changed.make(ArchivedMonths.OCTOBER))
                .isInstanceOfSatisfying(
                        SenderMustCorrect.class,
                        e -> assertThat(e.finding().code()).isEqualTo(ArchiveProblem.BUNDLE_REFUSED.code()));
    }

    /** What nobody can read any more is kept as it lies, and hinders nothing. */
    @Test
    void isMadeOfContentWhoseKeyWasDestroyed() throws Exception {
        SampleKeys keys = SampleKeys.inMemory();
        ArchivedMonths closed = new ArchivedMonths(folder.resolve("closed"), pool -> keys);
        keys.destroy(SampleEntries.PROVIDER, SampleSeals.NOW);
        keys.destroy(SampleEntries.PROVIDER, Instant.parse("2026-10-15T00:00:00Z"));

        assertThat(closed.make(ArchivedMonths.OCTOBER).chunks()).isEqualTo(9);
    }

    private Path changed(java.time.YearMonth month, String name, UnaryOperator<byte[]> change) throws Exception {
        return copy(month, null, null, bytes -> bytes, name, change);
    }

    private Path copy(java.time.YearMonth month, String without, String with, UnaryOperator<byte[]> same)
            throws Exception {
        return copy(month, without, with, same, "", same);
    }

    private Path copy(
            java.time.YearMonth month,
            String without,
            String with,
            UnaryOperator<byte[]> same,
            String name,
            UnaryOperator<byte[]> change)
            throws Exception {
        Path copy = Files.createTempFile(place, "copy", ".zip");
        try (ZipFile zip = new ZipFile(months.file(month).toFile());
                OutputStream out = Files.newOutputStream(copy);
                ZipOutputStream target = new ZipOutputStream(out)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().equals(without)) {
                    continue;
                }
                target.putNextEntry(new ZipEntry(entry.getName()));
                try (InputStream in = zip.getInputStream(entry)) {
                    UnaryOperator<byte[]> act = entry.getName().equals(name) ? change : same;
                    target.write(act.apply(in.readAllBytes()));
                }
                target.closeEntry();
            }
            if (with != null) {
                target.putNextEntry(new ZipEntry(with));
                target.closeEntry();
            }
        }
        return copy;
    }
}
