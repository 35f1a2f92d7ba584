package org.anze.gateway.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;

/** DOMAIN.md B2 cell by cell, for comparison with what the code and the agreements say. */
final class AuthorisationMatrix {

    /** The tables that were read; a matrix asks for them many thousand times. */
    private static final Map<String, List<List<String>>> TABLES = new ConcurrentHashMap<>();

    /** Record number → party type → letter. */
    private static final Map<String, Map<PartyType, String>> B2 = read();

    private static final Pattern WRITE = Pattern.compile("\\bW\\b");

    private AuthorisationMatrix() {}

    /** What a feed may hold, from nothing to everything. */
    enum Reading {
        NOTHING,
        /** No unit with anything about a person. */
        COUNT,
        /** No amount that is a commercial secret and no person in the clear. */
        MASKED,
        /** No person in the clear. */
        PSEUDONYMISED,
        FULL
    }

    static boolean writes(PartyType party, RecordType type) {
        return WRITE.matcher(cell(party, type)).find();
    }

    /** Aggregates, single cases, a party's own records and answers such as "insured or not" are no feed of records. */
    static Reading reading(PartyType party, RecordType type) {
        List<String> words = Arrays.asList(cell(party, type).split("[ ,+]+"));
        if (words.contains("F")) {
            return Reading.FULL;
        }
        if (words.contains("P")) {
            return Reading.PSEUDONYMISED;
        }
        if (words.contains("M")) {
            return Reading.MASKED;
        }
        return words.equals(List.of("count")) ? Reading.COUNT : Reading.NOTHING;
    }

    /** The cell of a party type and a record type, as it stands there. */
    static String cell(PartyType party, RecordType type) {
        return Optional.ofNullable(B2.get(type.number()))
                .map(row -> row.get(party))
                .orElseThrow();
    }

    private static Map<String, Map<PartyType, String>> read() {
        Map<String, Map<PartyType, String>> rows = new HashMap<>();
        List<PartyType> columns = new ArrayList<>();
        for (List<String> cells : table("matrix-b2.txt")) {
            if (columns.isEmpty()) {
                cells.stream().skip(1).map(PartyType::valueOf).forEach(columns::add);
                continue;
            }
            Map<PartyType, String> row = new EnumMap<>(PartyType.class);
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), cells.get(i + 1));
            }
            rows.put(cells.get(0), row);
        }
        return rows;
    }

    /** The rows of a table of the test resources, without comments. */
    static List<List<String>> table(String name) {
        return TABLES.computeIfAbsent(name, AuthorisationMatrix::readTable);
    }

    private static List<List<String>> readTable(String name) {
        try (InputStream in =
                Objects.requireNonNull(AuthorisationMatrix.class.getResourceAsStream("/access/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line ->
                            Arrays.stream(line.split("\\|")).map(String::strip).toList())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
