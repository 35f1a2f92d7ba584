package org.anze.gateway.console;

import java.util.function.Supplier;
import org.anze.gateway.dictionary.DictionaryArchive;
import org.anze.gateway.dictionary.DictionaryPage;
import org.anze.gateway.record.RecordDefinitions;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The data dictionary as a page, and the archive that parties get. */
@Controller
final class DictionaryPageController {

    private final Supplier<DictionaryArchive> dictionary;
    private final String tables;

    DictionaryPageController(RecordDefinitions definitions, Supplier<DictionaryArchive> dictionary) {
        this.dictionary = dictionary;
        this.tables = DictionaryPage.htmlTables(definitions);
    }

    @GetMapping("/dictionary")
    String page(Model model) {
        model.addAttribute("tables", tables);
        model.addAttribute("version", dictionary.get().version());
        return "dictionary";
    }

    @GetMapping("/dictionary.zip")
    ResponseEntity<byte[]> archive() {
        DictionaryArchive archive = dictionary.get();
        String disposition = ContentDisposition.attachment()
                .filename(archive.fileName())
                .build()
                .toString();
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                .body(archive.zip());
    }
}
