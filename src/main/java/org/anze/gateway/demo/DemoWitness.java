package org.anze.gateway.demo;

import java.util.Map;

/** Is told, while a sample is written, what a recipient that may see everything must find in each accepted record. */
@FunctionalInterface
public interface DemoWitness {

    /** Listens to nothing. */
    DemoWitness NONE = (type, businessKey, values) -> {};

    /**
     * @param type record type, such as {@code policy}
     * @param values canonical field → value: text, or {@code Long} for numbers, fen and ten-thousandths of a per cent
     */
    void accepted(String type, String businessKey, Map<String, Object> values);
}
