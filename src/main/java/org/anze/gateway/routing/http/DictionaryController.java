package org.anze.gateway.routing.http;

import java.util.function.Supplier;
import org.anze.gateway.dictionary.DictionaryArchive;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives away the data dictionary, schemas, templates and code tables as one zip that names its version. */
@RestController
final class DictionaryController {

    static final String PATH = "/api/v1/dictionary.zip";

    private final Supplier<DictionaryArchive> dictionary;

    DictionaryController(Supplier<DictionaryArchive> dictionary) {
        this.dictionary = dictionary;
    }

    @GetMapping(PATH)
    ResponseEntity<byte[]> archive() {
        DictionaryArchive archive = dictionary.get();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .eTag("\"" + archive.version() + "\"")
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(archive.fileName())
                                .build()
                                .toString())
                .body(archive.zip());
    }
}
