package org.anze.gateway.delivery.sftp;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.feed.Courier;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.feed.Settlements;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.SenderMustCorrect;
import org.apache.sshd.sftp.common.SftpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Pushes parcels to recipients' own SFTP servers and fetches their receipts.
 *
 * <p>Protocol: into {@code <folder>} go the renditions and then {@code <nine digits>.parcel.json}, each under {@code .part}
 * until it is whole. The recipient writes {@code <nine digits>.receipt.json} (under another name first) into
 * {@code receipts} beside that folder; {@link #poll} settles the parcel and deletes the receipt. A receipt that already
 * stands there settles a parcel without pushing it again, so nothing is sent twice only because the gateway was restarted.
 * While a recipient owes receipts the courier polls it every second by itself.
 *
 * <p>Safe for many threads; calls for one recipient run one after the other over one kept session.
 */
public final class SftpCourier implements Courier {

    private static final Logger LOG = LoggerFactory.getLogger(SftpCourier.class);
    private static final Pattern RECEIPT = Pattern.compile("(\\d{9,18})\\.receipt\\.json");
    private static final long LOOK_AGAIN_MS = 50;

    private final Path credentials;
    private final Settlements settlements;
    private final Duration patience;
    private final SftpClients clients;
    private final ReceiptPoller poller = new ReceiptPoller(this::fetch);
    private final Map<String, RecipientServer> servers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "sftp-delivery-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param key the gateway's private SSH key, OpenSSH or PEM
     * @param credentials folder with {@code <party>/known_host}
     * @param patience how long {@link #deliver} looks for the receipt before it answers that it will come later; zero looks
     *     once
     */
    public SftpCourier(Path key, Path credentials, Settlements settlements, Duration patience) {
        this.credentials = credentials;
        this.settlements = settlements;
        this.patience = patience;
        this.clients = new SftpClients(key);
    }

    /** Makes it ready; connects to nobody yet. */
    public void start() {
        clients.start();
    }

    /** Ends all sessions, for good. What was being pushed is pushed again by the next run. */
    public void stop() {
        poller.stop();
        watch.shutdownNow();
        servers.values().forEach(RecipientServer::close);
        clients.stop();
    }

    @Override
    public Party.Channel channel() {
        return Party.Channel.SFTP;
    }

    @Override
    public Settlement deliver(Party recipient, Parcel parcel) throws IOException {
        Settlement settlement = server(recipient)
                .run(Target.of(recipient, credentials), (server, target) -> deliver(server, target, parcel));
        // Also when it is settled: the receipt still lies there and has to be cleared away.
        poller.expect(recipient, parcel.number());
        return settlement;
    }

    private Settlement deliver(RecipientServer server, Target target, Parcel parcel) throws IOException {
        String receipt = target.receipts() + "/" + parcel.fileBase() + ".receipt.json";
        Optional<Settlement> earlier = settlement(server, receipt, parcel, Level.WARN);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Parcel.Rendition document = parcel.enclosedDocument()
                .orElseGet(() -> new Parcel.Rendition(parcel.documentName(), "application/json", parcel.document()));
        for (Parcel.Rendition rendition : parcel.renditions()) {
            if (!rendition.name().equals(document.name())) {
                server.put(target.folder() + "/" + rendition.name(), rendition.content());
            }
        }
        // Last, because it tells the recipient that everything is there.
        server.put(target.folder() + "/" + document.name(), document.content());
        return await(server, receipt, parcel);
    }

    private Settlement await(RecipientServer server, String receipt, Parcel parcel) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        // What does not count is said before the next attempt, and not at each look.
        Optional<Settlement> settlement = settlement(server, receipt, parcel, Level.DEBUG);
        while (settlement.isEmpty() && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            settlement = settlement(server, receipt, parcel, Level.DEBUG);
        }
        return settlement.orElseGet(Settlement.AwaitingReceipt::new);
    }

    /**
     * One that cannot be read or is about other bytes may lie there since an earlier attempt. It does not count: the parcel
     * goes again, and the recipient's next receipt takes its place.
     */
    private static Optional<Settlement> settlement(RecipientServer server, String receipt, Parcel parcel, Level told)
            throws IOException {
        Optional<byte[]> text = server.get(receipt);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                            RecipientReceipt.parse(text.get(), parcel.number()).toSettlement())
                    .filter(settlement -> settlement.isAbout(parcel.document()));
        } catch (IOException e) {
            LOG.atLevel(told)
                    .log("receipt {} of {} does not count: {}", parcel.number(), parcel.recipient(), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Fetches the receipts that lie at the recipient, settles their parcels, and deletes them there. A receipt that cannot
     * be read, or is about a parcel that was never made or about other bytes, stays and is looked at again next time.
     *
     * @return number of parcels settled
     * @throws IOException when the recipient cannot be reached; receipts settled before that stay settled
     */
    public int poll(Party recipient) throws IOException {
        return fetch(recipient).size();
    }

    private Set<Long> fetch(Party recipient) throws IOException {
        return server(recipient).run(Target.of(recipient, credentials), (server, target) -> {
            Set<Long> settled = new HashSet<>();
            for (String name : server.names(target.receipts())) {
                Matcher receipt = RECEIPT.matcher(name);
                if (receipt.matches()) {
                    long number = Long.parseLong(receipt.group(1));
                    if (settle(server, recipient, target.receipts() + "/" + name, number)) {
                        settled.add(number);
                    }
                }
            }
            return settled;
        });
    }

    private boolean settle(RecipientServer server, Party recipient, String path, long number) throws IOException {
        Optional<byte[]> text = server.get(path);
        if (text.isEmpty()) {
            return false;
        }
        try {
            Settlement settlement = RecipientReceipt.parse(text.get(), number).toSettlement();
            if (!settlements.settle(recipient.id(), number, settlement)) {
                LOG.warn("{} sent a receipt for parcel {} which was never made", recipient.id(), number);
                return false;
            }
        } catch (IOException | SenderMustCorrect e) {
            LOG.warn("receipt {} of {} does not count: {}", number, recipient.id(), e.getMessage());
            return false;
        }
        try {
            FaultPoints.before(Step.SFTP_RECEIPT_REMOVE, IOException::new);
            server.remove(path);
            FaultPoints.after(Step.SFTP_RECEIPT_REMOVE, IOException::new);
        } catch (SftpException e) {
            // The parcel is settled all the same; settling it again next time does no harm.
            LOG.warn("{} does not let us delete receipts: {}", recipient.id(), e.getMessage());
        }
        return true;
    }

    private RecipientServer server(Party recipient) {
        return servers.computeIfAbsent(recipient.id(), id -> new RecipientServer(clients, watch));
    }
}
