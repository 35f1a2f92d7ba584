package org.anze.gateway.keys;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.anze.gateway.TestStores;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEntry;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.Suite;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class StoredDataKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-22T01:02:03Z");
    private static final Instant SEPTEMBER = Instant.parse("2026-09-10T01:02:03Z");
    private static final YearMonth MONTH = YearMonth.of(2026, 9);
    private static final Actor WANG = Actor.person("wang");
    private static final Actor LI = Actor.person("li");
    private static final byte[] TEXT = "张三".getBytes(UTF_8);
    /** Long enough to be packed. */
    private static final byte[] LONG = "张三".repeat(1_000).getBytes(UTF_8);

    private static final byte[] PLACE = "here".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private DataSource store;
    private JdbcClient jdbc;
    private JdbcTransactionManager transactions;
    private AuditLog audit;
    private MasterKeys masters;
    private StoredDataKeys keys;

    @BeforeEach
    void firstStart() throws Exception {
        store = TestStores.freshSchema();
        jdbc = JdbcClient.create(store);
        transactions = new JdbcTransactionManager(store);
        audit = new AuditLog(jdbc, transactions, Suite.SM, clock());
        MasterKeys.provide(settings().store(), settings().passwordFile(), KeyCipher.SM4_GCM);
        masters = MasterKeys.open(settings());
        keys = process(masters);
    }

    private KeySettings settings() {
        return new KeySettings(
                KeySettings.Choice.BY_SUITE, folder.resolve("master.p12"), folder.resolve("master.password"), null);
    }

    private static Clock clock() {
        return Clock.fixed(NOW, ZoneOffset.UTC);
    }

    /** The keys as another process of the gateway has them. */
    private StoredDataKeys process(MasterKeys masters) {
        return new StoredDataKeys(jdbc, transactions, masters, KeyCipher.SM4_GCM, clock());
    }

    private KeyDesk desk(StoredDataKeys keys) {
        return desk(keys, masters);
    }

    private KeyDesk desk(StoredDataKeys keys, MasterKeys masters) {
        KeyDesk desk = new KeyDesk(jdbc, transactions, keys, masters, KeyCipher.SM4_GCM, audit, clock());
        desk.confirmedBy(person -> true);
        return desk;
    }

    private String masterInUse() {
        return jdbc.sql("select master from key_state").query(String.class).single();
    }

    /** Another node: its own copy of the file of master keys. */
    private KeySettings node() throws Exception {
        Path other = Files.createDirectories(folder.resolve("node"));
        for (String file : List.of("master.p12", "master.password")) {
            Files.copy(folder.resolve(file), other.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return new KeySettings(
                KeySettings.Choice.BY_SUITE, other.resolve("master.p12"), other.resolve("master.password"), null);
    }

    @Test
    void keepsMasterKeysInFilesOfTheGatewayAlone() throws Exception {
        for (String file : List.of("master.p12", "master.password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void opensInAnotherProcessWhatItClosed() {
        byte[] closed = keys.close("insurer-jia", NOW, TEXT, PLACE);

        assertThat(new String(closed, ISO_8859_1)).doesNotContain(new String(TEXT, ISO_8859_1));
        assertThat(process(MasterKeys.open(settings())).open(closed, PLACE)).isEqualTo(TEXT);
    }

    @Test
    void opensNothingAtAnotherPlaceOrUnderAnotherKey() {
        byte[] closed = keys.close("insurer-jia", NOW, TEXT, PLACE);
        byte[] other = keys.close("insurer-yi", NOW, TEXT, PLACE);
        System.arraycopy(other, 0, closed, 0, DataKey.NUMBER_LENGTH);

        assertThatThrownBy(() -> keys.open(other, "there".getBytes(UTF_8))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keys.open(closed, PLACE)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void marksWhatItPacked() {
        int key = keys.current("insurer-jia", NOW).id();

        byte[] packed = keys.close("insurer-jia", NOW, LONG, PLACE);
        byte[] asItWas = keys.close("insurer-jia", NOW, TEXT, PLACE);

        assertThat(packed.length).isLessThan(LONG.length / 2);
        assertThat(ByteBuffer.wrap(packed).getInt()).isEqualTo(key | 1 << 31);
        assertThat(ByteBuffer.wrap(asItWas).getInt()).isEqualTo(key);
        for (byte[] closed : List.of(packed, asItWas)) {
            assertThat(jdbc.sql("select " + DataKey.numberIn("closed") + " from (select ?::bytea as closed) c")
                            .param(closed)
                            .query(Integer.class)
                            .single())
                    .isEqualTo(key);
        }
        assertThat(process(MasterKeys.open(settings())).open(packed, PLACE)).isEqualTo(LONG);
        assertThatThrownBy(() -> keys.open(packed, "there".getBytes(UTF_8))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void opensLongContentThatAnEarlierBuildDidNotPack() {
        DataKey key = keys.current("insurer-jia", NOW);
        byte[] closed = new byte[DataKey.NUMBER_LENGTH + DataKey.OVERHEAD + LONG.length];
        ByteBuffer.wrap(closed).putInt(key.id());
        key.close(new byte[0], LONG, PLACE, closed, DataKey.NUMBER_LENGTH);

        assertThat(keys.open(closed, PLACE)).isEqualTo(LONG);
    }

    @Test
    void opensNothingWhoseMarkWasChangedOrIsUnknown() {
        for (byte[] content : List.of(TEXT, LONG)) {
            byte[] changed = keys.close("insurer-jia", NOW, content, PLACE);
            changed[0] ^= (byte) 0x80;
            assertThatThrownBy(() -> keys.open(changed, PLACE)).isInstanceOf(IllegalStateException.class);

            byte[] unknown = keys.close("insurer-jia", NOW, content, PLACE);
            unknown[0] ^= 0x40;
            assertThatThrownBy(() -> keys.open(unknown, PLACE)).hasMessageContaining("does not know");
            assertThatThrownBy(() -> keys.opens(unknown)).hasMessageContaining("does not know");
        }
    }

    @Test
    void beginsAMonthAtMidnightInChina() {
        Instant midnight = Instant.parse("2026-08-31T16:00:00Z");

        int august = keys.current("insurer-jia", midnight.minusMillis(1)).id();
        int september = keys.current("insurer-jia", midnight).id();

        assertThat(september).isNotEqualTo(august);
        assertThat(keys.current("insurer-jia", SEPTEMBER).id()).isEqualTo(september);
        assertThat(keys.current("insurer-yi", SEPTEMBER).id()).isNotEqualTo(september);
    }

    @Test
    void makesOneKeyWhenManyAskAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> asked = java.util.stream.IntStream.range(0, 24)
                    .<Callable<Integer>>mapToObj(i ->
                            () -> process(masters).current("insurer-jia", NOW).id())
                    .toList();
            Set<Integer> numbers = new HashSet<>();
            for (Future<Integer> each : threads.invokeAll(asked)) {
                numbers.add(each.get());
            }
            assertThat(numbers).hasSize(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void keepsAKeyThatWasMadeInATransactionThatIsRolledBack() {
        byte[] closed = new TransactionTemplate(transactions).execute(status -> {
            status.setRollbackOnly();
            return keys.close("insurer-jia", NOW, TEXT, PLACE);
        });

        assertThat(process(masters).open(closed, PLACE)).isEqualTo(TEXT);
    }

    @ParameterizedTest
    @EnumSource(KeyCipher.class)
    void writesNoKeyInTheClear(KeyCipher cipher) {
        StoredDataKeys some = new StoredDataKeys(jdbc, transactions, masters, cipher, clock());

        byte[] closed = some.close("insurer-jia", NOW, TEXT, PLACE);

        assertThat(some.open(closed, PLACE)).isEqualTo(TEXT);
        assertThat(jdbc.sql("select octet_length(wrapped) from data_key")
                        .query(Integer.class)
                        .single())
                .isEqualTo(cipher.keyLength() + DataKey.OVERHEAD);
    }

    @Test
    void givesTheSameSecretToEveryProcess() {
        assertThat(keys.secret("search terms"))
                .hasSize(32)
                .isEqualTo(process(masters).secret("search terms"))
                .isNotEqualTo(keys.secret("something else"));
    }

    @Test
    void goesOnWhileTheMasterKeyIsChanged() throws Exception {
        StoredDataKeys running = process(MasterKeys.open(settings()));
        byte[] closed = running.close("insurer-jia", SEPTEMBER, TEXT, PLACE);
        byte[] secret = running.secret("search terms");

        assertThat(desk(keys).rotateMaster(WANG)).isEqualTo("anze-master-2");

        byte[] later = running.close("insurer-yi", NOW, TEXT, PLACE);
        assertThat(running.open(closed, PLACE)).isEqualTo(TEXT);
        assertThat(process(MasterKeys.open(settings())).open(later, PLACE)).isEqualTo(TEXT);
        assertThat(running.secret("search terms")).isEqualTo(secret);
        assertThat(desk(keys).list(100)).extracting(KeyDesk.Listed::master).containsOnly("anze-master-2");
        assertThat(audit.after(0, 10))
                .extracting(entry -> entry.event().kind() + " " + entry.event().outcome())
                .containsExactly("KEY rotation begun", "KEY rotated to anze-master-2");
    }

    @Test
    void usesTheMasterKeyThatARotationHadMadeBeforeItWasBrokenOff() {
        byte[] closed = keys.close("insurer-jia", NOW, TEXT, PLACE);
        masters.create(KeyCipher.SM4_GCM);

        assertThat(desk(keys).rotateMaster(WANG)).isEqualTo("anze-master-2");
        assertThat(process(MasterKeys.open(settings())).open(closed, PLACE)).isEqualTo(TEXT);
    }

    @Test
    void finishesARotationThatWasBrokenOffHalfway() {
        byte[] closed = null;
        for (int i = 0; i < 120; i++) {
            closed = keys.close("insurer-" + i, NOW, TEXT, PLACE);
        }
        new KeyRows(jdbc, transactions, masters).changeMaster(KeyCipher.SM4_GCM);
        assertThat(desk(keys).list(200)).extracting(KeyDesk.Listed::master).contains("anze-master-1", "anze-master-2");
        assertThat(process(masters).open(closed, PLACE)).isEqualTo(TEXT);

        MasterKeys after = MasterKeys.open(settings());
        assertThat(desk(process(after), after).rotateMaster(WANG)).isEqualTo("anze-master-2");

        assertThat(desk(keys).list(200)).extracting(KeyDesk.Listed::master).containsOnly("anze-master-2");
        assertThat(process(after).open(closed, PLACE)).isEqualTo(TEXT);
    }

    @Test
    void losesNothingWhenTwoProcessesChangeTheMasterKeyAtOnce() throws Exception {
        byte[] closed = keys.close("insurer-jia", NOW, TEXT, PLACE);
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<String>> both = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                MasterKeys own = MasterKeys.open(settings());
                KeyDesk desk = desk(process(own), own);
                both.add(threads.submit(() -> {
                    together.await();
                    return desk.rotateMaster(WANG);
                }));
            }
            assertThat(List.of(both.get(0).get(), both.get(1).get()))
                    .containsExactlyInAnyOrder("anze-master-2", "anze-master-3");
        } finally {
            threads.shutdown();
        }

        assertThat(masterInUse()).isEqualTo("anze-master-3");
        assertThat(desk(keys).list(100)).extracting(KeyDesk.Listed::master).containsOnly("anze-master-3");
        assertThat(process(MasterKeys.open(settings())).open(closed, PLACE)).isEqualTo(TEXT);
    }

    @Test
    void closesNothingUnderAnotherMasterKeyOfTheSameName() throws Exception {
        keys.secret("search terms");
        Path other = Files.createDirectory(folder.resolve("made-anew"));
        MasterKeys.provide(other.resolve("master.p12"), other.resolve("master.password"), KeyCipher.SM4_GCM);
        MasterKeys wrong = MasterKeys.open(new KeySettings(
                KeySettings.Choice.BY_SUITE, other.resolve("master.p12"), other.resolve("master.password"), null));

        assertThatThrownBy(() -> process(wrong).current("insurer-jia", NOW)).hasMessageContaining("another key store");
        assertThatThrownBy(() -> desk(keys, wrong).rotateMaster(WANG)).hasMessageContaining("another key store");

        assertThat(desk(keys).list(100)).isEmpty();
        assertThat(masterInUse()).isEqualTo("anze-master-1");
    }

    @Test
    void goesOnAtANodeThatGotTheNextMasterKeyBeforeItIsUsed() throws Exception {
        KeySettings there = node();
        StoredDataKeys node = process(MasterKeys.open(there));
        byte[] closed = node.close("insurer-jia", NOW, TEXT, PLACE);

        assertThat(desk(keys).prepareMaster(WANG)).isEqualTo("anze-master-2");
        assertThat(desk(keys).prepareMaster(WANG)).isEqualTo("anze-master-2");
        assertThat(masterInUse()).isEqualTo("anze-master-1");
        node();
        assertThat(desk(keys).rotateMaster(WANG)).isEqualTo("anze-master-2");

        byte[] later = node.close("insurer-yi", NOW, TEXT, PLACE);
        assertThat(keys.open(later, PLACE)).isEqualTo(TEXT);
        assertThat(process(MasterKeys.open(there)).open(closed, PLACE)).isEqualTo(TEXT);
    }

    @Test
    void waitsAtANodeThatDoesNotHaveTheMasterKeyYet() throws Exception {
        StoredDataKeys node = process(MasterKeys.open(node()));
        byte[] closed = node.close("insurer-jia", NOW, TEXT, PLACE);

        desk(keys).rotateMaster(WANG);

        assertThat(node.open(closed, PLACE)).isEqualTo(TEXT);
        assertThatThrownBy(() -> node.close("insurer-yi", NOW, TEXT, PLACE))
                .isInstanceOfSatisfying(
                        TryAgainLater.class,
                        problem -> assertThat(problem.finding().code()).isEqualTo("KEY-0010"));
        node();
        assertThat(node.open(node.close("insurer-yi", NOW, TEXT, PLACE), PLACE)).isEqualTo(TEXT);
    }

    @Test
    void usesNoMasterKeyThatCouldNotBeKept() throws Exception {
        Files.createDirectories(folder.resolve("master.p12.next").resolve("in the way"));

        assertThatThrownBy(() -> masters.create(KeyCipher.SM4_GCM)).isInstanceOf(IllegalStateException.class);

        assertThat(masters.newest()).isEqualTo("anze-master-1");
        assertThat(MasterKeys.open(settings()).newest()).isEqualTo("anze-master-1");
    }

    @Test
    void takesNoEmptyAndNoWrongPassword() throws Exception {
        Files.writeString(folder.resolve("master.password"), "wrong\n");
        assertThatThrownBy(() -> MasterKeys.open(settings())).hasMessageContaining("master.p12");
        Files.writeString(folder.resolve("master.password"), "\n");
        assertThatThrownBy(() -> MasterKeys.open(settings())).hasMessageContaining("empty");
        Files.delete(folder.resolve("master.p12"));

        assertThatThrownBy(() -> MasterKeys.provide(
                        folder.resolve("master.p12"), folder.resolve("master.password"), KeyCipher.SM4_GCM))
                .hasMessageContaining("empty");
        assertThat(folder.resolve("master.p12")).doesNotExist();
    }

    @Test
    void asksForKeysWhileTheWholePoolWaitsForThem() throws Exception {
        HikariDataSource pool = (HikariDataSource) store;
        List<Connection> held = new ArrayList<>();
        try (KeyConnections own = new KeyConnections(pool)) {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                held.add(pool.getConnection());
            }
            StoredDataKeys beside = new StoredDataKeys(
                    JdbcClient.create(own.pool()),
                    new JdbcTransactionManager(own.pool()),
                    masters,
                    KeyCipher.SM4_GCM,
                    clock());

            assertThat(beside.open(beside.close("insurer-jia", NOW, TEXT, PLACE), PLACE))
                    .isEqualTo(TEXT);
        } finally {
            for (Connection each : held) {
                each.close();
            }
        }
    }

    @Test
    void closesUnderAnotherKeyAfterOneWasRenewedWithinTheMonth() {
        byte[] before = keys.close("insurer-jia", NOW, TEXT, PLACE);

        desk(keys).renew(WANG, "insurer-jia");

        assertThat(keys.current("insurer-jia", NOW).id())
                .isNotEqualTo(keys.require(before).id());
        assertThat(keys.open(before, PLACE)).isEqualTo(TEXT);
        assertThat(desk(keys).list(100)).extracting(KeyDesk.Listed::generation).containsExactly(2, 1);
    }

    @Test
    void destroysWhenTwoPeopleWantIt() {
        byte[] closed = keys.close("insurer-jia", SEPTEMBER, TEXT, PLACE);
        byte[] others = keys.close("insurer-yi", SEPTEMBER, TEXT, PLACE);
        byte[] october = keys.close("insurer-jia", NOW, TEXT, PLACE);
        KeyDesk desk = desk(keys);

        long request = desk.requestDestruction(WANG, "insurer-jia", MONTH, "安监函〔2026〕1号");
        assertThat(keys.open(closed, PLACE)).isEqualTo(TEXT);
        desk.approveDestruction(request, LI);

        assertRefused("KEY-0001", () -> keys.open(closed, PLACE));
        assertRefused("KEY-0001", () -> process(masters).open(closed, PLACE));
        assertThat(keys.opens(closed)).isFalse();
        assertThat(keys.open(others, PLACE)).isEqualTo(TEXT);
        assertThat(keys.open(october, PLACE)).isEqualTo(TEXT);
        assertThat(desk.pending()).isEmpty();
        assertThat(audit.after(0, 10))
                .extracting(AuditEntry::event)
                .allMatch(event ->
                        event.kind() == AuditKind.KEY && event.subject().equals("data key insurer-jia 2026-09"))
                .extracting(event -> event.actor().person() + ": " + event.outcome())
                .containsExactly("wang: destruction requested", "li: destruction approved", "li: destroyed");
    }

    @Test
    void tellsOtherProcessesThatAKeyWasDestroyed() {
        StoredDataKeys running = process(MasterKeys.open(settings()));
        byte[] closed = running.close("insurer-jia", SEPTEMBER, TEXT, PLACE);
        assertThat(running.open(closed, PLACE)).isEqualTo(TEXT);

        KeyDesk desk = desk(keys);
        desk.approveDestruction(desk.requestDestruction(WANG, "insurer-jia", MONTH, "1号"), LI);

        org.awaitility.Awaitility.await().until(() -> !running.opens(closed));
    }

    @Test
    void opensNothingAsLongAsItCannotAskWhatWasDestroyed() {
        byte[] closed = keys.close("insurer-jia", SEPTEMBER, TEXT, PLACE);
        jdbc.sql("alter table key_state rename to key_state_away").update();

        org.awaitility.Awaitility.await().until(() -> cannotAsk(closed) && cannotAsk(closed) && cannotAsk(closed));

        jdbc.sql("alter table key_state_away rename to key_state").update();
        assertThat(keys.open(closed, PLACE)).isEqualTo(TEXT);
    }

    private boolean cannotAsk(byte[] closed) {
        try {
            keys.open(closed, PLACE);
            return false;
        } catch (DataAccessException e) {
            return true;
        }
    }

    @Test
    void keepsNoNumbersOfPeopleInReasons() {
        keys.current("insurer-jia", SEPTEMBER);

        desk(keys).requestDestruction(WANG, "insurer-jia", MONTH, "应13912345678\n要求");

        assertThat(desk(keys).pending()).extracting(KeyDesk.Request::reason).containsExactly("应139****5678 要求");
        assertThat(audit.after(0, 1))
                .allMatch(entry -> "应139****5678 要求".equals(entry.event().reason()));
    }

    @Test
    void destroysNothingForOnePerson() {
        keys.current("insurer-jia", SEPTEMBER);
        KeyDesk desk = desk(keys);
        long request = desk.requestDestruction(WANG, "insurer-jia", MONTH, "1号");

        assertRefused("KEY-0004", () -> desk.approveDestruction(request, WANG));

        assertThat(desk.pending()).hasSize(1);
        assertThat(jdbc.sql("select count(*) from data_key where wrapped is null")
                        .query(Long.class)
                        .single())
                .isZero();
        desk.refuseDestruction(request, LI);
        assertRefused("KEY-0005", () -> desk.approveDestruction(request, LI));
    }

    @Test
    void destroysNothingForAccountsThatNobodyElseConfirmed() {
        keys.current("insurer-jia", SEPTEMBER);
        KeyDesk desk = desk(keys);
        long request = desk.requestDestruction(WANG, "insurer-jia", MONTH, "1号");

        assertRefused(
                "KEY-0009", () -> new KeyDesk(jdbc, transactions, keys, masters, KeyCipher.SM4_GCM, audit, clock())
                        .approveDestruction(request, LI));
        desk.confirmedBy(person -> person.equals("li"));
        assertRefused("KEY-0009", () -> desk.approveDestruction(request, LI));
        desk.confirmedBy(person -> person.equals("wang"));
        assertRefused("KEY-0009", () -> desk.approveDestruction(request, LI));
        desk.confirmedBy(person -> true);
        desk.approveDestruction(request, LI);
    }

    @Test
    void destroysNothingThatIsStillNeeded() {
        KeyDesk desk = desk(keys);
        keys.current("insurer-jia", NOW);
        assertRefused("KEY-0003", () -> desk.requestDestruction(WANG, "insurer-jia", YearMonth.of(2026, 11), "1号"));
        assertRefused("KEY-0002", () -> desk.requestDestruction(WANG, "insurer-jia", MONTH, "1号"));
        assertRefused("KEY-0002", () -> desk.renew(WANG, "insurer-typo"));
        keys.current("insurer-jia", SEPTEMBER);
        assertRefused("KEY-0006", () -> desk.requestDestruction(WANG, "insurer-jia", MONTH, " "));
        long request = desk.requestDestruction(WANG, "insurer-jia", MONTH, "1号");

        jdbc.sql(
                        "insert into submission (seq, id, party, message_id, channel, mapping, digest, bytes, state, received_at)"
                                + " values (1, 'S1', 'insurer-jia', 'M1', 'REST', 'policies', '', 1, 'RECEIVED', ?)")
                .param(KeyRows.utc(SEPTEMBER))
                .update();
        assertRefused("KEY-0003", () -> desk.approveDestruction(request, LI));
        assertThat(desk.pending()).hasSize(1);

        jdbc.sql("update submission set finished_at = now()").update();
        byte[] document = keys.close("insurer-jia", SEPTEMBER, LONG, PLACE);
        jdbc.sql("insert into parcel (recipient, number, state, from_entry, to_entry, entries, withdrawals, records,"
                        + " agreements, document, prepared_at)"
                        + " values ('insurer-jia', 1, 'PREPARED', 0, 1, '{}', '{}', 0, '[]', ?, now())")
                .param(document)
                .update();
        assertRefused("KEY-0003", () -> desk.approveDestruction(request, LI));

        jdbc.sql("update parcel set settled_at = now()").update();
        desk.approveDestruction(request, LI);
        assertThat(keys.opens(document)).isFalse();
    }

    @Test
    void keepsTheRowOfADestroyedKey() {
        keys.current("insurer-jia", SEPTEMBER);

        assertThatThrownBy(() -> jdbc.sql("delete from data_key").update()).hasMessageContaining("stay");
    }

    private static void assertRefused(String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(SenderMustCorrect.class, problem -> assertThat(
                        problem.finding().code())
                .isEqualTo(code));
    }
}
