package org.anze.gateway.query.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.identity.Credential;
import org.anze.gateway.identity.Identity;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.QueryProblem;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one request, read strictly: each at most once, none that is unknown, every one in its one spelling. For one
 * thread.
 */
public final class QueryRequest {

    static final String PERSON = "Person";

    private static final int LONGEST = 500;
    private static final Pattern PERSON_FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@·-]{0,63}");
    private static final Pattern REGION = Pattern.compile("[0-9]{2}|[0-9]{4}|[0-9]{6}");
    private static final Pattern CODE = Pattern.compile("[0-9A-Za-z]{1,10}");
    private static final Pattern PARTY = Pattern.compile("[a-z0-9-]{1,64}");
    private static final Pattern USCC = Pattern.compile("[0-9A-Z]{18}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final HttpServletRequest request;

    /** @throws SenderMustCorrect when there is a parameter besides these and {@code purpose}, or one twice */
    public QueryRequest(HttpServletRequest request, String... known) {
        this.request = request;
        Set<String> names = Set.of(known);
        for (Map.Entry<String, String[]> parameter : request.getParameterMap().entrySet()) {
            String name = parameter.getKey();
            if (!names.contains(name) && !name.equals("purpose")) {
                // The name is a stranger's text, so it is not repeated.
                throw bad("?", String.join(" | ", known) + " | purpose");
            }
            if (parameter.getValue().length != 1) {
                throw bad(name, "1");
            }
        }
    }

    /** Who asks, from the credential, the header {@code Person} and the parameter {@code purpose}. */
    Asker asker(Identity caller) {
        return asker(caller, oneOf("purpose", required("purpose"), Purpose.values(), Purpose::name));
    }

    /** Who asks where the question itself says what for. */
    public Asker asker(Identity caller, Purpose purpose) {
        return new Asker(caller.party(), credential(caller), person(), purpose);
    }

    /** Clients get another token in the middle of a walk: its number does not count, and its client is the party. */
    private static String credential(Identity caller) {
        return caller.credential() == Credential.TOKEN
                ? caller.credential().name()
                : caller.credential().name() + " " + caller.evidence();
    }

    private @Nullable String person() {
        List<String> headers = Collections.list(request.getHeaders(PERSON));
        if (headers.isEmpty()) {
            return null;
        }
        String person;
        try {
            // A plus sign is not a blank here.
            person = URLDecoder.decode(headers.get(0).strip().replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SenderMustCorrect(QueryProblem.PERSON_MALFORMED, Location.WHOLE);
        }
        if (headers.size() > 1 || !PERSON_FORM.matcher(person).matches()) {
            throw new SenderMustCorrect(QueryProblem.PERSON_MALFORMED, Location.WHOLE);
        }
        return person;
    }

    /** The value of a parameter; null when it is not given. */
    public @Nullable String value(String name) {
        String value = request.getParameter(name);
        if (value != null && (value.isEmpty() || value.length() > LONGEST)) {
            throw bad(name, "1…" + LONGEST);
        }
        return value;
    }

    /** As {@link #value}; refused when it is not given. */
    public String required(String name) {
        String value = value(name);
        if (value == null) {
            throw bad(name, "1…" + LONGEST);
        }
        return value;
    }

    @Nullable
    String region() {
        return matching("region", REGION, "14 | 1402 | 140212");
    }

    @Nullable
    String sector() {
        return matching("sector", CODE, "01 … 90");
    }

    @Nullable
    String insurer() {
        return party("insurer");
    }

    String uscc() {
        String value = required("uscc");
        if (!USCC.matcher(value).matches()) {
            throw bad("uscc", "91140100MAXX00001X");
        }
        return value;
    }

    @Nullable
    String party(String name) {
        return matching(name, PARTY, "insurer-jia");
    }

    /** As {@link #value}; refused when it has not this form. */
    public @Nullable String matching(String name, Pattern form, String example) {
        String value = value(name);
        if (value != null && !form.matcher(value).matches()) {
            throw bad(name, example);
        }
        return value;
    }

    /** A day, {@code yyyy-MM-dd}. */
    public @Nullable LocalDate day(String name) {
        String value = matching(name, DAY, "2026-01-31");
        try {
            return value == null ? null : LocalDate.parse(value);
        } catch (DateTimeParseException noSuchDay) {
            throw bad(name, "2026-01-31");
        }
    }

    @Nullable
    Integer number(String name) {
        String value = matching(name, NUMBER, "100");
        return value == null ? null : Integer.valueOf(value);
    }

    /** The record type with this code. */
    public static RecordType type(String code) {
        return oneOf("type", code, RecordType.values(), RecordType::code);
    }

    /** The value that has this code; a refusal that tells all codes when there is none. */
    public static <T> T oneOf(String name, String code, T[] values, Function<T, String> codeOf) {
        return Arrays.stream(values)
                .filter(value -> codeOf.apply(value).equals(code))
                .findFirst()
                .orElseThrow(() -> bad(name, Arrays.stream(values).map(codeOf).collect(Collectors.joining(" | "))));
    }

    /** The refusal of a parameter. */
    public static SenderMustCorrect bad(String parameter, String possible) {
        return new SenderMustCorrect(QueryProblem.BAD_QUERY, Location.WHOLE, parameter, possible);
    }
}
