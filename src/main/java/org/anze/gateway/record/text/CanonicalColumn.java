package org.anze.gateway.record.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.FieldType;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/**
 * One column of a canonical table.
 *
 * @param heading unique among the columns of its definition, also when blanks and full width are evened out
 * @param name canonical field name, or {@code version}, {@code op}, {@code riskRegion}, {@code sector} for the envelope
 * @param type how the value is held
 * @param field null for a column of the envelope
 */
public record CanonicalColumn(
        String heading,
        String name,
        FieldType type,
        @Nullable FieldDefinition field) {

    private static final String YUAN = "（元）";
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}\\uFEFF]+");

    /**
     * The columns of a definition: version, operation, place of risk and sector, then every field in the order of the
     * definition under its Chinese name. Columns of money say 元; of two fields with one name the later has its
     * canonical name in brackets.
     */
    public static List<CanonicalColumn> of(RecordDefinition definition) {
        List<CanonicalColumn> columns = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        columns.add(envelope("版本", "version", FieldType.INTEGER, taken));
        columns.add(envelope("操作", "op", FieldType.CODE, taken));
        columns.add(envelope("风险所在地", "riskRegion", FieldType.CODE, taken));
        columns.add(envelope("行业领域", "sector", FieldType.CODE, taken));
        for (FieldDefinition field : definition.fields()) {
            String heading = field.zh() + (field.type() == FieldType.MONEY ? YUAN : "");
            String unique = taken.add(form(heading)) ? heading : heading + bracketed(field.name());
            taken.add(form(unique));
            columns.add(new CanonicalColumn(unique, field.name(), field.type(), field));
        }
        return List.copyOf(columns);
    }

    private static CanonicalColumn envelope(String heading, String name, FieldType type, Set<String> taken) {
        taken.add(form(heading));
        return new CanonicalColumn(heading, name, type, null);
    }

    /** The heading for cells that hold words and not an amount in yuan. */
    public String headingWithoutUnit() {
        return heading.replace(YUAN, "");
    }

    /**
     * Every heading the column may stand under: the Chinese name with or without 元, the canonical name alone or
     * behind it.
     */
    public List<String> accepted() {
        List<String> accepted = new ArrayList<>();
        accepted.add(heading);
        if (field != null) {
            accepted.add(heading + bracketed(name));
            accepted.add(field.zh() + bracketed(name));
            if (heading.equals(field.zh() + YUAN)) {
                accepted.add(field.zh());
            }
        } else {
            accepted.add(heading + bracketed(name));
        }
        accepted.add(name);
        return accepted;
    }

    /**
     * A heading without blanks and with full-width signs as half-width ones: two headings with one form are the
     * same.
     */
    public static String form(String heading) {
        return BLANKS.matcher(Normalizer.normalize(heading, Normalizer.Form.NFKC))
                .replaceAll("");
    }

    private static String bracketed(String name) {
        return "（" + name + "）";
    }
}
