package org.anze.gateway.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * A sharing agreement 共享授权: what one recipient is given, for one purpose, on which legal basis. Immutable; the file is
 * {@code parties/<recipient>/agreements/<id>.yaml}.
 *
 * @param version from 1, one more with every change of the file
 * @param persons how people appear in masked units, where a grant does not say otherwise
 * @param validFrom first day, from midnight in China
 * @param validTo last day, to its end in China
 * @param docRef number of the signed document
 * @param approvedBy the office that approved it
 * @param revokedAt from then on nothing is given, even if the period still runs; null when not revoked
 * @param importantData whether what it covers was found to be important data 重要数据 (GB/T 43697): then nothing of it goes to the
 *     industry platform or the public (DOMAIN.md B4)
 * @param recordsPerDay most records that may be given on one day in China; null for no limit
 * @param coverage which records it reaches
 * @param grants in the order of the file; of several for a type the first that fits a record decides, and a type not named is
 *     not given
 */
public record Agreement(
        String id,
        int version,
        String recipient,
        Purpose purpose,
        Persons persons,
        List<Basis> legalBasis,
        SharingClass sharingClass,
        LocalDate validFrom,
        LocalDate validTo,
        String docRef,
        String approvedBy,
        @Nullable Instant revokedAt,
        boolean importantData,
        @Nullable Long recordsPerDay,
        Coverage coverage,
        List<Grant> grants) {

    /** The days of an agreement are days in China, which has had no daylight saving time since 1991. */
    static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    /** Copies the lists. */
    public Agreement {
        legalBasis = List.copyOf(legalBasis);
        grants = List.copyOf(grants);
    }

    /**
     * A document and the article of it that allows the sharing.
     *
     * @param until last day on which it does; null when no end is known. The agreement ends with the first of its bases
     */
    public record Basis(
            String document, String article, @Nullable LocalDate until) {}

    /** What a grant opens. */
    public enum Kind {
        /** Records, unit by unit. */
        RECORDS,
        /** Figures over cells of at least five records: the letter A of DOMAIN.md B2. */
        AGGREGATE,
        /** The answer yes or no to a question about one unit: "status" of DOMAIN.md B2. */
        STATUS
    }

    /**
     * What is given of one record type. Units named nowhere are withheld; {@code key} and {@code scope} are always given.
     *
     * @param give units given in the clear; empty unless records are given, like {@code mask}
     * @param mask units given masked, whole or in part
     * @param maskedFields unit → the fields of it that are masked, the others standing unmasked in the gateway's statement; a
     *     masked unit that is not here is masked whole
     * @param own only the recipient's own records; null for all in scope
     * @param where only records for which it holds; null for all in scope
     * @param singleCase only this record; null for no such limit
     * @param persons how people appear in masked units
     */
    public record Grant(
            RecordType type,
            Kind kind,
            List<String> give,
            List<String> mask,
            Map<String, Set<String>> maskedFields,
            @Nullable Own own,
            @Nullable RowCondition where,
            @Nullable SingleCase singleCase,
            Persons persons) {
        /** Copies the lists. */
        public Grant {
            give = List.copyOf(give);
            mask = List.copyOf(mask);
            maskedFields = Map.copyOf(maskedFields);
        }

        /** Whether it reaches every record in scope. */
        public boolean isUnconditional() {
            return own == null && where == null && singleCase == null;
        }

        /** Whether records under it are sent unasked: not single cases, and nobody is sent back what it sent. */
        public boolean isPushed() {
            return kind == Kind.RECORDS && singleCase == null && own != Own.SENDER;
        }
    }

    /** Sharing class of 《政务数据共享条例》; what may not be shared at all has no agreement. */
    public enum SharingClass {
        UNCONDITIONAL("无条件共享"),
        CONDITIONAL("有条件共享");

        private final String zh;

        SharingClass(String zh) {
            this.zh = zh;
        }

        /** Chinese word. */
        public String zh() {
            return zh;
        }
    }

    /** How people appear in masked units: the letters M and P of DOMAIN.md B2. */
    public enum Persons {
        /** 张*, 138****0000. */
        MASKED("脱敏"),
        /** HMAC-SM3 under the key of the purpose: the same person can be recognised, not named. */
        PSEUDONYMISED("假名化");

        private final String zh;

        Persons(String zh) {
            this.zh = zh;
        }

        /** Chinese word. */
        public String zh() {
            return zh;
        }
    }

    /** The instant it begins, inclusive. */
    public Instant from() {
        return validFrom.atStartOfDay().toInstant(CHINA);
    }

    /** The instant its last day ends, exclusive; an earlier revocation is not looked at. */
    public Instant until() {
        return validTo.plusDays(1).atStartOfDay().toInstant(CHINA);
    }

    /** Whether it allows anything at this moment. */
    public boolean inForce(Instant now) {
        return !now.isBefore(from()) && now.isBefore(end());
    }

    /** The instant the first of its legal bases ends, exclusive; null when no end is known. */
    @Nullable
    Instant basisEnd() {
        return legalBasis.stream()
                .map(Basis::until)
                .filter(Objects::nonNull)
                .min(LocalDate::compareTo)
                .map(day -> day.plusDays(1).atStartOfDay().toInstant(CHINA))
                .orElse(null);
    }

    /** The end that counts: the revocation or the end of a basis when it comes first. */
    public Instant end() {
        return Stream.of(until(), revokedAt, basisEnd())
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElseThrow();
    }
}
