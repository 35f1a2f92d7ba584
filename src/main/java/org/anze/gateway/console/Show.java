package org.anze.gateway.console;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.anze.gateway.access.Decision;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Severity;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;

/**
 * How values look on a page, in the language of the request. Templates know it as {@code show}. Safe for many threads.
 *
 * <p>Public because template expressions call it; nobody else does.
 */
public final class Show {

    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(CHINA);

    private final MessageSource messages;
    private final Supplier<Parties> parties;
    private final Clock clock;

    Show(MessageSource messages, Supplier<Parties> parties, Clock clock) {
        this.messages = messages;
        this.parties = parties;
        this.clock = clock;
    }

    /** Whether the reader wants Chinese. */
    public boolean chinese() {
        return !Locale.ENGLISH
                .getLanguage()
                .equals(LocaleContextHolder.getLocale().getLanguage());
    }

    /** The text for this language. */
    public String either(String zh, String en) {
        return chinese() ? zh : en;
    }

    /** A whole number with separators; a dash for none. */
    public String number(@Nullable Long value) {
        return value == null ? "–" : String.format(Locale.ROOT, "%,d", value);
    }

    /** Beijing time to the second; a dash for none. */
    public String time(@Nullable Instant instant) {
        return instant == null ? "–" : TIME.format(instant);
    }

    /** How long ago, to one unit: 4 分钟, 4 min. */
    public String age(@Nullable Instant instant) {
        if (instant == null) {
            return "–";
        }
        Duration age = Duration.between(instant, clock.instant());
        if (age.toMinutes() < 1) {
            return text("age.seconds", Math.max(0, age.toSeconds()));
        }
        if (age.toHours() < 1) {
            return text("age.minutes", age.toMinutes());
        }
        return age.toDays() < 1 ? text("age.hours", age.toHours()) : text("age.days", age.toDays());
    }

    /** Sizes as people say them. */
    public String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        return bytes < 1L << 20
                ? String.format(Locale.ROOT, "%.1f KB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1048576.0);
    }

    /** A party by its name; its id when its file is broken or gone. */
    public String party(String id) {
        Optional<Party> party = parties.get().find(id);
        return party.map(known -> either(known.name().zh(), known.name().en())).orElse(id);
    }

    /** A record type. */
    public String type(RecordType type) {
        return either(type.zh(), type.code());
    }

    /** A word of a closed list, such as {@code submission.state} and {@code ACCEPTED}; the word itself when we have none. */
    public String word(String list, String value) {
        String text = messages.getMessage(list + "." + value, null, value, LocaleContextHolder.getLocale());
        return text == null ? value : text;
    }

    /** What came of an item of a task: reasons in words, codes and numbers as they are; empty for nothing. */
    public String detail(@Nullable String detail) {
        if (detail == null) {
            return "";
        }
        return Stream.of(detail.split(", ", -1))
                .map(part -> Stream.of(Decision.Reason.values())
                        .filter(reason -> reason.name().equals(part))
                        .findFirst()
                        .map(reason -> either(reason.zh(), reason.en()))
                        .orElse(part))
                .collect(Collectors.joining(", "));
    }

    /** What is wrong. */
    public String finding(Finding finding) {
        return either(finding.zh(), finding.en());
    }

    /** What to do about it. */
    public String remedy(Finding finding) {
        return either(finding.remedyZh(), finding.remedyEn());
    }

    /** How much a problem weighs. */
    public String severity(Severity severity) {
        return either(severity.zh(), severity.en());
    }

    /** Base64, as checkpoints write hashes. */
    public String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Hexadecimal, as people compare digests. */
    public String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** Bytes that are text. */
    public String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String text(String key, long argument) {
        return messages.getMessage(key, new Object[] {String.valueOf(argument)}, LocaleContextHolder.getLocale());
    }
}
