package org.anze.gateway.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.console.people.Attempts;
import org.anze.gateway.console.people.Passwords;
import org.anze.gateway.console.people.People;
import org.anze.gateway.console.people.Person;
import org.anze.gateway.console.people.Role;
import org.anze.gateway.console.people.SecondFactors;
import org.anze.gateway.console.people.Sessions;
import org.anze.gateway.party.Parties;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The people of the console, for the security administrator. Nobody changes his own account here. A role is never changed:
 * who gets another one gets another account, after the first was ended.
 */
@Controller
final class PeopleController {

    private final People people;
    private final Passwords passwords;
    private final Attempts attempts;
    private final SecondFactors factors;
    private final Sessions sessions;
    private final Supplier<Parties> parties;
    private final AuditLog audit;

    PeopleController(
            People people,
            Passwords passwords,
            Attempts attempts,
            SecondFactors factors,
            Sessions sessions,
            Supplier<Parties> parties,
            AuditLog audit) {
        this.people = people;
        this.passwords = passwords;
        this.attempts = attempts;
        this.factors = factors;
        this.sessions = sessions;
        this.parties = parties;
        this.audit = audit;
    }

    @GetMapping("/people")
    String page(Model model) {
        Map<String, Sessions.Session> open =
                sessions.all().stream().collect(Collectors.toMap(Sessions.Session::person, Function.identity()));
        model.addAttribute("people", people.all());
        model.addAttribute("sessions", open);
        model.addAttribute("lockedFrom", attempts.locked());
        model.addAttribute("roles", Role.values());
        model.addAttribute("parties", parties.get().all());
        return "people";
    }

    @PostMapping("/people")
    String add(
            @RequestParam(name = "name", defaultValue = "") String name,
            @RequestParam(name = "role", defaultValue = "") String role,
            @RequestParam(name = "party", defaultValue = "") String party,
            @RequestParam(name = "staffNumber", defaultValue = "") String staffNumber,
            Seat seat,
            RedirectAttributes said) {
        Optional<Role> known = role(role);
        String number = staffNumber.strip();
        boolean partyFits = known.filter(given -> given == Role.PARTY).isPresent()
                ? parties.get().find(party).isPresent()
                : party.isEmpty();
        String refusal = !name.matches(People.NAME_PATTERN)
                ? "NAME"
                : known.isEmpty()
                        ? "ROLE"
                        : !partyFits ? "PARTY" : number.matches(People.STAFF_NUMBER_PATTERN) ? null : "STAFF_NUMBER";
        if (refusal != null) {
            said.addFlashAttribute("refusal", refusal);
            return "redirect:/people";
        }
        String subject =
                name + " " + known.get() + (party.isEmpty() ? "" : " of " + party) + ", staff number " + number;
        write(seat, subject, "ordered: add", null);
        People.Added added =
                people.add(new People.Newcomer(name, known.get(), party.isEmpty() ? null : party, number), seat.name());
        if (added.refusal() != null) {
            write(seat, subject, "refused: " + added.refusal(), null);
            said.addFlashAttribute("refusal", added.refusal().name());
        } else {
            write(seat, subject, "added", null);
            oneTimePassword(name, String.valueOf(added.password()), said);
        }
        return "redirect:/people";
    }

    /** The question before an order about a person. */
    @GetMapping("/people/{name}/{order:reset|unlock|second-factor|session|end}")
    String ask(@PathVariable("name") String name, @PathVariable("order") String order, Seat seat, Model model) {
        model.addAttribute("person", find(name, seat));
        model.addAttribute("order", order);
        model.addAttribute("longest", Reason.LONGEST);
        return "confirm-person";
    }

    @PostMapping("/people/{name}/{order:reset|unlock|second-factor|session|end}")
    String order(
            @PathVariable("name") String name,
            @PathVariable("order") String order,
            @RequestParam(name = "reason", defaultValue = "") String reason,
            Seat seat,
            RedirectAttributes said) {
        Person person = find(name, seat);
        String why = Reason.of(reason);
        if (why.isEmpty()) {
            said.addFlashAttribute("unreasoned", true);
            return "redirect:/people/" + name + "/" + order;
        }
        if (order.equals("end") && person.role().administrator() && people.lastOfItsRole(person)) {
            write(seat, name, "refused: the last " + person.role(), why);
            said.addFlashAttribute("refusal", "LAST");
            return "redirect:/people";
        }
        write(seat, name, "ordered: " + order, why);
        switch (order) {
            case "reset" -> {
                people.credentialsGiven(name, seat.name());
                oneTimePassword(name, passwords.reset(name), said);
            }
            case "unlock" -> {
                people.unlock(name);
                attempts.forget(name);
            }
            case "second-factor" -> {
                // Who knows the password alone must not be the one who sets up the next one.
                people.credentialsGiven(name, seat.name());
                factors.remove(name);
                oneTimePassword(name, passwords.reset(name), said);
            }
            case "session" -> sessions.end(name);
            default -> people.end(name);
        }
        said.addFlashAttribute("done", order);
        return "redirect:/people";
    }

    /** Shown once, on the next page. */
    private static void oneTimePassword(String name, String password, RedirectAttributes said) {
        said.addFlashAttribute("newPerson", name);
        said.addFlashAttribute("newPassword", password);
    }

    private void write(Seat seat, String subject, String outcome, @Nullable String reason) {
        audit.write(new AuditEvent(AuditKind.PEOPLE, seat.actor(), null, null, subject, outcome, reason));
    }

    /** Somebody else who has not been ended. */
    private Person find(String name, Seat seat) {
        return people.find(name)
                .filter(person -> person.endedAt() == null && !person.name().equals(seat.name()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static Optional<Role> role(String name) {
        return List.of(Role.values()).stream()
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
