package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.identity.Identities;
import org.anze.gateway.intake.IntakeDesk;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SupplementaryReceipts;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.apache.sshd.common.file.root.RootedFileSystemProvider;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.server.SshServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SFTP server and what happens behind it. Started once after the intake desk is ready and stopped once before that
 * ends. What lay complete in the spool when the gateway stopped is handed over again on start.
 */
public final class SftpIntake {

    private static final Logger LOG = LoggerFactory.getLogger(SftpIntake.class);
    private static final String SPOOL = ".spool";
    /** How often open sessions are held against the keys: withdrawing one takes effect after this at the latest. */
    private static final long CREDENTIALS_LOOK_S = 5;

    private static final long SWEEP_EVERY_S = 600;
    private static final long TAKE_OVER_EVERY_S = 10;

    private final SftpIntakeSettings settings;
    private final Supplier<Parties> parties;
    private final IntakeDesk desk;
    private final Rejects rejects;
    private final Clock clock;
    private final Map<String, Station> stations = new ConcurrentHashMap<>();
    private final ExecutorService takers;
    private final ExecutorService receiptWriters;
    private final ScheduledExecutorService timer;
    private final @Nullable SupplementaryReceipts supplements;
    private final PartyKeys keys;
    private final SshServer server;

    /** All that belongs to one party. */
    private record Station(
            PartyHome home, PartyDrop drop, ReceiptFiles receipts, Spool spool, Lane intake, Lane notes) {}

    /** Without second receipts. */
    public SftpIntake(
            SftpIntakeSettings settings,
            Supplier<Parties> parties,
            Identities identities,
            IntakeDesk desk,
            Rejects rejects,
            Clock clock) {
        this(settings, parties, identities, desk, rejects, null, clock);
    }

    /**
     * Nothing is opened before {@link #start()}.
     *
     * @param supplements second receipts to be handed over; null when there are none
     */
    public SftpIntake(
            SftpIntakeSettings settings,
            Supplier<Parties> parties,
            Identities identities,
            IntakeDesk desk,
            Rejects rejects,
            @Nullable SupplementaryReceipts supplements,
            Clock clock) {
        this.settings = settings;
        this.parties = parties;
        this.desk = desk;
        this.rejects = rejects;
        this.clock = clock;
        this.takers = Executors.newFixedThreadPool(settings.takers(), new NamedThreads("sftp-taker"));
        this.receiptWriters = Executors.newFixedThreadPool(2, new NamedThreads("sftp-receipts"));
        this.timer = Executors.newSingleThreadScheduledExecutor(new NamedThreads("sftp-timer"));
        HomeAccess access = new HomeAccess(party -> station(party).home());
        this.keys = new PartyKeys(identities, this::isOpenTo);
        this.supplements = supplements;
        this.server = SftpServerFactory.create(settings, keys, new Homes(), new DropSubsystem.Factory(access));
        this.server.addSessionListener(keys);
    }

    /** Opens the homes, takes up what was left in the spool, and listens. */
    public synchronized void start() throws IOException {
        Files.createDirectories(settings.home());
        refresh();
        try (Stream<Path> left =
                Files.list(Files.createDirectories(settings.home().resolve(SPOOL)))) {
            for (Path folder : left.toList()) {
                station(folder.getFileName().toString());
            }
        }
        followSupplements();
        server.start();
        timer.scheduleWithFixedDelay(this::endWithdrawn, CREDENTIALS_LOOK_S, CREDENTIALS_LOOK_S, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::sweep, SWEEP_EVERY_S, SWEEP_EVERY_S, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(this::takeOver, TAKE_OVER_EVERY_S, TAKE_OVER_EVERY_S, TimeUnit.SECONDS);
        LOG.info("SFTP listens on {}:{}", settings.host(), port());
    }

    /** Sees to what another node with the same home took and did not see to: it may be gone. */
    void takeOver() {
        atEach("what another node left in the spool is not seen to yet", station -> {
            station.home().recoverLeft();
            if (station.spool().hasLeft()) {
                station.intake().signal();
                station.notes().signal();
            }
        });
    }

    private void sweep() {
        atEach("what other processes left in the spool is still there", station -> station.spool()
                .sweep());
    }

    private interface Look {
        void at(Station station) throws IOException;
    }

    private void atEach(String trouble, Look look) {
        stations.forEach((party, station) -> {
            try {
                look.at(station);
            } catch (IOException | RuntimeException | Error e) {
                // It would end the schedule; it is looked again.
                LOG.atWarn()
                        .addKeyValue("party", party)
                        .addKeyValue("error", e.toString())
                        .log(trouble);
            }
        });
    }

    private void followSupplements() {
        if (supplements == null) {
            return;
        }
        SupplementHandOver handOver =
                new SupplementHandOver(supplements, party -> station(party).receipts());
        Lane lane = lane("supplements", receiptWriters, () -> {
            handOver.handOver();
            return false;
        });
        supplements.whenMade(lane::signal);
        // The bell may have rung in a process that is gone.
        timer.scheduleWithFixedDelay(lane::signal, 0, 60, TimeUnit.SECONDS);
    }

    /** After the parties' files were read again: makes new homes, ends the sessions of those who may no longer be here. */
    public void refresh() throws IOException {
        for (Party party : parties.get().all()) {
            if (isOpenTo(party)) {
                station(party.id());
            }
        }
        endWithdrawn();
    }

    /**
     * Ends the sessions whose party is gone or may no longer be here, and those whose key was withdrawn. Cheap: files are read
     * when they changed.
     */
    public void endWithdrawn() {
        if (server.isStarted()) {
            keys.endWithdrawn(server.getActiveSessions());
        }
    }

    /** Stops listening, lets running hand-overs end for ten seconds, then interrupts them; nothing is lost by it. */
    public synchronized void stop() throws IOException {
        server.stop(true);
        timer.shutdownNow();
        for (ExecutorService pool : List.of(takers, receiptWriters)) {
            pool.shutdown();
        }
        try {
            for (ExecutorService pool : List.of(takers, receiptWriters)) {
                if (!pool.awaitTermination(10, TimeUnit.SECONDS)) {
                    pool.shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            takers.shutdownNow();
            receiptWriters.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** Party → number of files that were taken and not handed over yet, for the console and meters. */
    public Map<String, Integer> waiting() {
        return stations.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            try {
                return entry.getValue().drop().waiting();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    private boolean isOpenTo(String id) {
        return parties.get().find(id).filter(SftpIntake::isOpenTo).isPresent();
    }

    private static boolean isOpenTo(Party party) {
        boolean drops = party.intake() != null && party.intake().sftp() != null;
        boolean fetches = party.delivery() != null
                && party.delivery().channel() == Party.Channel.SFTP
                && party.delivery().endpoint() == null;
        return drops || fetches;
    }

    private Station station(String party) {
        return stations.computeIfAbsent(party, this::open);
    }

    private Station open(String party) {
        try {
            Spool spool = new Spool(settings.home().resolve(SPOOL).resolve(party), clock);
            ReceiptFiles files =
                    new ReceiptFiles(settings.home().resolve(party).resolve(PartyHome.RECEIPTS), spool, rejects);
            Lane receipts = lane(party + " receipts", receiptWriters, new PartyReceipts(spool, files, desk)::write);
            PartyDrop drop = new PartyDrop(spool, files, desk, () -> sound(party), receipts::signal);
            Lane handOver = lane(party + " intake", takers, drop::handOver);
            PartyHome home = new PartyHome(
                    settings.home().resolve(party), spool, settings.limits(), () -> drop(party), handOver::signal);
            home.recover();
            handOver.signal();
            receipts.signal();
            return new Station(home, drop, files, spool, handOver, receipts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Lane lane(String name, ExecutorService pool, Lane.Step step) {
        return new Lane("sftp " + name, pool, timer, settings.firstRetry(), settings.longestRetry(), step);
    }

    private Optional<Party.SftpDrop> drop(String id) {
        return parties.get().find(id).map(Party::intake).map(Party.Intake::sftp);
    }

    private Party sound(String id) {
        return parties.get()
                .find(id)
                .orElseThrow(() -> new IllegalStateException("the file of party " + id + " is missing or broken"));
    }

    /** Gives every session the home of its own party as its root. */
    private final class Homes extends VirtualFileSystemFactory {
        @Override
        public Path getUserHomeDir(SessionContext session) {
            return station(session.getUsername()).home().root();
        }

        @Override
        public FileSystem createFileSystem(SessionContext session) throws IOException {
            return new RootedFileSystemProvider().newFileSystem(getUserHomeDir(session), Map.of());
        }
    }
}
