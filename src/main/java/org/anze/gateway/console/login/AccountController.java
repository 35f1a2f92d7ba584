package org.anze.gateway.console.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.people.Passwords;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Person;
import org.anze.gateway.console.people.SecondFactors;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What everybody may do about his own account, and proving oneself again before a dangerous act. */
@Controller
final class AccountController {

    private final People people;
    private final Passwords passwords;
    private final SecondFactors factors;
    private final SignIn signIn;
    private final AuditLog audit;

    AccountController(People people, Passwords passwords, SecondFactors factors, SignIn signIn, AuditLog audit) {
        this.people = people;
        this.passwords = passwords;
        this.factors = factors;
        this.signIn = signIn;
        this.audit = audit;
    }

    @GetMapping("/account")
    String page(Seat seat, Model model) {
        model.addAttribute("person", find(seat));
        model.addAttribute("codesLeft", factors.recoveryCodesLeft(seat.name()));
        return "account";
    }

    @PostMapping("/account/password")
    String password(
            @RequestParam(name = "current", defaultValue = "") String current,
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "again", defaultValue = "") String again,
            Seat seat,
            HttpServletRequest request,
            RedirectAttributes said) {
        if (!passwords.proves(seat.name(), current)) {
            return wrong(seat, "wrong password at a change of password", request)
                    .orElseGet(() -> {
                        said.addFlashAttribute("refusal", "CURRENT");
                        return "redirect:/account";
                    });
        }
        Optional<String> refusal =
                SignInController.choose(passwords, seat.name(), seat.revision(), password, again, null);
        if (refusal.isPresent()) {
            said.addFlashAttribute("refusal", refusal.get());
        } else {
            write(seat, AuditKind.PEOPLE, "password changed");
            signIn.carryOn(seat, request);
            said.addFlashAttribute("done", "password");
        }
        return "redirect:/account";
    }

    @GetMapping("/account/second-factor")
    String secondFactor(Seat seat, HttpSession session, Model model) {
        SignInController.show(seat.name(), session, factors, model);
        model.addAttribute("target", "/account/second-factor");
        return "second-factor";
    }

    @PostMapping("/account/second-factor")
    String secondFactor(
            @RequestParam(name = "code", defaultValue = "") String code,
            Seat seat,
            HttpServletRequest request,
            Model model,
            RedirectAttributes said) {
        Optional<List<String>> recovery =
                SignInController.setUp(seat.name(), seat.revision(), false, code, request.getSession(), factors);
        if (recovery.isEmpty()) {
            said.addFlashAttribute("wrong", true);
            return "redirect:/account/second-factor";
        }
        write(seat, AuditKind.PEOPLE, "second factor set up");
        signIn.carryOn(seat, request);
        return codes(recovery.get(), model);
    }

    @PostMapping("/account/recovery-codes")
    String recoveryCodes(Seat seat, Model model) {
        if (!find(seat).secondFactor()) {
            return "redirect:/account";
        }
        write(seat, AuditKind.PEOPLE, "recovery codes renewed");
        return codes(factors.freshRecoveryCodes(seat.name()), model);
    }

    private static String codes(List<String> codes, Model model) {
        model.addAttribute("codes", codes);
        model.addAttribute("next", "/account");
        return "recovery-codes";
    }

    @GetMapping("/step-up")
    String stepUp(@RequestParam(name = "to", defaultValue = "") String to, Seat seat, Model model) {
        model.addAttribute("to", to);
        model.addAttribute("byCode", find(seat).secondFactor());
        return "step-up";
    }

    /** By a code; by the password when no second factor is set up, which is so in practice only. */
    @PostMapping("/step-up")
    String stepUp(
            @RequestParam(name = "to", defaultValue = "") String to,
            @RequestParam(name = "proof", defaultValue = "") String proof,
            Seat seat,
            HttpServletRequest request,
            RedirectAttributes said) {
        boolean proved =
                find(seat).secondFactor() ? factors.proves(seat.name(), proof) : passwords.proves(seat.name(), proof);
        if (proved) {
            signIn.steppedUp(request.getSession());
            write(seat, AuditKind.SIGN_IN, "proved again");
            return "redirect:" + (RouteRights.isPage(to) ? to : seat.role().home());
        }
        return wrong(seat, "wrong proof at a step-up", request).orElseGet(() -> {
            said.addFlashAttribute("wrong", true);
            said.addAttribute("to", to);
            return "redirect:/step-up";
        });
    }

    /** Counts like a wrong password at sign-in, and ends the session when it locks the account. */
    private Optional<String> wrong(Seat seat, String why, HttpServletRequest request) {
        boolean locked = passwords.wrongTry(seat.name());
        audit.write(new AuditEvent(
                AuditKind.SIGN_IN_REFUSED,
                seat.actor(),
                null,
                null,
                "console",
                locked ? why + ", locked now" : why,
                null));
        if (!locked) {
            return Optional.empty();
        }
        request.getSession().invalidate();
        return Optional.of("redirect:/login?paused");
    }

    private void write(Seat seat, AuditKind kind, String outcome) {
        audit.write(new AuditEvent(kind, seat.actor(), null, null, seat.name(), outcome, null));
    }

    private Person find(Seat seat) {
        return people.find(seat.name()).orElseThrow(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
    }
}
