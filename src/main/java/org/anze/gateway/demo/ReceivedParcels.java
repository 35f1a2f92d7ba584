package org.anze.gateway.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.seal.Suite;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a demo recipient keeps, whatever channel it is served over: checks the proof and the sequence of numbers, keeps the
 * parcel durably, and says what to answer. The last number is known again after a restart because it is read from the files.
 *
 * <p>Files: {@code <nine digits>.parcel.json} and the renditions under their own names; a parcel whose proof failed is kept
 * as {@code <nine digits>.refused.json} so that an operator can look at it. The document is written after its renditions:
 * where it stands, the parcel is whole. Safe for many threads.
 */
public final class ReceivedParcels {

    private static final Pattern KEPT = Pattern.compile("(\\d{9,18})\\.(parcel|refused)\\.json");
    private static final Pattern RENDITION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int MOST_FAULTS = 100;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;
    private final Check check;
    private final RecipientFaults faults;
    private final List<String> violations = new ArrayList<>();
    private long last;

    /** Looks into a parcel's evidence. */
    @FunctionalInterface
    public interface Check {
        /**
         * @param renditions file name → bytes
         * @return why the parcel cannot be trusted; null when everything is proven
         */
        @Nullable
        String reason(byte[] document, Map<String, byte[]> renditions);
    }

    /** What happened to a parcel. */
    public enum Verdict {
        /** New, proven, kept. */
        KEPT,
        /** The same bytes were here before; answered as then. */
        REPEATED,
        /** Its proof failed; kept aside, its number is used up. */
        UNPROVEN,
        /** A number was left out; nothing was kept and no receipt may be given, the gateway has to send what is missing. */
        GAP,
        /** Other bytes under a number that was received before; nothing was kept and no receipt may be given. */
        CONFLICT
    }

    /**
     * @param receipt what to answer; null when the recipient must not settle the parcel
     * @param reason why it is not simply kept; null otherwise
     */
    public record Outcome(
            Verdict verdict,
            @Nullable RecipientReceipt receipt,
            @Nullable String reason) {}

    /** Keeps in {@code folder}, which is created; nothing is refused but what fails the check. */
    public ReceivedParcels(Path folder, Check check) throws IOException {
        this(folder, check, new RecipientFaults());
    }

    /** With switches; only the refusal of single records is looked at here, the rest is the channel's matter. */
    public ReceivedParcels(Path folder, Check check, RecipientFaults faults) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.check = check;
        this.faults = faults;
        this.last = lastKept(folder);
    }

    private static long lastKept(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> KEPT.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .mapToLong(name -> Long.parseLong(name.group(1)))
                    .max()
                    .orElse(0);
        }
    }

    /**
     * Takes a parcel in. When a receipt comes back, the parcel is durable.
     *
     * @param renditions file name → bytes
     * @throws IOException when it could not be kept; no receipt may be given
     */
    public synchronized Outcome accept(long number, byte[] document, Map<String, byte[]> renditions)
            throws IOException {
        if (number >= 1 && number <= last) {
            return repeated(number, document);
        }
        if (number != last + 1) {
            return violation(Verdict.GAP, "expected parcel " + (last + 1) + " but got " + number);
        }
        String reason = reasonAgainst(document, renditions);
        if (reason == null) {
            for (Map.Entry<String, byte[]> rendition : renditions.entrySet()) {
                keep(rendition.getKey(), rendition.getValue());
            }
        }
        keep(reason == null ? parcelName(number) : refusedName(number), document);
        last = number;
        if (reason != null) {
            note("parcel " + number + ": " + reason);
            return new Outcome(Verdict.UNPROVEN, refusal(number, reason), reason);
        }
        return new Outcome(Verdict.KEPT, receipt(number, document), null);
    }

    private @Nullable String reasonAgainst(byte[] document, Map<String, byte[]> renditions) {
        for (String name : renditions.keySet()) {
            if (!RENDITION.matcher(name).matches() || KEPT.matcher(name).matches()) {
                return "rendition with an unsafe name";
            }
        }
        return check.reason(document, renditions);
    }

    private Outcome repeated(long number, byte[] document) throws IOException {
        Path parcel = folder.resolve(parcelName(number));
        Path refused = folder.resolve(refusedName(number));
        boolean unproven = Files.exists(refused);
        byte[] before = Files.readAllBytes(unproven ? refused : parcel);
        if (!Arrays.equals(before, document)) {
            if (isEmptied(document) && check.reason(document, Map.of()) == null) {
                // Its agreement ended before our receipt arrived; what we have is ours, nothing new was given.
                keep(Parcel.fileBase(number) + ".emptied.json", document);
                return new Outcome(Verdict.REPEATED, receipt(number, document), null);
            }
            return violation(Verdict.CONFLICT, "parcel " + number + " was received before with other bytes");
        }
        RecipientReceipt receipt =
                unproven ? refusal(number, "its proof failed when it came first") : receipt(number, document);
        return new Outcome(Verdict.REPEATED, receipt, null);
    }

    private static boolean isEmptied(byte[] document) {
        try {
            return JSON.readTree(document).path("manifest").path("statement").isString();
        } catch (JacksonException e) {
            // No JSON, so no replacement either.
            return false;
        }
    }

    private RecipientReceipt receipt(long number, byte[] document) {
        List<Settlement.RefusedRecord> refused = new ArrayList<>();
        if (faults.refusesAny()) {
            for (long index : ledgerIndexes(document)) {
                if (faults.refuses(index)) {
                    refused.add(new Settlement.RefusedRecord(index, "refused on purpose"));
                }
            }
        }
        RecipientReceipt.Status status =
                refused.isEmpty() ? RecipientReceipt.Status.ACKNOWLEDGED : RecipientReceipt.Status.REFUSED;
        String digest = Base64.getEncoder().encodeToString(Suite.SM.hash(document));
        return new RecipientReceipt(number, status, refused, digest);
    }

    private static RecipientReceipt refusal(long number, String reason) {
        String words = reason.substring(0, Math.min(500, reason.length()));
        return new RecipientReceipt(
                number, RecipientReceipt.Status.REFUSED, List.of(new Settlement.RefusedRecord(-1, words)));
    }

    private static List<Long> ledgerIndexes(byte[] document) {
        List<Long> indexes = new ArrayList<>();
        try {
            for (JsonNode entry : JSON.readTree(document).path("evidence").path("entries")) {
                indexes.add(entry.path("header").path("index").asLong(-1));
            }
        } catch (JacksonException e) {
            // A document that is no JSON names no records; whether that is right is the check's to say.
            return List.of();
        }
        return indexes;
    }

    private Outcome violation(Verdict verdict, String reason) {
        note(reason);
        return new Outcome(verdict, null, reason);
    }

    private void note(String fault) {
        if (violations.size() < MOST_FAULTS) {
            violations.add(fault);
        }
    }

    private void keep(String name, byte[] bytes) throws IOException {
        Path temporary = folder.resolve("." + name + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        // The rename itself has to survive a power cut before the receipt goes out.
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static String parcelName(long number) {
        return Parcel.fileBase(number) + ".parcel.json";
    }

    private static String refusedName(long number) {
        return Parcel.fileBase(number) + ".refused.json";
    }

    /** The number of the newest parcel taken in; 0 when there is none. */
    public synchronized long last() {
        return last;
    }

    /** Where the parcels lie. */
    public Path folder() {
        return folder;
    }

    /** What was wrong with what came: gaps, conflicts, failed proofs; the first hundred. Empty in a healthy demo. */
    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
