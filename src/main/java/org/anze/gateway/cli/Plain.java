package org.anze.gateway.cli;

/** Text from a file never controls the terminal. */
final class Plain {

    private Plain() {}

    static String text(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
