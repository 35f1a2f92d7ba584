package org.anze.gateway.mapping.expression;

/** Says in words of ours, without any value, why a function gives nothing. */
final class Refused extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Refused(String reason) {
        super(reason);
    }
}
