package org.anze.gateway.problem;

import java.text.MessageFormat;

/** A problem of the catalogue. Implemented by one enum per package, so that a misspelt code does not compile. */
public interface ProblemKind {

    /** The catalogue row. */
    ProblemText text();

    /** Shorthand for the stable code. */
    default String code() {
        return text().code();
    }

    /** The Chinese sentence with its arguments filled in. */
    default String zh(Object... arguments) {
        return fill(text().zh(), arguments);
    }

    /** The English sentence with its arguments filled in. */
    default String en(Object... arguments) {
        return fill(text().en(), arguments);
    }

    private static String fill(String template, Object... arguments) {
        if (arguments.length == 0) {
            return template;
        }
        Object[] words = new Object[arguments.length];
        for (int i = 0; i < words.length; i++) {
            // MessageFormat would write numbers with the grouping of a locale; people search for the plain digits.
            words[i] = String.valueOf(arguments[i]);
        }
        return MessageFormat.format(template.replace("'", "''"), words);
    }
}
