package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.ProblemKind;
import org.anze.gateway.problem.SenderMustCorrect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.unit.DataSize;

/**
 * One party's folders and what is being written into them. Decides when a file is complete and moves it into the spool.
 * Safe for several sessions of the party at once: every decision about a name is taken under the home's lock.
 */
final class PartyHome {

    static final String IN = "in";
    static final String OUT = "out";
    static final String RECEIPTS = "receipts";

    private static final Logger LOG = LoggerFactory.getLogger(PartyHome.class);
    private static final int REMEMBERED = 100;

    private final Path root;
    private final Spool spool;
    private final SftpIntakeSettings.Limits limits;
    private final Supplier<Optional<Party.SftpDrop>> drop;
    private final Runnable arrival;
    private final Map<String, Upload> uploads = new HashMap<>();
    private final Map<String, Taken> taken = new LinkedHashMap<>();
    private long used;

    /** What a file looked like when it was taken, for clients that look again after they closed it. */
    record Taken(long size, FileTime modified) {}

    /**
     * @param drop what the party's file says at this moment; empty when intake is closed to it
     * @param arrival told after a file came into the spool; must return at once
     */
    PartyHome(
            Path root,
            Spool spool,
            SftpIntakeSettings.Limits limits,
            Supplier<Optional<Party.SftpDrop>> drop,
            Runnable arrival)
            throws IOException {
        this.root = root;
        this.spool = spool;
        this.limits = limits;
        this.drop = drop;
        this.arrival = arrival;
        for (String folder : new String[] {IN, OUT, RECEIPTS}) {
            Files.createDirectories(root.resolve(folder));
        }
        this.used = measure();
    }

    Path root() {
        return root;
    }

    Path receipts() {
        return root.resolve(RECEIPTS);
    }

    private Path in(String name) {
        return root.resolve(IN).resolve(name);
    }

    /** Opens a file in {@code in/} for writing; while it is open nobody else may touch it. */
    synchronized Upload open(String name, Set<? extends OpenOption> options) throws IOException {
        FileNames.check(name);
        checkWanted(name);
        if (uploads.containsKey(name)) {
            throw refusal(SftpProblem.BEING_WRITTEN);
        }
        if (!Files.exists(in(name), LinkOption.NOFOLLOW_LINKS)) {
            checkCount();
        }
        spool.unmarkClosed(name);
        taken.remove(name);
        Set<OpenOption> channelOptions = new HashSet<>(options);
        channelOptions.remove(StandardOpenOption.READ);
        channelOptions.add(LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(in(name), channelOptions);
        Upload upload = new Upload(this, name, channel, limits.largestFile().toBytes());
        uploads.put(name, upload);
        return upload;
    }

    private void checkWanted(String name) {
        Party.SftpDrop wanted = wanted();
        boolean waits = FileNames.isTemporary(name)
                || FileNames.isSignature(name)
                || wanted.trigger() == Party.SftpDrop.Trigger.ON_OK_FILE && FileNames.isOk(name);
        if (!waits
                && hasGlobs(wanted)
                && FileNames.mapping(wanted.files(), name).isEmpty()) {
            throw refusal(SftpProblem.NO_MAPPING);
        }
    }

    private static boolean hasGlobs(Party.SftpDrop wanted) {
        return wanted.files() != null && !wanted.files().isEmpty();
    }

    private void checkCount() throws IOException {
        long count = spool.waiting().size();
        for (String folder : new String[] {IN, RECEIPTS}) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                count += files.count();
            }
        }
        if (count >= limits.mostFiles()) {
            throw refusal(SftpProblem.TOO_MANY_FILES, limits.mostFiles());
        }
    }

    /** Accounts for bytes about to be written; measures the folders again before it refuses. */
    synchronized void grow(long bytes) throws IOException {
        DataSize most = limits.largestHome();
        if (used + bytes > most.toBytes()) {
            used = measure();
        }
        if (used + bytes > most.toBytes()) {
            throw refusal(SftpProblem.HOME_FULL, most.toBytes());
        }
        used += bytes;
    }

    private long measure() throws IOException {
        long sum = spool.bytes();
        for (String folder : new String[] {IN, OUT, RECEIPTS}) {
            try (Stream<Path> files = Files.list(root.resolve(folder))) {
                sum += files.mapToLong(file -> file.toFile().length()).sum();
            }
        }
        return sum;
    }

    /** Called by an upload whose channel was closed, its bytes forced. */
    synchronized void closed(Upload upload) throws IOException {
        uploads.remove(upload.name());
        if (upload.isSpoiled()) {
            throw refusal(SftpProblem.UPLOAD_SPOILED);
        }
        if (upload.isWhole()) {
            complete(upload.name());
        }
    }

    private void complete(String name) throws IOException {
        if (isTakenAtOnce(name)) {
            take(in(name), name);
        } else if (trigger() == Party.SftpDrop.Trigger.ON_OK_FILE && FileNames.isOk(name)) {
            takeByOk(name);
        } else {
            spool.markClosed(name, Files.size(in(name)));
            takeIfSigned(name);
        }
    }

    private boolean isTakenAtOnce(String name) {
        return trigger() == Party.SftpDrop.Trigger.ON_CLOSE
                && !FileNames.isTemporary(name)
                && !FileNames.isSignature(name);
    }

    /** Takes a file whose signature is there too, whichever of them came last. */
    private void takeIfSigned(String either) throws IOException {
        String name = FileNames.withoutSignature(either);
        if (trigger() == Party.SftpDrop.Trigger.ON_SIGNATURE
                && !FileNames.isTemporary(name)
                && !uploads.containsKey(name)
                && spool.isClosed(name, in(name))
                && signature(name).isPresent()) {
            take(in(name), name);
        }
    }

    /** The complete signature that lies beside a file. */
    private Optional<String> signature(String name) throws IOException {
        for (String candidate : FileNames.signatures(name)) {
            if (!uploads.containsKey(candidate) && spool.isClosed(candidate, in(candidate))) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private Party.SftpDrop.Trigger trigger() {
        return wanted().trigger();
    }

    private Party.SftpDrop wanted() {
        return drop.get().orElseThrow(() -> refusal(SftpProblem.DROP_CLOSED));
    }

    private void takeByOk(String ok) throws IOException {
        String name = FileNames.withoutOk(ok);
        if (uploads.containsKey(name) || !spool.isClosed(name, in(name))) {
            Files.deleteIfExists(in(ok));
            throw refusal(SftpProblem.OK_WITHOUT_FILE);
        }
        take(in(name), name);
        Files.deleteIfExists(in(ok));
    }

    private void take(Path file, String name) throws IOException {
        String lain = String.valueOf(file.getFileName());
        Optional<String> signature = signature(name);
        remember(file, name);
        try {
            spool.take(file, name, signature.map(this::in).orElse(null));
            spool.unmarkClosed(lain);
            if (signature.isPresent()) {
                remember(in(signature.get()), signature.get());
                Files.delete(in(signature.get()));
                spool.unmarkClosed(signature.get());
            }
        } finally {
            // Even when forcing the folders failed the file may lie in the spool.
            arrival.run();
        }
    }

    private void remember(Path file, String name) throws IOException {
        taken.put(name, new Taken(Files.size(file), Files.getLastModifiedTime(file)));
        if (taken.size() > REMEMBERED) {
            taken.remove(taken.keySet().iterator().next());
        }
    }

    /** Renames within {@code in/}. A final name is only given to a file that was closed completely. */
    synchronized void rename(String from, String to, boolean replace) throws IOException {
        FileNames.check(to);
        checkWanted(to);
        if (uploads.containsKey(from) || uploads.containsKey(to)) {
            throw refusal(SftpProblem.BEING_WRITTEN);
        }
        if (!Files.isRegularFile(in(from), LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(from);
        }
        if (from.equals(to)) {
            return;
        }
        if (!replace && Files.exists(in(to), LinkOption.NOFOLLOW_LINKS)) {
            throw refusal(SftpProblem.NAME_TAKEN);
        }
        boolean whole = spool.isClosed(from, in(from));
        if (!whole && !FileNames.isTemporary(to)) {
            throw refusal(SftpProblem.NOT_COMPLETE);
        }
        // What was known about the name is void before other bytes stand under it.
        spool.unmarkClosed(to);
        Files.deleteIfExists(in(to));
        if (isTakenAtOnce(to)) {
            take(in(from), to);
            return;
        }
        if (whole) {
            spool.markClosed(to, Files.size(in(from)));
        }
        DurableFiles.move(in(from), in(to));
        spool.unmarkClosed(from);
        if (trigger() == Party.SftpDrop.Trigger.ON_OK_FILE && FileNames.isOk(to)) {
            takeByOk(to);
        } else {
            takeIfSigned(to);
        }
    }

    /** Deletes a file of the party. */
    synchronized void remove(String folder, String name) throws IOException {
        if (folder.equals(IN)) {
            if (uploads.containsKey(name)) {
                throw refusal(SftpProblem.BEING_WRITTEN);
            }
            spool.unmarkClosed(name);
        }
        Files.delete(root.resolve(folder).resolve(name));
    }

    /** What a file taken lately looked like; empty when something else stands under the name now. */
    synchronized Optional<Taken> taken(String name) {
        return Optional.ofNullable(taken.get(name));
    }

    /**
     * Takes what was complete when the gateway stopped: files with their {@code .ok}, or, after the party's file changed to
     * ON_CLOSE, files closed completely under a final name. Half files have no marker and stay. A signature whose file was taken
     * goes after it.
     */
    void recover() throws IOException {
        recover(false);
    }

    /** The same of what another process left, while that may still be at work. */
    void recoverLeft() throws IOException {
        recover(true);
    }

    private synchronized void recover(boolean left) throws IOException {
        Optional<Party.SftpDrop> wanted = drop.get();
        if (wanted.isEmpty()) {
            return;
        }
        Party.SftpDrop.Trigger trigger = wanted.get().trigger();
        for (String name : names()) {
            if (FileNames.isSignature(name)) {
                // It may have gone with its file a moment ago.
                if (Files.exists(in(name)) && spool.isTaken(FileNames.withoutSignature(name), in(name))) {
                    Files.delete(in(name));
                    spool.unmarkClosed(name);
                }
                continue;
            }
            boolean due =
                    switch (trigger) {
                        case ON_CLOSE -> !FileNames.isTemporary(name);
                        case ON_OK_FILE -> Files.exists(in(name + ".ok")) && (!left || spool.isLeft(in(name + ".ok")));
                        case ON_SIGNATURE -> signature(name).isPresent();
                    };
            // Not while somebody still writes the one or the other: who closes it takes the file himself.
            boolean isOpen = uploads.containsKey(name) || uploads.containsKey(name + ".ok");
            if (due && !isOpen && spool.isClosed(name, in(name)) && (!left || spool.isLeftClosed(name))) {
                LOG.info("taking a file that was complete when a process ended, home {}", root.getFileName());
                take(in(name), name);
                Files.deleteIfExists(in(name + ".ok"));
            }
        }
    }

    private Set<String> names() throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> files = Files.list(root.resolve(IN))) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    static SenderMustCorrect refusal(ProblemKind kind, Object... arguments) {
        return new SenderMustCorrect(kind, Location.WHOLE, arguments);
    }
}
