package org.anze.gateway.routing.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.anze.gateway.dictionary.JsonSchema;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gives away the description of the REST interface, with the schema of every record type as a component. Like the WSDL and
 * the dictionary it needs no credentials.
 */
@RestController
final class OpenApiController {

    static final String PATH = "/api/v1/openapi.json";

    private final byte[] document;

    OpenApiController(RecordDefinitions definitions) {
        try (InputStream in = OpenApiController.class.getResourceAsStream("openapi-v1.json")) {
            ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(in);
            ObjectNode schemas = (ObjectNode) root.at("/components/schemas");
            for (RecordType type : RecordType.values()) {
                for (RecordDefinition definition : definitions.versions(type)) {
                    schemas.set(type.code() + "-" + definition.version(), JsonSchema.object(definition));
                }
            }
            this.document = root.toString().getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GetMapping(PATH)
    ResponseEntity<byte[]> document() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(document);
    }
}
