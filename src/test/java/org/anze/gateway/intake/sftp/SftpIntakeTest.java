package org.anze.gateway.intake.sftp;

import static org.anze.gateway.intake.sftp.SftpBench.JIA;
import static org.anze.gateway.intake.sftp.SftpBench.YI;
import static org.anze.gateway.intake.sftp.SftpBench.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.anze.gateway.intake.SupplementaryReceipts;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party.SftpDrop.Trigger;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.common.SftpException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SftpIntakeTest {

    @TempDir
    Path folder;

    private SftpBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new SftpBench(folder);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private static void refused(ThrowingCallable action, SftpProblem problem) {
        assertThatThrownBy(action).isInstanceOf(SftpException.class).hasMessageContaining(problem.code());
    }

    private void awaitKept(int count) {
        await().untilAsserted(() -> assertThat(bench.desk.kept()).hasSize(count));
    }

    private void awaitReceipt(String party, String name) {
        await().until(() -> Files.exists(bench.receipt(party, name)));
    }

    @Test
    void takesAFileWhenItIsClosedAndWritesItsReceipt() throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/一月.csv", "保单号\nP1\n");
            awaitReceipt(JIA, "一月.csv");
            assertThat(sftp.read("receipts/一月.csv.receipt.json").readAllBytes())
                    .isEqualTo("{\"submission\":\"S1\"}".getBytes(StandardCharsets.UTF_8));
        }
        FakeDesk.Kept kept = bench.desk.kept().get(0);
        assertThat(kept.text()).isEqualTo("保单号\nP1\n");
        assertThat(kept.arrival().messageId()).isEqualTo("一月.csv");
        assertThat(kept.arrival().mapping()).isEqualTo("policy");
        assertThat(bench.home(JIA).resolve("in")).isEmptyDirectory();
        assertThat(bench.home(JIA).resolve("receipts/一月.csv.rejects.csv")).doesNotExist();
        await().untilAsserted(
                        () -> assertThat(bench.spool(JIA).resolve("pending")).isEmptyDirectory());
    }

    /** A node with the same home has ended; its address moved here, and nobody uploads anything. */
    @Test
    void seesToWhatAnotherNodeLeftBehind() throws Exception {
        bench.start();
        Path spool = bench.spool(JIA);
        Files.writeString(spool.resolve("1700000000000000--taken.csv"), "taken");
        Files.writeString(spool.resolve("pending/1700000000000001--noted.csv"), "S1");
        Path complete = Files.writeString(bench.home(JIA).resolve("in/closed.csv"), "closed");
        Path marker = Files.writeString(spool.resolve("closed/closed.csv"), "6");
        bench.intake.takeOver();
        assertThat(complete)
                .describedAs("may be taken by the other one at this moment")
                .exists();
        Files.setLastModifiedTime(marker, FileTime.from(Instant.parse("2023-11-14T22:13:20Z")));

        bench.intake.takeOver();

        awaitReceipt(JIA, "taken.csv");
        awaitReceipt(JIA, "closed.csv");
        awaitReceipt(JIA, "noted.csv");
        assertThat(bench.desk.kept()).extracting(FakeDesk.Kept::text).containsExactlyInAnyOrder("taken", "closed");
    }

    @Test
    void leavesToAnotherNodeWhatThatTookAMomentAgo() throws Exception {
        bench.start();
        String key = "%016d--taken.csv".formatted(System.currentTimeMillis() * 1000);
        Path taken = Files.writeString(bench.spool(JIA).resolve(key), "taken");

        bench.intake.takeOver();
        try (SftpClient sftp = bench.login(YI)) {
            put(sftp, "in/other.csv", "other");
            awaitReceipt(YI, "other.csv");
        }

        assertThat(taken).exists();
    }

    @Test
    void putsRejectsBesideTheReceiptAndRemovesThemWhenTheCorrectedFileComes() throws Exception {
        bench.start();
        Path receipts = bench.home(JIA).resolve("receipts");
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "/in/a.csv", "BAD");
            awaitReceipt(JIA, "a.csv");
            assertThat(receipts.resolve("a.csv.rejects.csv")).hasContent("CSV of S1");
            assertThat(receipts.resolve("a.csv.rejects.xlsx")).hasContent("XLSX of S1");
            assertThat(receipts.resolve("a.csv.fix.csv")).hasContent("own layout of S1");
            put(sftp, "/in/a.csv", "good");
            await().untilAsserted(() -> assertThat(bench.receipt(JIA, "a.csv")).hasContent("{\"submission\":\"S2\"}"));
            assertThat(receipts.resolve("a.csv.rejects.csv")).doesNotExist();
            assertThat(receipts.resolve("a.csv.fix.csv")).doesNotExist();
        }
    }

    @Test
    void takesTheMendedFileUnderTheMappingOfTheFileItWasReturnedFrom() throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv.fix.xlsx", "mended");
            awaitReceipt(JIA, "a.csv.fix.xlsx");
        }
        assertThat(bench.desk.kept().get(0).arrival().mapping()).isEqualTo("policy");
    }

    @Test
    void writesTheReceiptAlthoughTheOwnLayoutIsGone() throws Exception {
        bench.start();
        bench.desk.ownLayoutIsGone = true;
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "BAD");
        }
        awaitReceipt(JIA, "a.csv");
        Path receipts = bench.home(JIA).resolve("receipts");
        assertThat(receipts.resolve("a.csv.rejects.csv")).exists();
        assertThat(receipts.resolve("a.csv.fix.csv")).doesNotExist();
    }

    @Test
    void onlyTriesAFileThatSaysSo() throws Exception {
        bench.start();
        Path receipts = bench.home(JIA).resolve("receipts");
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/try-a.csv", "BAD");
        }
        await().until(() -> Files.exists(receipts.resolve("try-a.csv.tryout.json")));
        assertThat(Files.readString(receipts.resolve("try-a.csv.tryout.json"))).contains("\"dryRun\" : true");
        assertThat(receipts.resolve("try-a.csv.fix.csv")).hasContent("to be mended");
        await().untilAsserted(() -> assertThat(bench.intake.waiting()).containsEntry(JIA, 0));
        assertThat(receipts.resolve("try-a.csv.receipt.json")).doesNotExist();
        assertThat(bench.desk.kept()).isEmpty();
        assertThat(bench.desk.tried).singleElement().satisfies(arrival -> {
            assertThat(arrival.dryRun()).isTrue();
            assertThat(arrival.mapping()).isEqualTo("policy");
        });
    }

    @Test
    void answersATriedFileThatIsRefusedAsAWhole() throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/try-a.csv", "REFUSE");
        }
        awaitReceipt(JIA, "try-a.csv");
        assertThat(Files.readString(bench.receipt(JIA, "try-a.csv"))).contains("TST-0003");
    }

    @Test
    void putsTheSecondReceiptBesideTheFirst() throws Exception {
        bench.supplements.made(new SupplementaryReceipts.Supplement(
                7, "S7", JIA, "a.csv#abc", "a.csv", "{\"second\":1}".getBytes(StandardCharsets.UTF_8)));
        bench.start();
        Path second = bench.home(JIA).resolve("receipts/a.csv.receipt-2.json");
        await().untilAsserted(() -> assertThat(second).hasContent("{\"second\":1}"));
        bench.supplements.made(new SupplementaryReceipts.Supplement(
                8, "S8", JIA, "b.csv#abc", "b.csv", "{\"second\":2}".getBytes(StandardCharsets.UTF_8)));
        await().untilAsserted(() ->
                assertThat(second.resolveSibling("b.csv.receipt-2.json")).hasContent("{\"second\":2}"));
        await().untilAsserted(() -> assertThat(bench.supplements.open()).isEmpty());
    }

    @Test
    void answersAFileRefusedAsAWholeWithTheProblem() throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "REFUSE");
        }
        awaitReceipt(JIA, "a.csv");
        assertThat(Files.readString(bench.receipt(JIA, "a.csv")))
                .contains("\"code\" : \"TST-0003\"", "第 7 行有误", "\"line\" : 7", "\"column\" : 3", "\"remedyZh\"");
        await().untilAsserted(() -> assertThat(bench.intake.waiting()).containsEntry(JIA, 0));
    }

    @Test
    void keepsTheFileAndTriesAgainWhileTheDeskIsBusyOrLosesItsAnswer() throws Exception {
        bench.start();
        bench.desk.busy.set(3);
        bench.desk.loseAnswers.set(2);
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "one");
        }
        awaitReceipt(JIA, "a.csv");
        assertThat(bench.desk.kept()).hasSize(1);
        assertThat(bench.desk.calls).hasValue(6);
    }

    @Test
    void takesTheFileWhenTheTimeThatTheDeskNamedIsOver() throws Exception {
        bench.with("first-retry", "1h").with("longest-retry", "1h").start();
        bench.desk.pause = Duration.ofMillis(10);
        bench.desk.busy.set(1);
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "one");
        }
        awaitReceipt(JIA, "a.csv");
        assertThat(bench.desk.kept()).hasSize(1);
    }

    @Test
    void neverTakesAFileWhoseSessionBreaksBeforeItIsClosed() throws Exception {
        bench.start();
        SftpClient broken = bench.login(JIA);
        SftpClient.CloseableHandle handle =
                broken.open("in/half.csv", SftpClient.OpenMode.Create, SftpClient.OpenMode.Write);
        broken.write(handle, 0, "half".getBytes(StandardCharsets.UTF_8));
        broken.getSession().close(true);
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/whole.csv", "whole");
            awaitKept(1);
            assertThat(bench.desk.kept().get(0).text()).isEqualTo("whole");
            assertThat(bench.home(JIA).resolve("in/half.csv")).hasContent("half");
            refused(() -> sftp.rename("in/half.csv", "in/trick.csv"), SftpProblem.NOT_COMPLETE);
        }
        bench.stop();
        bench.start();
        try (SftpClient sftp = bench.login(JIA);
                SftpClient.CloseableHandle resumed = sftp.open("in/half.csv", SftpClient.OpenMode.Write)) {
            assertThat(bench.desk.kept()).hasSize(1);
            sftp.write(resumed, 4, " done".getBytes(StandardCharsets.UTF_8));
        }
        awaitKept(2);
        assertThat(bench.desk.kept().get(1).text()).isEqualTo("half done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv.part", "a.tmp", "a.csv.filepart", "A.PART"})
    void waitsForTheRenameAwayFromATemporaryName(String temporary) throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/" + temporary, "one");
            assertThat(sftp.stat("in/" + temporary).getSize()).isEqualTo(3);
            assertThat(bench.intake.waiting()).containsEntry(JIA, 0);
            sftp.rename("in/" + temporary, "in/a.csv");
        }
        awaitKept(1);
        assertThat(bench.desk.kept().get(0).arrival().fileName()).isEqualTo("a.csv");
        assertThat(bench.spool(JIA).resolve("closed")).isEmptyDirectory();
    }

    @Test
    void refusesTheRenameOfAFileThatIsStillBeingWrittenOrWasNeverClosed() throws Exception {
        bench.start();
        try (SftpClient other = bench.login(JIA)) {
            SftpClient sftp = bench.login(JIA);
            SftpClient.CloseableHandle handle =
                    sftp.open("in/a.part", SftpClient.OpenMode.Create, SftpClient.OpenMode.Write);
            sftp.write(handle, 0, new byte[10]);
            refused(() -> other.rename("in/a.part", "in/a.csv"), SftpProblem.BEING_WRITTEN);
            refused(() -> put(other, "in/a.part", "x"), SftpProblem.BEING_WRITTEN);
            refused(() -> other.remove("in/a.part"), SftpProblem.BEING_WRITTEN);
            sftp.getSession().close(true);
            await().untilAsserted(() -> refused(() -> other.rename("in/a.part", "in/a.csv"), SftpProblem.NOT_COMPLETE));
            other.rename("in/a.part", "in/b.part");
            refused(() -> other.rename("in/b.part", "in/a.csv"), SftpProblem.NOT_COMPLETE);
        }
        assertThat(bench.desk.kept()).isEmpty();
    }

    @Test
    void forgetsThatAFileWasCompleteWhenItIsOpenedAgain() throws Exception {
        bench.start();
        try (SftpClient other = bench.login(JIA)) {
            put(other, "in/a.part", "complete");
            SftpClient sftp = bench.login(JIA);
            SftpClient.CloseableHandle handle = sftp.open("in/a.part", SftpClient.OpenMode.Write);
            sftp.write(handle, 0, "C".getBytes(StandardCharsets.UTF_8));
            sftp.getSession().close(true);
            await().untilAsserted(() -> refused(() -> other.rename("in/a.part", "in/a.csv"), SftpProblem.NOT_COMPLETE));
        }
    }

    @Test
    void waitsForTheOkFileWhenThePartyWantsItSo() throws Exception {
        bench.trigger(Trigger.ON_OK_FILE);
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "one");
            refused(() -> put(sftp, "in/b.csv.ok", ""), SftpProblem.OK_WITHOUT_FILE);
            assertThat(bench.intake.waiting()).containsEntry(JIA, 0);
            put(sftp, "in/a.csv.ok", "");
            awaitKept(1);
            put(sftp, "in/c.part", "two");
            sftp.rename("in/c.part", "in/c.csv");
            put(sftp, "in/c.csv.ok", "");
            awaitKept(2);
        }
        assertThat(bench.home(JIA).resolve("in")).isEmptyDirectory();
    }

    @Test
    void takesAfterARestartWhatHadItsOkFile() throws Exception {
        bench.trigger(Trigger.ON_OK_FILE);
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "one");
            put(sftp, "in/b.csv", "two");
        }
        bench.stop();
        // As a kill between the close of the .ok and the move into the spool leaves it.
        Files.writeString(bench.home(JIA).resolve("in/a.csv.ok"), "");
        Files.writeString(bench.home(JIA).resolve("in/never-closed.csv"), "x");
        Files.writeString(bench.home(JIA).resolve("in/never-closed.csv.ok"), "");
        bench.start();
        awaitKept(1);
        assertThat(bench.desk.kept().get(0).text()).isEqualTo("one");
        assertThat(bench.home(JIA).resolve("in/never-closed.csv")).exists();
    }

    @Test
    void handsOverAgainWhatLayInTheSpoolAndWritesTheMissingReceipts() throws Exception {
        bench.start();
        bench.desk.holdsBack = true;
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "one");
        }
        awaitKept(1);
        await().until(() -> Files.list(bench.spool(JIA).resolve("pending")).count() == 1);
        bench.stop();
        assertThat(bench.receipt(JIA, "a.csv")).doesNotExist();
        // As a kill after the rename and before the hand-over, and one after the hand-over and before the note.
        Files.writeString(bench.spool(JIA).resolve("1700000000000000--a.csv"), "one");
        Files.writeString(bench.spool(JIA).resolve("1700000000000001--z.csv"), "two");
        bench.desk.holdsBack = false;
        bench.start();
        awaitReceipt(JIA, "a.csv");
        awaitReceipt(JIA, "z.csv");
        assertThat(bench.desk.kept()).extracting(FakeDesk.Kept::text).containsExactly("one", "two");
        await().untilAsserted(
                        () -> assertThat(bench.spool(JIA).resolve("pending")).isEmptyDirectory());
        assertThat(bench.intake.waiting()).containsEntry(JIA, 0);
    }

    @Test
    void handsFilesOfOnePartyOverInTheOrderOfTheirArrival() throws Exception {
        bench.start();
        bench.desk.busy.set(5);
        List<String> sent = new ArrayList<>();
        try (SftpClient sftp = bench.login(JIA);
                SftpClient other = bench.login(YI)) {
            for (int i = 0; i < 40; i++) {
                String name = (i * 7 % 40) + ".csv";
                put(sftp, "in/" + name, "n" + i);
                put(other, "in/" + name, "n" + i);
                sent.add(name);
            }
        }
        awaitKept(80);
        for (String party : List.of(JIA, YI)) {
            assertThat(bench.desk.kept().stream()
                            .filter(kept -> kept.arrival().party().id().equals(party))
                            .map(kept -> kept.arrival().fileName()))
                    .containsExactlyElementsOf(sent);
        }
    }

    /** One thread for all parties: what is after fifty files of one is the other's. */
    @Test
    void letsAnotherPartyInAfterFiftyFilesOfAFullFolder() throws Exception {
        bench.with("takers", "1").start();
        Semaphore turns = new Semaphore(0);
        bench.desk.turns = turns;
        try (SftpClient sftp = bench.login(JIA);
                SftpClient other = bench.login(YI)) {
            put(sftp, "in/0.csv", "n0");
            await().untilAsserted(() -> assertThat(bench.desk.calls).hasValue(1));
            for (int i = 1; i <= 120; i++) {
                put(sftp, "in/" + i + ".csv", "n" + i);
            }
            // The next step begins with all of them before it.
            turns.release();
            await().untilAsserted(() -> assertThat(bench.desk.calls).hasValue(2));
            put(other, "in/urgent.csv", "one");
            await().untilAsserted(() -> assertThat(bench.intake.waiting()).containsEntry(YI, 1));
            turns.release(1000);
            awaitKept(122);
        }

        List<String> taken = bench.desk.kept().stream()
                .map(kept -> kept.arrival().fileName())
                .toList();
        assertThat(taken.indexOf("urgent.csv")).isEqualTo(51);
        assertThat(taken.subList(0, 51)).doesNotHaveDuplicates();
        assertThat(taken).hasSize(122);
        awaitReceipt(JIA, "120.csv");
        assertThat(bench.intake.waiting()).containsEntry(JIA, 0).containsEntry(YI, 0);
    }

    @Test
    void keepsTheFolderOfAPartyThatIsHeldBackAndTakesTheOthers() throws Exception {
        bench.with("takers", "1").start();
        bench.desk.busyFor = JIA;
        List<String> sent = new ArrayList<>();
        try (SftpClient sftp = bench.login(JIA);
                SftpClient other = bench.login(YI)) {
            for (int i = 0; i < 60; i++) {
                put(sftp, "in/" + i + ".csv", "n" + i);
                sent.add(i + ".csv");
            }
            put(other, "in/free.csv", "one");
            awaitReceipt(YI, "free.csv");
        }
        assertThat(bench.desk.kept())
                .extracting(kept -> kept.arrival().fileName())
                .containsExactly("free.csv");
        assertThat(bench.intake.waiting()).containsEntry(JIA, 60);
        // What waits is on disk: a restart in between loses nothing of it.
        bench.stop();
        bench.start();
        assertThat(bench.intake.waiting()).containsEntry(JIA, 60);

        bench.desk.busyFor = null;

        awaitKept(61);
        assertThat(bench.desk.kept().subList(1, 61))
                .extracting(kept -> kept.arrival().fileName())
                .containsExactlyElementsOf(sent);
        awaitReceipt(JIA, "59.csv");
    }

    @Test
    void treatsTheSameFileUnderTwoNamesAndOtherBytesUnderOneNameAsTwoSubmissions() throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "one");
            put(sftp, "in/b.csv", "one");
            put(sftp, "in/a.csv", "two");
            put(sftp, "in/a.csv", "one");
            awaitKept(3);
            await().untilAsserted(() -> assertThat(bench.desk.calls).hasValue(4));
        }
        assertThat(bench.desk.kept()).hasSize(3);
    }

    @Test
    void letsAClientLookAtTheFileItHasJustSent() throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.csv", "12345");
            assertThat(sftp.stat("in/a.csv").getSize()).isEqualTo(5);
            SftpClient.Attributes times = new SftpClient.Attributes().modifyTime(FileTime.from(Instant.EPOCH));
            sftp.setStat("in/a.csv", times);
            assertThatThrownBy(() -> sftp.stat("in/b.csv")).isInstanceOf(SftpException.class);
            assertThat(bench.home(JIA).resolve("in")).isEmptyDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".hidden.csv",
                " a.csv",
                "a.csv ",
                "a\u0007.csv",
                "a\u202Efdp.csv",
                "\uFFFD\uFFFD.csv",
                "a:b.csv",
                "a\\b.csv",
                "a*.csv",
                "a.csv.",
                "a\n.csv"
            })
    void refusesNamesThatCouldDoHarm(String name) throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            refused(() -> put(sftp, "in/" + name, "x"), SftpProblem.NAME_NOT_ALLOWED);
            put(sftp, "in/a.part", "x");
            refused(() -> sftp.rename("in/a.part", "in/" + name), SftpProblem.NAME_NOT_ALLOWED);
        }
    }

    @Test
    void takesTheLongestNameAndRefusesALongerOne() throws Exception {
        bench.start();
        String longest = "长".repeat(58) + "ab.csv";
        assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(FileNames.LONGEST);
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/" + longest, "BAD");
            awaitReceipt(JIA, longest);
            refused(() -> put(sftp, "in/" + longest.replace("ab", "abc"), "x"), SftpProblem.NAME_NOT_ALLOWED);
            refused(() -> put(sftp, "in/" + "x".repeat(5000), "x"), SftpProblem.NAME_NOT_ALLOWED);
        }
    }

    @Test
    void refusesFilesWithoutAMappingBeforeTheyAreSent() throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA);
                SftpClient other = bench.login(YI)) {
            refused(() -> put(sftp, "in/notes.doc", "x"), SftpProblem.NO_MAPPING);
            put(sftp, "in/保单一月.txt", "x");
            put(other, "in/notes.doc", "y");
            awaitKept(2);
        }
        assertThat(bench.desk.kept())
                .extracting(kept -> String.valueOf(kept.arrival().mapping()))
                .containsExactlyInAnyOrder("policy-text", "null");
    }

    @Test
    void letsInOnlyTheKeysOfTheParty() throws Exception {
        bench.start();
        assertThatThrownBy(() -> bench.login(JIA, SftpBench.newKey())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> bench.login(JIA, bench.keys.get(YI))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> bench.login("nobody", bench.keys.get(YI))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> bench.login("../" + JIA, bench.keys.get(JIA))).isInstanceOf(IOException.class);
    }

    @Test
    void readsAuthorisedKeysAgainWhenTheyChangeAndTrustsNoBrokenFile() throws Exception {
        bench.start();
        bench.login(JIA).close();
        Path file = folder.resolve("credentials").resolve(JIA).resolve("authorized_keys");
        String old = Files.readString(file);
        bench.authorise(JIA, bench.keys.get(YI));
        assertThatThrownBy(() -> bench.login(JIA)).isInstanceOf(IOException.class);
        bench.login(JIA, bench.keys.get(YI)).close();
        for (String broken : List.of(old + "ssh-ed25519 %%%\n", "command=\"x\" " + old)) {
            Files.writeString(file, broken);
            assertThatThrownBy(() -> bench.login(JIA)).isInstanceOf(IOException.class);
        }
        Files.writeString(file, old);
        bench.login(JIA).close();
    }

    @Test
    void endsTheSessionsOfAPartyThatIsNoLongerAllowed() throws Exception {
        bench.start();
        try (SftpClient sftp = bench.login(JIA)) {
            bench.parties = Parties.of(List.of());
            refused(() -> put(sftp, "in/a.csv", "x"), SftpProblem.DROP_CLOSED);
            bench.intake.refresh();
            await().until(() -> !sftp.getSession().isOpen());
        }
        assertThatThrownBy(() -> bench.login(JIA)).isInstanceOf(IOException.class);
    }

    @Test
    void endsTheOpenSessionsOfAKeyThatIsWithdrawnAndKeepsThoseOfAnother() throws Exception {
        bench.start();
        Path file = folder.resolve("credentials").resolve(JIA).resolve("authorized_keys");
        String first = Files.readString(file);
        bench.authorise(JIA, bench.keys.get(YI));
        String second = Files.readString(file);
        Files.writeString(file, first + second);
        try (SftpClient withdrawn = bench.login(JIA);
                SftpClient kept = bench.login(JIA, bench.keys.get(YI))) {
            bench.intake.endWithdrawn();
            assertThat(withdrawn.getSession().isOpen()).isTrue();
            Files.writeString(file, second);
            bench.intake.endWithdrawn();
            await().until(() -> !withdrawn.getSession().isOpen());
            assertThat(kept.getSession().isOpen()).isTrue();
        }
        assertThat(bench.audited)
                .extracting(event -> event.kind() + " " + event.actor().party() + " " + event.outcome())
                .contains("SIGN_IN " + JIA + " accepted", "SIGN_IN_REFUSED " + JIA + " ended: 1");
    }

    @Test
    void endsTheOpenSessionsOfAWithdrawnKeyByItself() throws Exception {
        bench.start();
        try (SftpClient withdrawn = bench.login(JIA)) {
            Files.delete(folder.resolve("credentials").resolve(JIA).resolve("authorized_keys"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> !withdrawn.getSession().isOpen());
        }
    }

    @Test
    void keepsEachPartyInItsOwnHome() throws Exception {
        bench.start();
        Files.writeString(bench.home(YI).resolve("receipts/secret.json"), "secret");
        Path outside = Files.writeString(folder.resolve("outside.txt"), "secret");
        Files.createSymbolicLink(bench.home(JIA).resolve("in/link.csv"), outside);
        Files.createSymbolicLink(bench.home(JIA).resolve("in/folder"), folder);
        try (SftpClient sftp = bench.login(JIA)) {
            for (String path : List.of(
                    "../" + YI + "/receipts/secret.json",
                    "in/../../" + YI + "/receipts/secret.json",
                    "/../../../../etc/passwd",
                    "/etc/passwd",
                    outside.toString(),
                    "in/link.csv",
                    "in/folder/outside.txt",
                    ".spool",
                    "../.spool/" + JIA)) {
                assertThatThrownBy(() -> sftp.read(path).readAllBytes())
                        .as(path)
                        .isInstanceOf(IOException.class);
                assertThatThrownBy(() -> put(sftp, path, "x")).as(path).isInstanceOf(IOException.class);
            }
            assertThat(outside).hasContent("secret");
            assertThat(sftp.canonicalPath("../../..")).isEqualTo("/");
            assertThat(sftp.canonicalPath("in/..")).isEqualTo("/");
        }
        assertThat(bench.desk.kept()).isEmpty();
    }

    @Test
    void permitsNothingButWritingInAndDeletingWhatWasFetched() throws Exception {
        bench.start();
        Files.writeString(bench.home(JIA).resolve("out/000000001.csv"), "x");
        Files.writeString(bench.home(JIA).resolve("receipts/a.receipt.json"), "x");
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.part", "x");
            refused(() -> put(sftp, "out/x.csv", "x"), SftpProblem.NOT_PERMITTED);
            refused(() -> put(sftp, "receipts/x.csv", "x"), SftpProblem.NOT_PERMITTED);
            refused(() -> put(sftp, "in", "x"), SftpProblem.NOT_PERMITTED);
            refused(() -> sftp.rename("out/000000001.csv", "in/a.csv"), SftpProblem.NOT_PERMITTED);
            refused(() -> sftp.rename("in/a.part", "out/a.csv"), SftpProblem.NOT_PERMITTED);
            refused(() -> sftp.symLink("in/l.csv", "/etc/passwd"), SftpProblem.NOT_PERMITTED);
            assertThatThrownBy(() -> sftp.link("in/l.csv", "/in/a.part", false)).isInstanceOf(Exception.class);
            assertThatThrownBy(() -> sftp.mkdir("in/sub")).isInstanceOf(SftpException.class);
            assertThatThrownBy(() -> sftp.mkdir("more")).isInstanceOf(SftpException.class);
            assertThatThrownBy(() -> sftp.rmdir("in")).isInstanceOf(SftpException.class);
            refused(() -> sftp.setStat("in/a.part", new SftpClient.Attributes().size(0)), SftpProblem.NOT_PERMITTED);
            sftp.remove("out/000000001.csv");
            sftp.remove("receipts/a.receipt.json");
            sftp.remove("in/a.part");
        }
        assertThat(bench.desk.kept()).isEmpty();
    }

    @Test
    void forwardsNothing() throws Exception {
        bench.start();
        try (var session = bench.session(JIA, bench.keys.get(JIA))) {
            assertThatThrownBy(() -> session.createDirectTcpipChannel(
                                    null, new org.apache.sshd.common.util.net.SshdSocketAddress("127.0.0.1", 22))
                            .open()
                            .verify(5000))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void stopsAFileAtTheLimitAndDoesNotTakeWhatIsLeftOfIt() throws Exception {
        bench.with("limits.largest-file", "1000B").start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/fits.csv", "x".repeat(1000));
            SftpClient.CloseableHandle handle =
                    sftp.open("in/big.csv", SftpClient.OpenMode.Create, SftpClient.OpenMode.Write);
            sftp.write(handle, 0, new byte[900]);
            refused(() -> sftp.write(handle, 900, new byte[101]), SftpProblem.FILE_TOO_LARGE);
            refused(() -> sftp.close(handle), SftpProblem.UPLOAD_SPOILED);
            SftpClient.CloseableHandle sparse =
                    sftp.open("in/sparse.csv", SftpClient.OpenMode.Create, SftpClient.OpenMode.Write);
            refused(() -> sftp.write(sparse, Long.MAX_VALUE - 10, new byte[5]), SftpProblem.FILE_TOO_LARGE);
            awaitKept(1);
        }
        assertThat(bench.desk.kept().get(0).content()).hasSize(1000);
    }

    @Test
    void boundsTheBytesAndTheFilesOfAHome() throws Exception {
        bench.with("limits.largest-home", "1000B")
                .with("limits.most-files", "3")
                .start();
        try (SftpClient sftp = bench.login(JIA)) {
            put(sftp, "in/a.part", "x".repeat(600));
            refused(() -> put(sftp, "in/b.part", "x".repeat(600)), SftpProblem.HOME_FULL);
            sftp.remove("in/a.part");
            put(sftp, "in/b.part", "x".repeat(600));
            put(sftp, "in/c.part", "x");
            put(sftp, "in/d.part", "x");
            refused(() -> put(sftp, "in/e.part", "x"), SftpProblem.TOO_MANY_FILES);
            put(sftp, "in/d.part", "again");
        }
    }

    @Test
    void boundsSessionsAndOpenFiles() throws Exception {
        bench.with("limits.sessions-per-party", "2")
                .with("limits.open-handles", "3")
                .start();
        try (SftpClient first = bench.login(JIA);
                SftpClient second = bench.login(JIA)) {
            assertThatThrownBy(() -> bench.login(JIA)).isInstanceOf(IOException.class);
            bench.login(YI).close();
            for (int i = 0; i < 3; i++) {
                first.open("in/" + i + ".csv", SftpClient.OpenMode.Create, SftpClient.OpenMode.Write);
            }
            assertThatThrownBy(() -> put(first, "in/x.csv", "x")).isInstanceOf(IOException.class);
            put(second, "in/y.csv", "y");
        }
    }

    @Test
    void givesAnOlderHalfFileUpForARenameThatReplacesIt() throws Exception {
        bench.start();
        SftpClient broken = bench.login(JIA);
        broken.write(broken.open("in/a.csv", SftpClient.OpenMode.Create, SftpClient.OpenMode.Write), 0, new byte[] {1});
        broken.getSession().close(true);
        try (SftpClient sftp = bench.login(JIA)) {
            await().untilAsserted(() -> {
                put(sftp, "in/a.part", "whole");
                refused(() -> sftp.rename("in/a.part", "in/a.csv"), SftpProblem.NAME_TAKEN);
            });
            OpenSSHPosixRenameExtension posix = sftp.getExtension(OpenSSHPosixRenameExtension.class);
            posix.posixRename("in/a.part", "in/a.csv");
        }
        awaitKept(1);
        assertThat(bench.desk.kept().get(0).text()).isEqualTo("whole");
        assertThat(bench.home(JIA).resolve("in")).isEmptyDirectory();
    }
}
