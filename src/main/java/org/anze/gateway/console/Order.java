package org.anze.gateway.console;

import org.anze.gateway.problem.GatewayProblem;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An order that is carried out or refused by the catalogue; the page it was given from says which. */
final class Order {

    private Order() {}

    /**
     * Carries it out.
     *
     * @param name the word for it in the texts of the page
     * @param page where the person is led back to
     */
    static String give(String name, Runnable act, String page, RedirectAttributes said) {
        try {
            act.run();
            said.addFlashAttribute("done", name);
        } catch (GatewayProblem refused) {
            said.addFlashAttribute("refused", refused.finding());
        }
        return "redirect:" + page;
    }

    /**
     * Decides what somebody else asked for.
     *
     * @param name {@code approve}, or another word for turning it down
     */
    static String decide(String name, Runnable approve, Runnable reject, String page, RedirectAttributes said) {
        return give(name, name.equals("approve") ? approve : reject, page, said);
    }
}
