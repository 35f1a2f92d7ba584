package org.anze.gateway.console;

import java.util.List;
import java.util.function.Supplier;
import org.anze.gateway.audit.AuditEvent;
import org.anze.gateway.audit.AuditKind;
import org.anze.gateway.audit.AuditLog;
import org.anze.gateway.console.login.Seat;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The life of one record, and what a chosen party sees of it. An operator sees no values, except in practice; every look at
 * a record is in the audit log before the page leaves.
 */
@Controller
final class RecordController {

    private final RecordLife lives;
    private final LedgerProof proofs;
    private final PartyView views;
    private final Supplier<Parties> parties;
    private final AuditLog audit;

    RecordController(RecordLife lives, LedgerProof proofs, PartyView views, Supplier<Parties> parties, AuditLog audit) {
        this.lives = lives;
        this.proofs = proofs;
        this.views = views;
        this.parties = parties;
        this.audit = audit;
    }

    @GetMapping("/records/{index}")
    String page(
            @PathVariable("index") long index,
            @RequestParam(name = "party", required = false) @Nullable String party,
            Seat seat,
            Model model) {
        RecordLife.Life life = lives.of(index, seat.practice()).orElseThrow(RecordController::unknown);
        note(seat, life.record(), seat.practice() ? AuditKind.REVEAL : AuditKind.QUERY, "record shown");
        model.addAttribute("life", life);
        fill(index, party, seat, model);
        return "record";
    }

    /** The part of the page that changes when another party is chosen. */
    @GetMapping("/records/{index}/view")
    String view(
            @PathVariable("index") long index,
            @RequestParam(name = "party", required = false) @Nullable String party,
            Seat seat,
            Model model) {
        fill(index, party, seat, model);
        return "record :: seen";
    }

    @GetMapping("/records/{index}/proof")
    ResponseEntity<byte[]> proof(@PathVariable("index") long index, Seat seat) {
        RecordLife.Defined defined = lives.sealed(index).orElseThrow(RecordController::unknown);
        LedgerProof.Checked checked =
                proofs.check(defined.record(), defined.definition()).orElseThrow(RecordController::unknown);
        note(seat, defined.record(), AuditKind.EXPORT, "proof downloaded");
        return SubmissionController.attachment(index + ".proof.json", MediaType.APPLICATION_JSON)
                .body(proofs.document(checked, defined.record(), defined.definition()));
    }

    private void fill(long index, @Nullable String party, Seat seat, Model model) {
        List<Party> choice = parties.get().all().stream().toList();
        model.addAttribute("index", index);
        model.addAttribute("parties", choice);
        if (party != null && choice.stream().anyMatch(known -> known.id().equals(party))) {
            RecordLife.Defined defined = lives.sealed(index).orElseThrow(RecordController::unknown);
            note(
                    seat,
                    defined.record(),
                    seat.practice() ? AuditKind.REVEAL : AuditKind.QUERY,
                    "view of " + party + " shown");
            model.addAttribute("seen", views.of(defined, party, seat.practice()));
        }
    }

    private void note(Seat seat, SealedRecord record, AuditKind kind, String outcome) {
        String subject = record.type().code() + "/" + record.businessKey() + " #" + record.index();
        audit.write(new AuditEvent(kind, seat.actor(), null, null, subject, outcome, null));
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
