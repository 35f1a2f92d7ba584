package org.anze.gateway.dictionary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The contract of {@code /soap/v1} for tools that make classes of it: the same WSDL that the gateway serves, with a schema in
 * which {@code <records>} is no longer open but typed by {@code xml/records.xsd} beside it. Stateless.
 */
final class SoapContract {

    private static final String FOLDER = "/org/anze/gateway/intake/soap/";
    /** What stands for the records in the schema as it is served. */
    private static final String OPEN = "<xs:any namespace=\"##local\" processContents=\"lax\"/>";

    private static final String FIRST_ELEMENT = "<xs:element name=\"submit\">";

    private SoapContract() {}

    static String wsdl() {
        return read("exchange-v1.wsdl");
    }

    static String typedSchema() {
        String schema = read("exchange-v1.xsd");
        if (!schema.contains(OPEN) || !schema.contains(FIRST_ELEMENT)) {
            throw new IllegalStateException("exchange-v1.xsd has no place for records");
        }
        return schema.replace(OPEN, "<xs:element ref=\"records\"/>")
                .replace(FIRST_ELEMENT, "<xs:import schemaLocation=\"../xml/records.xsd\"/>\n\n  " + FIRST_ELEMENT);
    }

    private static String read(String name) {
        try (InputStream in = SoapContract.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + FOLDER + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
