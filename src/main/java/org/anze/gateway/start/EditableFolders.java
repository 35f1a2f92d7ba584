package org.anze.gateway.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.anze.gateway.access.change.ApprovedAgreements;
import org.anze.gateway.access.change.InForce;
import org.anze.gateway.access.change.ProposedTexts;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.routing.ConfigurationReload;
import org.anze.gateway.validation.Validator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the folders and keeps the snapshot that is in force. Safe for many threads; readers never wait.
 *
 * <p>Code tables and jurisdiction profiles are everybody's: when one of them is broken a reload keeps those in force, says
 * so, and reads the rest all the same, for an agreement may have been revoked; the first read refuses to start.
 *
 * <p>Files that are just being changed are not read: an agreement that is missing for the moment of its saving must not pass
 * for one that was withdrawn.
 */
final class EditableFolders implements ConfigurationReload {

    private static final Logger LOG = LoggerFactory.getLogger(EditableFolders.class);
    private static final int MOST_TRIES = 10;
    private static final List<String> WATCHED = List.of("parties", "mappings", "jurisdictions", "codes");

    private final HomeSettings home;
    private final RecordDefinitions definitions;
    private final ApprovedAgreements approved;
    private volatile @Nullable Snapshot snapshot;
    private volatile Consumer<Snapshot> listener = read -> {};
    /** What was read last looked like this; empty to read again whatever it looks like. */
    private String print;

    private String lastSeen = "";
    private long revision;

    EditableFolders(HomeSettings home, RecordDefinitions definitions, ApprovedAgreements approved) {
        this.home = home;
        this.definitions = definitions;
        this.approved = approved;
        OnDisk files = null;
        String before = "";
        for (int tried = 0; files == null && tried < MOST_TRIES; tried++) {
            before = fingerprint();
            OnDisk seen = read();
            // What is still being copied must not become what counts: giving it back would take two people.
            files = before.equals(fingerprint()) ? seen : null;
        }
        if (files == null) {
            throw new IllegalStateException(
                    "the folders change while they are read; start again when they stand still");
        }
        this.print = before;
        Snapshot first = follow(files);
        this.snapshot = first;
        report(first);
    }

    Snapshot current() {
        return Objects.requireNonNull(snapshot);
    }

    /** Told after each reload. */
    void whenReloaded(Consumer<Snapshot> consumer) {
        listener = consumer;
    }

    @Override
    public synchronized ReloadResult reload() {
        try {
            String before = fingerprint();
            OnDisk files = read();
            if (!before.equals(fingerprint())) {
                return result(current(), List.of("文件正在修改，稍后自动读取 / files are being changed; they are read in a moment"));
            }
            Snapshot read = follow(files);
            print = before;
            snapshot = read;
            report(read);
            return result(read, tell(read));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the folders could not be read; what was in force stays in force");
            return result(current(), List.of(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public List<String> otherFaults() {
        return current().otherFaults();
    }

    private List<String> tell(Snapshot read) {
        try {
            listener.accept(read);
            return read.broken();
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .log("what was read is in force, but not all channels follow; they are told again");
            print = "";
            List<String> broken = new ArrayList<>(read.broken());
            broken.add(String.valueOf(e.getMessage()));
            return broken;
        }
    }

    /**
     * Reloads when files have changed and have stood still for one look since, or when people have approved agreements; called
     * every few seconds.
     */
    synchronized void reloadIfChanged() {
        String seen = fingerprint();
        boolean still = seen.equals(lastSeen);
        lastSeen = seen;
        if (still && (!seen.equals(print) || approved.revision() != revision)) {
            reload();
        }
    }

    private static ReloadResult result(Snapshot read, List<String> broken) {
        return new ReloadResult(
                read.parties().all().size(),
                read.agreements().all().size(),
                read.mappings().names().size(),
                broken);
    }

    private static void report(Snapshot read) {
        LOG.atInfo()
                .addKeyValue("parties", read.parties().all().size())
                .addKeyValue("agreements", read.agreements().all().size())
                .log("folders read");
        read.broken().forEach(sentence -> LOG.atError().log("stopped: " + sentence));
    }

    private OnDisk read() {
        try {
            Snapshot before = snapshot;
            List<String> kept = new ArrayList<>();
            CodeTables codes;
            Profiles profiles;
            Validator validator;
            try {
                codes = CodeTables.load(home.editable("codes"));
                profiles = Profiles.load(home.editable("jurisdictions"));
                validator = new Validator(definitions, profiles, codes);
            } catch (IOException | RuntimeException e) {
                if (before == null) {
                    throw e;
                }
                LOG.atError().setCause(e).log("codes or jurisdictions are broken; those in force stay in force");
                kept.add("codes, jurisdictions: " + e.getMessage());
                codes = before.codes();
                profiles = before.profiles();
                validator = before.validator();
            }
            Parties parties = Parties.load(home.editable("parties"));
            ProposedTexts agreements = ProposedTexts.read(home.editable("parties"));
            Mappings mappings = Mappings.load(home.editable("mappings"), definitions, codes);
            return new OnDisk(parties, agreements, mappings, codes, profiles, validator, kept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the folders say; of agreements, types and credit codes it is only what somebody proposes. */
    private record OnDisk(
            Parties parties,
            ProposedTexts agreements,
            Mappings mappings,
            CodeTables codes,
            Profiles profiles,
            Validator validator,
            List<String> kept) {}

    /** May put in force what gives nobody more, so only files that stand still get here. */
    private Snapshot follow(OnDisk files) {
        InForce counts = approved.follow(
                files.agreements(), files.parties(), files.codes().regions());
        List<String> kept = new ArrayList<>(files.kept());
        counts.waiting()
                .forEach(party -> kept.add("parties/" + party
                        + ": 授权变更待两人批准，仍按原授权执行 / a change of agreements waits for two people; those in force stay"));
        revision = counts.revision();
        return new Snapshot(
                counts.parties(),
                counts.agreements(),
                files.mappings(),
                files.codes(),
                files.profiles(),
                files.validator(),
                kept);
    }

    private String fingerprint() {
        StringBuilder print = new StringBuilder();
        for (String folder : WATCHED) {
            try (Stream<Path> files = Files.walk(home.editable(folder), 6)) {
                files.filter(Files::isRegularFile).sorted().forEach(file -> append(print, file));
            } catch (IOException e) {
                // A folder that is being replaced right now; the next look will see it whole.
                print.append(folder).append('?');
            }
        }
        return print.toString();
    }

    private static void append(StringBuilder print, Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            print.append(file)
                    .append(attributes.size())
                    .append(':')
                    .append(attributes.lastModifiedTime().toMillis())
                    .append('\n');
        } catch (IOException e) {
            print.append(file).append('?');
        }
    }
}
