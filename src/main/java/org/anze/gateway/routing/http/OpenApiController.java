package org.anze.gateway.routing.http;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives away the description of the REST interface; the only thing besides the WSDL that needs no credentials. */
@RestController
final class OpenApiController {

    static final String PATH = "/api/v1/openapi.json";
    private static final Resource DOCUMENT = new ClassPathResource("openapi-v1.json", OpenApiController.class);

    @GetMapping(PATH)
    ResponseEntity<Resource> document() {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(DOCUMENT);
    }
}
