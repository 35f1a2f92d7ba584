package org.anze.gateway.console;

import java.security.Principal;
import org.anze.gateway.routing.ConfigurationReload;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is broken in the folders that operators edit, and the order to read them again. */
@Controller
final class ConfigurationController {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationController.class);

    private final BrokenConfiguration broken;
    private final ConfigurationReload reload;

    ConfigurationController(BrokenConfiguration broken, ConfigurationReload reload) {
        this.broken = broken;
        this.reload = reload;
    }

    @GetMapping("/configuration")
    String page(Model model) {
        model.addAttribute("broken", broken.parts());
        return "configuration";
    }

    @PostMapping("/configuration/reload")
    String reload(Principal operator, RedirectAttributes said) {
        ConfigurationReload.ReloadResult result = reload.reload();
        LOG.atInfo()
                .addKeyValue("operator", operator.getName())
                .addKeyValue("broken", result.broken().size())
                .log("an operator had the configuration read again");
        said.addFlashAttribute("result", result);
        return "redirect:/configuration";
    }
}
