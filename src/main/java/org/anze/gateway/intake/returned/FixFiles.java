package org.anze.gateway.intake.returned;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Set;
import org.anze.gateway.mapping.Mapping;

/** Opens files of returned records. Safe for many threads. */
public final class FixFiles {

    private final OwnLayouts layouts;
    private final ReturnTokens tokens;

    /** With the layouts of the mappings and the key of the tokens. */
    public FixFiles(OwnLayouts layouts, ReturnTokens tokens) {
        this.layouts = layouts;
        this.tokens = tokens;
    }

    /** A layout in which records of one mapping of one party are given back. */
    public static final class Plan {
        private final String party;
        private final OwnLayout layout;
        private final OwnLayout.Form form;

        private Plan(String party, OwnLayout layout, OwnLayout.Form form) {
            this.party = party;
            this.layout = layout;
            this.form = form;
        }

        /** What its file's name ends with, without the dot. */
        public String extension() {
            return form.extension();
        }

        /** Its media type. */
        public String mediaType() {
            return form.mediaType();
        }
    }

    /**
     * How records of a mapping are given back.
     *
     * @param workbook whether a table is wanted as xlsx whatever its sender uses; no matter for XML and JSON
     */
    public Plan plan(String party, Mapping mapping, boolean workbook) {
        OwnLayout layout = layouts.of(mapping);
        return new Plan(party, layout, workbook && layout.form().isTable() ? OwnLayout.Form.XLSX : layout.form());
    }

    /**
     * Begins a file.
     *
     * @param submission where the records come from
     * @param flawed names of the columns that have findings, as these name them; only a table needs them
     */
    public FixFile open(Plan plan, String submission, Set<String> flawed, OutputStream out) throws IOException {
        return FixFile.open(new FixFile.Source(plan.party, submission, plan.layout), tokens, plan.form, flawed, out);
    }
}
