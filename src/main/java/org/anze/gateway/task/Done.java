package org.anze.gateway.task;

import org.jspecify.annotations.Nullable;

/**
 * What came of one item.
 *
 * @param detail a code, a count or an id; no personal value
 * @param output what is to be kept of it; null for nothing
 */
record Done(
        TaskOutcome outcome,
        @Nullable String detail,
        @Nullable Output output) {

    /** Without anything to be kept. */
    Done(TaskOutcome outcome, @Nullable String detail) {
        this(outcome, detail, null);
    }

    /** A file of an export, in the clear. */
    record Output(String name, byte[] content) {}
}
