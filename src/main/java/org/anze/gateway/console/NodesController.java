package org.anze.gateway.console;

import java.util.function.Supplier;
import org.anze.gateway.nodes.NodesState;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The processes that live and what each of them does, for the operator and the system administrator. */
@Controller
final class NodesController {

    private final Supplier<NodesState> state;

    NodesController(Supplier<NodesState> state) {
        this.state = state;
    }

    @GetMapping("/nodes")
    String page(Model model) {
        model.addAttribute("state", state.get());
        return "nodes";
    }
}
