package org.anze.gateway.start;

/** Sees to it that a queue exists; does nothing where the queues are another's to make. */
@FunctionalInterface
public interface QueueMaker {

    /** @param name such as {@code submit.insurer-bing} */
    void provide(String name);
}
