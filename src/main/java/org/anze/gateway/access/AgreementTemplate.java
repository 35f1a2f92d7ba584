package org.anze.gateway.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.seal.CanonicalJson;

/**
 * The default agreement of a party type: its column of DOMAIN.md B2 with the legal basis of B3, as a text with blanks. A
 * filled template is an agreement like any other; a lawyer may narrow it, and the limits that no agreement can open hold for it
 * too. Immutable; safe for several threads.
 */
public final class AgreementTemplate {

    private static final Pattern BLANK = Pattern.compile("\\$\\{(\\w+)}");

    private final PartyType type;
    private final String text;

    private AgreementTemplate(PartyType type, String text) {
        this.type = type;
        this.text = text;
    }

    /** The template of a party type; there is one for each. */
    public static AgreementTemplate of(PartyType type) {
        String resource = "/agreements/" + type.name().toLowerCase(Locale.ROOT) + ".yaml";
        try (InputStream in = AgreementTemplate.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + resource);
            }
            return new AgreementTemplate(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /**
     * What is put into the blanks.
     *
     * @param id of the agreement and its file
     * @param regions prefixes of 2, 4 or 6 digits; used by templates that are limited to a region
     * @param sectors codes of table SEC; used by the template of sector departments
     * @param insurers party ids; used by the template of service agencies
     * @param document number of the signed document
     */
    public record Blanks(
            String id,
            String party,
            LocalDate from,
            LocalDate to,
            String document,
            String approvedBy,
            List<String> regions,
            List<String> sectors,
            List<String> insurers,
            long recordsPerDay) {}

    public PartyType type() {
        return type;
    }

    /** As it is shipped, with its blanks. */
    public String text() {
        return text;
    }

    /** Whether it has a blank of this name: {@code regions}, {@code sectors}, {@code insurers}. */
    public boolean asks(String blank) {
        return text.contains("${" + blank + "}");
    }

    /** The text of an agreement. A list that is asked for and empty makes a file that is refused, never a permissive one. */
    public String fill(Blanks blanks) {
        Map<String, String> values = Map.of(
                "id", blanks.id(),
                "party", blanks.party(),
                "from", blanks.from().toString(),
                "to", blanks.to().toString(),
                "document", quoted(blanks.document()),
                "approvedBy", quoted(blanks.approvedBy()),
                "regions", list(blanks.regions()),
                "sectors", list(blanks.sectors()),
                "insurers", list(blanks.insurers()),
                "recordsPerDay", Long.toString(blanks.recordsPerDay()));
        // The comments speak of blanks as such: only names that are known are filled.
        return BLANK.matcher(text)
                .replaceAll(blank -> Matcher.quoteReplacement(values.getOrDefault(blank.group(1), blank.group())));
    }

    private static String list(List<String> words) {
        return words.stream().map(AgreementTemplate::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A JSON text is a YAML text too. */
    private static String quoted(String word) {
        return new String(CanonicalJson.write(word), StandardCharsets.UTF_8);
    }
}
