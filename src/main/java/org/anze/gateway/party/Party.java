package org.anze.gateway.party;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A party as its file {@code parties/<id>/party.yaml} describes it. Immutable; a reload makes a new one.
 *
 * @param id the name used in folders, queues and the ledger: lower case letters, digits, hyphens
 * @param type party type of DOMAIN.md B1
 * @param name what people call it
 * @param uscc unified social credit code
 * @param regions region prefixes (2, 4 or 6 digits) of its licence area or jurisdiction; empty means everywhere
 * @param intake how it may send; null when it never sends
 * @param delivery how it is served; null when it receives nothing
 * @param qualifications what a service agency is qualified for; empty for others
 * @param certificates the certificates it registered; empty when any of a trusted authority with its id and credit code is
 *     taken
 * @param tokens by what it may get OAuth 2 tokens; null or {@code NONE} when it may not
 */
public record Party(
        String id,
        PartyType type,
        Name name,
        String uscc,
        List<String> regions,
        @Nullable Intake intake,
        @Nullable Delivery delivery,
        List<Qualification> qualifications,
        List<CertificatePin> certificates,
        Tokens tokens) {

    /** Fills absent lists. */
    public Party {
        regions = regions == null ? List.of() : List.copyOf(regions);
        qualifications = qualifications == null ? List.of() : List.copyOf(qualifications);
        certificates = certificates == null ? List.of() : List.copyOf(certificates);
        tokens = tokens == null ? Tokens.NONE : tokens;
    }

    /** The same party under another type and credit code. */
    public Party as(PartyType otherType, String otherUscc) {
        return new Party(
                id, otherType, name, otherUscc, regions, intake, delivery, qualifications, certificates, tokens);
    }

    /** Without registered certificates and tokens. */
    public Party(
            String id,
            PartyType type,
            Name name,
            String uscc,
            List<String> regions,
            @Nullable Intake intake,
            @Nullable Delivery delivery,
            List<Qualification> qualifications) {
        this(id, type, name, uscc, regions, intake, delivery, qualifications, List.of(), Tokens.NONE);
    }

    /** How a party authenticates when it asks for an OAuth 2 token (RFC 6749 section 4.4). */
    public enum Tokens {
        /** Not at all. */
        NONE,
        /** By its TLS client certificate (RFC 8705); the token is bound to it. */
        CERTIFICATE,
        /** By its secret, or by its certificate. */
        SECRET;

        /** Whether its certificate will do. */
        public boolean byCertificate() {
            return this != NONE;
        }

        /** Whether its secret will do. */
        public boolean bySecret() {
            return this == SECRET;
        }
    }

    /** Chinese and English name. */
    public record Name(String zh, String en) {}

    /**
     * The channels a party may send over. An absent channel is refused.
     *
     * @param mapping the mapping used when a submission names none
     * @param mappings the mappings the party may name, besides {@code mapping}; {@code canonical-<recordType>} are the
     *     gateway's own
     * @param rest whether REST is open to it
     * @param soap whether the contract-first SOAP service is open to it
     * @param basic whether it may authenticate by Basic over TLS (legacy only)
     * @param sftp SFTP drop; null when closed
     * @param queue queue intake; null when closed
     * @param legacySoap its own SOAP shape; null when it has none
     * @param signature whether it must sign what it sends, on whatever channel; optional when the file says nothing
     * @param limits how much it may send; null for what holds for all
     */
    public record Intake(
            @Nullable String mapping,
            List<String> mappings,
            boolean rest,
            boolean soap,
            boolean basic,
            @Nullable SftpDrop sftp,
            @Nullable QueueDrop queue,
            @Nullable LegacySoap legacySoap,
            SignatureRule signature,
            @Nullable Limits limits) {
        /** Fills what is absent. */
        public Intake {
            mappings = mappings == null ? List.of() : List.copyOf(mappings);
            signature = signature == null ? SignatureRule.OPTIONAL : signature;
        }

        /** With the limits of all. */
        public Intake(
                @Nullable String mapping,
                List<String> mappings,
                boolean rest,
                boolean soap,
                boolean basic,
                @Nullable SftpDrop sftp,
                @Nullable QueueDrop queue,
                @Nullable LegacySoap legacySoap,
                SignatureRule signature) {
            this(mapping, mappings, rest, soap, basic, sftp, queue, legacySoap, signature, null);
        }

        /** For a party that need not sign. */
        public Intake(
                @Nullable String mapping,
                List<String> mappings,
                boolean rest,
                boolean soap,
                boolean basic,
                @Nullable SftpDrop sftp,
                @Nullable QueueDrop queue,
                @Nullable LegacySoap legacySoap) {
            this(mapping, mappings, rest, soap, basic, sftp, queue, legacySoap, SignatureRule.OPTIONAL);
        }

        /** Whether a submission may use this mapping. */
        public boolean allows(String name) {
            return name.equals(mapping) || mappings.contains(name);
        }
    }

    /**
     * How much a party may send, and its share of what is scarce; what is null is as for all ({@code anze.intake.limits}).
     *
     * @param submissionsPerSecond on each node; two seconds' worth may come at once
     * @param bytesPerSecond on each node
     * @param unfinished submissions that are not final, on all nodes
     * @param bytesPerDay in a day of China, on all nodes
     * @param urgentPerMinute accident reports and hazards that go before all others; 0 for none
     * @param weight 1 to 10: twice the weight is twice the share when several have work; 0 means 1
     */
    public record Limits(
            @Nullable Double submissionsPerSecond,
            @Nullable Long bytesPerSecond,
            @Nullable Integer unfinished,
            @Nullable Long bytesPerDay,
            @Nullable Double urgentPerMinute,
            int weight) {

        /** As for all. */
        public static final Limits NONE = new Limits(null, null, null, null, null, 1);

        private static final int HEAVIEST = 10;

        /** Refuses what would let nothing pass. */
        public Limits {
            weight = weight == 0 ? 1 : weight;
            if (weight < 1 || weight > HEAVIEST) {
                throw new IllegalArgumentException("limits: weight must be 1 to " + HEAVIEST);
            }
            positive("submissionsPerSecond", submissionsPerSecond);
            positive("bytesPerSecond", bytesPerSecond);
            positive("unfinished", unfinished);
            positive("bytesPerDay", bytesPerDay);
            if (urgentPerMinute != null && !(urgentPerMinute >= 0)) {
                throw new IllegalArgumentException("limits: urgentPerMinute must not be negative");
            }
        }

        private static void positive(String name, @Nullable Number value) {
            if (value != null && !(value.doubleValue() > 0)) {
                throw new IllegalArgumentException("limits: " + name + " must be positive");
            }
        }
    }

    /** Its share of what is scarce, from 1 to 10. */
    public int weight() {
        return intake == null || intake.limits() == null ? 1 : intake.limits().weight();
    }

    /** Whether a party signs what it sends (origin evidence). */
    public enum SignatureRule {
        /** It may; a signature that comes is verified. */
        @JsonProperty("optional")
        OPTIONAL,
        /** What comes unsigned is refused. */
        @JsonProperty("required")
        REQUIRED
    }

    /**
     * SFTP intake.
     *
     * @param trigger when a file is taken: after it was closed under a name that is not {@code .part} or {@code .tmp}, or
     *     when a {@code <name>.ok} arrives, or when its detached signature {@code <name>.p7s} is there too. A closed {@code .p7s}
     *     that lies beside a file when it is taken always goes with it
     * @param files glob of a file name → mapping, first match wins
     */
    public record SftpDrop(Trigger trigger, Map<String, String> files) {
        /** When a dropped file counts as complete. */
        public enum Trigger {
            ON_CLOSE,
            ON_OK_FILE,
            ON_SIGNATURE
        }
    }

    /** Queue intake from {@code submit.<party>}; the mapping when the message names none. */
    public record QueueDrop(@Nullable String mapping) {}

    /**
     * A party's own SOAP shape at {@code /soap/legacy/<party>}.
     *
     * @param mapping mapping of the payload
     * @param operation local name of the first element in the body; others are refused
     * @param payload path of local names below it, {@code arg0}; its text (CDATA or escaped) is the payload
     * @param response local name of the answer's element
     * @param answer path of local names below it whose text is the answer code
     * @param message like {@code answer}, for the sentence beside the code; null when the shape has none
     * @param namespace namespace of operation and response
     * @param success answer when everything was accepted
     * @param codes problem code or its area ({@code MAP}, {@code VAL} …) → answer code; {@code default} is needed
     */
    public record LegacySoap(
            String mapping,
            String namespace,
            String operation,
            String payload,
            String response,
            String answer,
            @Nullable String message,
            String success,
            Map<String, String> codes) {}

    /** How parcels reach a recipient. */
    public enum Channel {
        REST,
        SOAP,
        SFTP,
        QUEUE,
        PULL
    }

    /** What stands in a rendition beside the evidence. */
    public enum Format {
        /** Nothing beside the parcel document, which is JSON itself. */
        JSON,
        /** One line per record under the canonical names. */
        NDJSON,
        CSV,
        XLSX,
        XML
    }

    /** What a recipient's files travel in (docs/spec/envelopes.md). */
    public enum Envelope {
        /** CMS SignedData by the sealing key. */
        @JsonProperty("signed")
        SIGNED,
        /** Signed, then encrypted to the certificate {@code parties/<party>/encryption.crt}; the parcel document too. */
        @JsonProperty("signed-encrypted")
        SIGNED_ENCRYPTED
    }

    /** Which object identifiers stand in an envelope of suite SM; suite INTL has those of PKCS #7 only. */
    public enum Oids {
        /** GM/T 0010-2012: content types under 1.2.156.10197.6.1.4.2. */
        @JsonProperty("gmt0010")
        GMT0010,
        /** RFC 5652 (PKCS #7): content types under 1.2.840.113549.1.7. */
        @JsonProperty("pkcs7")
        PKCS7
    }

    /**
     * How a recipient is served.
     *
     * @param endpoint REST, SOAP: https URL; SFTP: {@code sftp://user@host:port/dir}; queue: null for {@code feed.<id>}
     * @param format rendition of the record types that {@code mappings} does not name
     * @param mappings code of a record type → outbound mapping of the party that writes records of that type; empty for none
     * @param encoding charset of a CSV rendition, such as GB18030; null means UTF-8
     * @param parcelSize most records in a parcel; 0 means 500
     * @param timeout longest wait for one answer; null means 30 s
     * @param firstRetry first pause after a failure; doubles each time; null means 1 s
     * @param longestRetry cap of the pause; null means 5 min
     * @param hostKey SFTP: expected host key as in a known_hosts line's last two words; null: from the credentials folder
     * @param envelope what files travel in; null for as they are. SFTP only
     * @param oids of the envelope; null means {@link Oids#GMT0010}
     */
    public record Delivery(
            Channel channel,
            @Nullable String endpoint,
            Format format,
            Map<String, String> mappings,
            @Nullable String encoding,
            int parcelSize,
            @Nullable Duration timeout,
            @Nullable Duration firstRetry,
            @Nullable Duration longestRetry,
            @Nullable String hostKey,
            @Nullable Envelope envelope,
            @Nullable Oids oids) {

        /** Fills defaults. */
        public Delivery {
            format = format == null ? Format.JSON : format;
            mappings = mappings == null ? Map.of() : Map.copyOf(mappings);
            parcelSize = parcelSize == 0 ? 500 : parcelSize;
            timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
            firstRetry = firstRetry == null ? Duration.ofSeconds(1) : firstRetry;
            longestRetry = longestRetry == null ? Duration.ofMinutes(5) : longestRetry;
            if (!mappings.isEmpty() && (channel == Channel.REST || channel == Channel.QUEUE)) {
                throw new IllegalArgumentException("mappings: REST and QUEUE carry the parcel document alone");
            }
            if (envelope != null && channel != Channel.SFTP) {
                throw new IllegalArgumentException("envelope: for channel SFTP only");
            }
            if (envelope == null && oids != null) {
                throw new IllegalArgumentException("oids: for parties with an envelope only");
            }
            oids = oids == null && envelope != null ? Oids.GMT0010 : oids;
            if (parcelSize < 1 || parcelSize > 500) {
                throw new IllegalArgumentException("parcelSize must be 1 to 500");
            }
        }

        /** The endpoint as a URI, for the channels that need one. */
        public Optional<URI> uri() {
            return Optional.ofNullable(endpoint).map(URI::create);
        }
    }

    /** A service agency's qualification: items of table SRV, from and until when (inclusive). */
    public record Qualification(List<String> items, String certificate, LocalDate from, LocalDate until) {}
}
