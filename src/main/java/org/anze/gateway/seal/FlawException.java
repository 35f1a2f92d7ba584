package org.anze.gateway.seal;

/**
 * Something handed to us is not what it claims to be. Checked, because for a verifier this is an expected outcome; it
 * carries no stack trace and no value from the input, only the kind of flaw and where it is.
 */
public final class FlawException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Flaw flaw;
    private final String where;

    /** @param where a JSON path, a byte offset or a file name; empty for the document as a whole */
    public FlawException(Flaw flaw, String where) {
        super(flaw + (where.isEmpty() ? "" : " at " + where), null, false, false);
        this.flaw = flaw;
        this.where = where;
    }

    /** The kind of flaw. */
    public Flaw flaw() {
        return flaw;
    }

    /** Where it is; empty for the document as a whole. */
    public String where() {
        return where;
    }
}
