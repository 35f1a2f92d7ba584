package org.anze.gateway.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of one party as its {@code secret.hash} lists them, one a line. Two stand there while one replaces the other;
 * the line of the one that goes then ends in {@code until=2026-12-31}, so that no overlap is without end.
 */
record SecretFile(List<Entry> entries) {

    /** Most secrets that one file holds. */
    static final int MOST = 2;

    private static final long LONGEST = 4096;
    private static final String UNTIL = " until=";
    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    /**
     * One line.
     *
     * @param until last day it is taken, in China's time zone, inclusive; null for any
     */
    record Entry(SecretHash hash, @Nullable LocalDate until) {

        private static Entry parse(String line) {
            int end = line.indexOf(UNTIL);
            if (end < 0) {
                return new Entry(SecretHash.parse(line), null);
            }
            try {
                return new Entry(
                        SecretHash.parse(line.substring(0, end)),
                        LocalDate.parse(line.substring(end + UNTIL.length())));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("until is no date like 2026-12-31");
            }
        }

        private boolean isInForce(Instant now) {
            return until == null || !now.atZone(CHINA).toLocalDate().isAfter(until);
        }
    }

    /** Copies the list. */
    SecretFile {
        entries = List.copyOf(entries);
    }

    /**
     * Reads the file; one that is not there holds no secret.
     *
     * @throws IOException when it is there and cannot be read
     * @throws IllegalArgumentException when it has another form, without quoting it
     */
    static SecretFile read(Path file) throws IOException {
        try {
            if (Files.size(file) > LONGEST) {
                throw new IllegalArgumentException("longer than " + LONGEST + " bytes");
            }
            List<Entry> entries = Files.readString(file, StandardCharsets.US_ASCII)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .map(Entry::parse)
                    .toList();
            if (entries.isEmpty() || entries.size() > MOST) {
                throw new IllegalArgumentException("one secret a file, two while one replaces the other");
            }
            if (entries.stream().filter(entry -> entry.until() == null).count() > 1) {
                throw new IllegalArgumentException("of two secrets one must say until when");
            }
            return new SecretFile(entries);
        } catch (NoSuchFileException none) {
            return new SecretFile(List.of());
        }
    }

    /** Those that are taken at this moment. */
    List<SecretHash> inForce(Instant now) {
        return entries.stream()
                .filter(entry -> entry.isInForce(now))
                .map(Entry::hash)
                .toList();
    }
}
