package org.anze.gateway.console;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The catalogue of problems as a page. */
@Controller
final class CatalogueController {

    private final Catalogue catalogue = new Catalogue();

    @GetMapping("/errors")
    String page(Model model) {
        model.addAttribute("problems", catalogue.all());
        return "catalogue";
    }
}
