package org.anze.gateway.start;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.jurisdiction.Profiles;
import org.anze.gateway.mapping.Mappings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.routing.ConfigurationReload;
import org.anze.gateway.validation.Validator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the folders and keeps the snapshot that is in force. Safe for many threads; readers never wait.
 *
 * <p>Code tables and jurisdiction profiles are everybody's: when one of them is broken a reload keeps what was in force
 * and says so, and the first read refuses to start.
 */
final class EditableFolders implements ConfigurationReload {

    private static final Logger LOG = LoggerFactory.getLogger(EditableFolders.class);
    private static final List<String> WATCHED = List.of("parties", "mappings", "jurisdictions", "codes");

    private final HomeSettings home;
    private final RecordDefinitions definitions;
    private volatile Snapshot snapshot;
    private volatile Consumer<Snapshot> listener = read -> {};
    private String print;

    EditableFolders(HomeSettings home, RecordDefinitions definitions) {
        this.home = home;
        this.definitions = definitions;
        this.print = fingerprint();
        this.snapshot = read();
        report(snapshot);
    }

    Snapshot current() {
        return snapshot;
    }

    /** Told after each reload. */
    void whenReloaded(Consumer<Snapshot> consumer) {
        listener = consumer;
    }

    @Override
    public synchronized ReloadResult reload() {
        print = fingerprint();
        try {
            Snapshot read = read();
            snapshot = read;
            report(read);
            listener.accept(read);
            return result(read, read.broken());
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("the folders could not be read; what was in force stays in force");
            return result(snapshot, List.of(String.valueOf(e.getMessage())));
        }
    }

    /** Reloads when a file has changed since the last look; called every few seconds. */
    synchronized void reloadIfChanged() {
        if (!fingerprint().equals(print)) {
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

    private Snapshot read() {
        try {
            CodeTables codes = CodeTables.load(home.editable("codes"));
            Profiles profiles = Profiles.load(home.editable("jurisdictions"));
            Parties parties = Parties.load(home.editable("parties"));
            Agreements agreements = Agreements.load(home.editable("parties"), definitions, parties, codes.regions());
            Mappings mappings = Mappings.load(home.editable("mappings"), definitions, codes);
            return new Snapshot(parties, agreements, mappings, codes, new Validator(definitions, profiles, codes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
