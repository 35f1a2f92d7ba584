package org.anze.gateway.mapping.canonical;

/** The formats of the gateway's own mappings. */
enum WrittenFormat {
    JSON("", "JSON/NDJSON"),
    CSV("-csv", "CSV"),
    XLSX("-xlsx", "xlsx"),
    XML("-xml", "XML"),
    SOAP("-soap", "SOAP");

    private final String suffix;
    private final String words;

    WrittenFormat(String suffix, String words) {
        this.suffix = suffix;
        this.words = words;
    }

    /** What stands behind the record type in the name of a mapping. */
    String suffix() {
        return suffix;
    }

    /** For messages in both languages. */
    String words() {
        return words;
    }
}
