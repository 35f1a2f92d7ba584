package org.anze.gateway.delivery.rest;

import java.nio.charset.StandardCharsets;
import org.anze.gateway.evidence.CheckpointEvidence;
import org.anze.gateway.evidence.EvidenceProblem;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The newest checkpoint that witnesses cosigned, with their lines (docs/spec/witness.md). Safe for many threads. */
@RestController
final class CosignedCheckpointController {

    private static final MediaType NOTE = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final CheckpointEvidence evidence;

    CosignedCheckpointController(CheckpointEvidence evidence) {
        this.evidence = evidence;
    }

    @GetMapping("/log/checkpoint/cosigned")
    ResponseEntity<byte[]> cosigned() {
        byte[] note = evidence.lastCosigned()
                .orElseThrow(() -> new TryAgainLater(EvidenceProblem.NOT_COSIGNED, null))
                .note()
                .getBytes(StandardCharsets.UTF_8);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(NOTE)
                .body(note);
    }
}
