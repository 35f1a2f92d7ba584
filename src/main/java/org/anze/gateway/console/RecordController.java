package org.anze.gateway.console;

import java.util.List;
import java.util.function.Supplier;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
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

/** The life of one record, and what a chosen party sees of it. */
@Controller
final class RecordController {

    private final RecordLife lives;
    private final LedgerProof proofs;
    private final PartyView views;
    private final Supplier<Parties> parties;

    RecordController(RecordLife lives, LedgerProof proofs, PartyView views, Supplier<Parties> parties) {
        this.lives = lives;
        this.proofs = proofs;
        this.views = views;
        this.parties = parties;
    }

    @GetMapping("/records/{index}")
    String page(
            @PathVariable("index") long index,
            @RequestParam(name = "party", required = false) @Nullable String party,
            Model model) {
        model.addAttribute("life", lives.of(index).orElseThrow(RecordController::unknown));
        fill(index, party, model);
        return "record";
    }

    /** The part of the page that changes when another party is chosen. */
    @GetMapping("/records/{index}/view")
    String view(
            @PathVariable("index") long index,
            @RequestParam(name = "party", required = false) @Nullable String party,
            Model model) {
        fill(index, party, model);
        return "record :: seen";
    }

    @GetMapping("/records/{index}/proof")
    ResponseEntity<byte[]> proof(@PathVariable("index") long index) {
        RecordLife.Defined defined = lives.sealed(index).orElseThrow(RecordController::unknown);
        LedgerProof.Checked checked =
                proofs.check(defined.record(), defined.definition()).orElseThrow(RecordController::unknown);
        return SubmissionController.attachment(index + ".proof.json", MediaType.APPLICATION_JSON)
                .body(proofs.document(checked, defined.record(), defined.definition()));
    }

    private void fill(long index, @Nullable String party, Model model) {
        List<Party> choice = parties.get().all().stream().toList();
        model.addAttribute("index", index);
        model.addAttribute("parties", choice);
        if (party != null && choice.stream().anyMatch(known -> known.id().equals(party))) {
            RecordLife.Defined defined = lives.sealed(index).orElseThrow(RecordController::unknown);
            model.addAttribute("seen", views.of(defined, party));
        }
    }

    private static ResponseStatusException unknown() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
