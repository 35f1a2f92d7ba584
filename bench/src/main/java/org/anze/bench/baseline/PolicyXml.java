package org.anze.bench.baseline;

import tools.jackson.databind.JsonNode;

/** A record as one XML element on one line, written once at intake so that nothing is parsed again at delivery. */
final class PolicyXml {

    private PolicyXml() {}

    static String of(JsonNode record) {
        StringBuilder xml = new StringBuilder(3_000).append("<policy>");
        append(xml, record);
        return xml.append("</policy>").toString();
    }

    private static void append(StringBuilder xml, JsonNode object) {
        object.properties().forEach(field -> {
            if (field.getValue().isArray()) {
                field.getValue().forEach(entry -> element(xml, field.getKey(), entry));
            } else {
                element(xml, field.getKey(), field.getValue());
            }
        });
    }

    private static void element(StringBuilder xml, String name, JsonNode value) {
        xml.append('<').append(name).append('>');
        if (value.isObject()) {
            append(xml, value);
        } else {
            String text = value.asString();
            for (int i = 0; i < text.length(); i++) {
                switch (text.charAt(i)) {
                    case '<' -> xml.append("&lt;");
                    case '&' -> xml.append("&amp;");
                    case '>' -> xml.append("&gt;");
                    default -> xml.append(text.charAt(i));
                }
            }
        }
        xml.append("</").append(name).append('>');
    }
}
