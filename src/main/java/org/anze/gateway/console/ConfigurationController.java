package org.anze.gateway.console;

import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.routing.ConfigurationReload;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What is broken in the folders that operators edit, and the order to read them again. */
@Controller
final class ConfigurationController {

    private final BrokenConfiguration broken;
    private final ConfigurationReload reload;
    private final AuditLog audit;

    ConfigurationController(BrokenConfiguration broken, ConfigurationReload reload, AuditLog audit) {
        this.broken = broken;
        this.reload = reload;
        this.audit = audit;
    }

    @GetMapping("/configuration")
    String page(Model model) {
        model.addAttribute("broken", broken.parts());
        return "configuration";
    }

    @PostMapping("/configuration/reload")
    String reload(Seat seat, RedirectAttributes said) {
        audit.write(new AuditEvent(
                AuditKind.OPERATION, seat.actor(), null, null, "configuration", "ordered: read again", null));
        ConfigurationReload.ReloadResult result = reload.reload();
        said.addFlashAttribute("result", result);
        return "redirect:/configuration";
    }
}
