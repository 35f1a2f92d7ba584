package org.anze.gateway.mapping.rendering;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.anze.gateway.record.codes.CodeTable;
import org.anze.gateway.record.codes.CodeTables;

/** From canonical codes to the recipient's: its own tables are read from right to left. For one load. */
final class CodeReversals {

    private static final String OWN = "party:";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{1,59}");
    private static final long LARGEST = 16L << 20;

    private final String party;
    private final CodeTables tables;
    private final Path folder;

    CodeReversals(String party, CodeTables tables, Path folder) {
        this.party = party;
        this.tables = tables;
        this.folder = folder;
    }

    /** Who the tables belong to. */
    String party() {
        return party;
    }

    boolean hasTable(String name) {
        return tables.names().contains(name);
    }

    /** The recipient's code for a canonical one. */
    @FunctionalInterface
    interface Reversal {
        /** Empty when the tables have none. */
        Optional<String> of(String code);
    }

    /**
     * Reads column {@code codes} in reverse: {@code SRV}, {@code party:cause}, {@code party:cause>ACC}.
     *
     * @param names whether the name of the canonical code is wanted instead of a code
     * @throws IllegalArgumentException with the name of the table that does not exist or cannot be reversed
     */
    Reversal of(String codes, boolean names) throws IOException {
        String[] chain = codes.split(">");
        if (chain.length == 1 && !chain[0].startsWith(OWN)) {
            CodeTable table = common(chain[0]);
            return names ? table::nameOf : code -> table.nameOf(code).map(any -> code);
        }
        if (chain.length > 2 || !chain[0].startsWith(OWN) || chain.length == 2 && chain[1].startsWith(OWN) || names) {
            throw new IllegalArgumentException(codes);
        }
        Map<String, String> own = read(chain[0].substring(OWN.length()));
        if (chain.length == 1) {
            return code -> Optional.ofNullable(own.get(code));
        }
        // The party's table leads into the common one by code or by name.
        CodeTable table = common(chain[1]);
        return code ->
                Optional.ofNullable(own.get(code)).or(() -> table.nameOf(code).map(own::get));
    }

    private CodeTable common(String name) {
        if (!tables.names().contains(name)) {
            throw new IllegalArgumentException(name);
        }
        return tables.table(name);
    }

    /** Canonical code → the first alias, which is the party's own word; the code itself when there is no alias. */
    private Map<String, String> read(String name) throws IOException {
        Path file = folder.resolve(name + ".csv");
        if (!NAME.matcher(name).matches() || !Files.isRegularFile(file) || Files.size(file) > LARGEST) {
            throw new IllegalArgumentException(OWN + name);
        }
        Map<String, String> own = new HashMap<>();
        try (CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                .commentStrategy(CommentStrategy.SKIP)
                .detectBomHeader(false)
                .ofNamedCsvRecord(new StringReader(text(name, file)))) {
            for (NamedCsvRecord row : csv) {
                String code = row.findField("code")
                        .orElseThrow(() -> new IllegalArgumentException(OWN + name + ": code"))
                        .strip();
                String alias = row.findField("aliases").orElse("").strip().split("\\|")[0];
                if (!code.isEmpty()) {
                    own.putIfAbsent(code, alias.isEmpty() ? code : alias);
                }
            }
        } catch (CsvParseException e) {
            throw new IllegalArgumentException(OWN + name + ": " + e.getMessage(), e);
        }
        return own;
    }

    /** Another encoding would give the recipient codes with replaced characters. */
    private static String text(String name, Path file) throws IOException {
        try {
            String text = Files.readString(file);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(OWN + name + ": CSV UTF-8", e);
        }
    }
}
