package org.anze.gateway.record.codes;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The insurers of table INS, found by the code of any scheme, by name or by alias. */
public final class Insurers {

    /** The columns of the other schemes; table INS finds their codes too. */
    static final List<String> COLUMNS =
            Stream.of(Insurer.Scheme.values()).map(Insurer.Scheme::column).toList();

    private final CodeTable table;
    private final Map<String, Insurer> byCode;

    private Insurers(CodeTable table, Map<String, Insurer> byCode) {
        this.table = table;
        this.byCode = byCode;
    }

    static Insurers read(Path file, CodeTable table) throws IOException {
        Map<String, Insurer> byCode = new LinkedHashMap<>();
        for (TableFile.Row row : new TableFile(file).rows("code", "name", "uscc", "successor")) {
            Map<Insurer.Scheme, String> codes = new EnumMap<>(Insurer.Scheme.class);
            for (Insurer.Scheme scheme : Insurer.Scheme.values()) {
                if (!row.text(scheme.column()).isEmpty()) {
                    codes.put(scheme, row.text(scheme.column()));
                }
            }
            String successor = row.text("successor");
            if (!successor.isEmpty() && table.nameOf(successor).isEmpty()) {
                throw row.wrong("no insurer " + successor);
            }
            String code = row.need("code");
            byCode.put(
                    code,
                    new Insurer(
                            code,
                            row.need("name"),
                            Collections.unmodifiableMap(codes),
                            row.date("from"),
                            row.date("to"),
                            successor.isEmpty() ? null : successor));
        }
        return new Insurers(table, Collections.unmodifiableMap(byCode));
    }

    /**
     * The insurer that a code of any scheme, a name or an alias stands for on a day. For one that wrote no more business then
     * it is the insurer that took over.
     */
    public Optional<Insurer> find(String text, LocalDate at) {
        Insurer insurer = table.codeOf(text).map(byCode::get).orElse(null);
        for (int step = 0; insurer != null && step < byCode.size(); step++) {
            if (insurer.writesOn(at)) {
                return Optional.of(insurer);
            }
            insurer = insurer.successor() == null ? null : byCode.get(insurer.successor());
        }
        return Optional.empty();
    }

    /** All, in the order of the table. */
    public Collection<Insurer> all() {
        return byCode.values();
    }
}
