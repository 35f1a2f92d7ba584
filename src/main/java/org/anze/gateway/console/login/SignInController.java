package org.anze.gateway.console.login;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.audit.Actor;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.people.OneTimeCodes;
import org.anze.gateway.console.people.PasswordRules;
import org.anze.gateway.console.people.Passwords;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.QrImage;
import org.anze.gateway.console.people.SecondFactors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The steps between a right password and the first page. */
@Controller
final class SignInController {

    static final String ISSUER = "Anze 安责网关";

    /** The secret that is being set up waits in the session until a first code shows that the app has it. */
    static final String NEW_SECRET = SignInController.class.getName() + ".secret";

    private final SignIn signIn;
    private final Passwords passwords;
    private final SecondFactors factors;
    private final AuditLog audit;

    SignInController(SignIn signIn, Passwords passwords, SecondFactors factors, AuditLog audit) {
        this.signIn = signIn;
        this.passwords = passwords;
        this.factors = factors;
        this.audit = audit;
    }

    @GetMapping("/sign-in/code")
    String code() {
        return "sign-in-code";
    }

    @PostMapping("/sign-in/code")
    String code(
            @RequestParam(name = "code", defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes said) {
        Pending pending = pending(request);
        if (factors.proves(pending.name(), code)) {
            return "redirect:" + signIn.proceed(pending, true, false, request, response);
        }
        boolean locked = passwords.wrongTry(pending.name());
        refuse(pending, locked ? "wrong code, locked now" : "wrong code", request);
        if (locked) {
            request.getSession().invalidate();
            return "redirect:/login?paused";
        }
        said.addFlashAttribute("wrong", true);
        return "redirect:/sign-in/code";
    }

    @GetMapping("/sign-in/password")
    String password(HttpServletRequest request, Model model) {
        model.addAttribute("numberless", signIn.lacksStaffNumber(pending(request)));
        return "sign-in-password";
    }

    @PostMapping("/sign-in/password")
    String password(
            @RequestParam(name = "password", defaultValue = "") String password,
            @RequestParam(name = "again", defaultValue = "") String again,
            @RequestParam(name = "staffNumber", defaultValue = "") String staffNumber,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes said) {
        Pending pending = pending(request);
        String number = staffNumber.strip();
        boolean asked = signIn.lacksStaffNumber(pending);
        Optional<String> refusal = asked && !number.matches(People.STAFF_NUMBER_PATTERN)
                ? Optional.of(PasswordRules.Refusal.STAFF_NUMBER.name())
                : choose(passwords, pending.name(), pending.revision(), password, again, asked ? number : null);
        if (refusal.isPresent()) {
            if (signIn.wasChangedSince(pending)) {
                return leave(pending, request);
            }
            said.addFlashAttribute("refusal", refusal.get());
            return "redirect:/sign-in/password";
        }
        audit.write(new AuditEvent(
                AuditKind.PEOPLE,
                Actor.person(pending.name()),
                null,
                null,
                pending.name(),
                asked ? "password changed, staff number " + number : "password changed",
                null));
        return "redirect:" + signIn.proceed(pending, false, true, request, response);
    }

    /** Why this password is not taken, as a word of the list {@code password.refusal}; empty when it now is the person's. */
    static Optional<String> choose(
            Passwords passwords,
            String name,
            long revision,
            String password,
            String again,
            @Nullable String staffNumber) {
        return password.equals(again)
                ? passwords.choose(name, revision, password, staffNumber).map(PasswordRules.Refusal::name)
                : Optional.of("DIFFERENT");
    }

    @GetMapping("/sign-in/second-factor")
    String secondFactor(HttpServletRequest request, Model model) {
        show(pending(request).name(), request.getSession(), factors, model);
        model.addAttribute("target", "/sign-in/second-factor");
        return "second-factor";
    }

    /** Puts a secret into the session and its picture on the page. */
    static void show(String name, HttpSession session, SecondFactors factors, Model model) {
        byte[] secret = session.getAttribute(NEW_SECRET) instanceof byte[] known ? known : factors.newSecret();
        session.setAttribute(NEW_SECRET, secret);
        model.addAttribute("secret", OneTimeCodes.base32(secret).replaceAll("(.{4})(?=.)", "$1 "));
        model.addAttribute("qr", QrImage.svg(QrImage.address(ISSUER, name, secret)));
    }

    @PostMapping("/sign-in/second-factor")
    String secondFactor(
            @RequestParam(name = "code", defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes said) {
        Pending pending = pending(request);
        Optional<List<String>> recovery =
                setUp(pending.name(), pending.revision(), true, code, request.getSession(), factors);
        if (recovery.isEmpty()) {
            if (signIn.wasChangedSince(pending)) {
                return leave(pending, request);
            }
            said.addFlashAttribute("wrong", true);
            return "redirect:/sign-in/second-factor";
        }
        audit.write(new AuditEvent(
                AuditKind.PEOPLE,
                Actor.person(pending.name()),
                null,
                null,
                pending.name(),
                "second factor set up",
                null));
        model.addAttribute("codes", recovery.get());
        model.addAttribute("next", signIn.proceed(pending, true, true, request, response));
        return "recovery-codes";
    }

    static Optional<List<String>> setUp(
            String name, long revision, boolean first, String code, HttpSession session, SecondFactors factors) {
        if (!(session.getAttribute(NEW_SECRET) instanceof byte[] secret)) {
            return Optional.empty();
        }
        Optional<List<String>> recovery = factors.setUp(name, revision, first, secret, code);
        if (recovery.isPresent()) {
            session.removeAttribute(NEW_SECRET);
        }
        return recovery;
    }

    /** Somebody else got further with this account meanwhile: what was proved before says nothing any more. */
    private String leave(Pending pending, HttpServletRequest request) {
        refuse(pending, "the account was changed since the password was given", request);
        request.getSession().invalidate();
        return "redirect:" + SignIn.BEGINNING;
    }

    private void refuse(Pending pending, String why, HttpServletRequest request) {
        audit.write(new AuditEvent(
                AuditKind.SIGN_IN_REFUSED,
                Actor.person(pending.name()),
                null,
                null,
                "console",
                why + ", from " + request.getRemoteAddr(),
                null));
    }

    private static Pending pending(HttpServletRequest request) {
        return Pending.of(request.getSession(false))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
    }
}
