package org.anze.gateway.delivery.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.ledger.PublicLog;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ledger's tree in the layout of C2SP tlog-tiles: hashes only. Safe for many threads. */
@RestController
@RequestMapping("/log")
final class LogController {

    private static final String TILES = "/log/tile/";
    private static final MediaType NOTE = MediaType.parseMediaType("text/plain;charset=UTF-8");

    private final PublicLog log;

    LogController(PublicLog log) {
        this.log = log;
    }

    @GetMapping("/checkpoint")
    ResponseEntity<byte[]> checkpoint() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(NOTE)
                .body(log.checkpoint());
    }

    @GetMapping("/tile/**")
    ResponseEntity<byte[]> tile(HttpServletRequest request) {
        TilePath path = TilePath.parse(request.getRequestURI().substring(TILES.length()))
                .orElseThrow(LogController::missing);
        byte[] hashes = log.tile(path.level(), path.index(), path.width()).orElseThrow(LogController::missing);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofDays(365)).immutable())
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(hashes);
    }

    @GetMapping("/consistency")
    Map<String, Object> consistency(@RequestParam long from, @RequestParam long to) {
        List<byte[]> hashes;
        try {
            hashes = log.consistency(from, to);
        } catch (IllegalArgumentException e) {
            throw missing();
        }
        Map<String, Object> proof = new LinkedHashMap<>();
        proof.put("from", from);
        proof.put("to", to);
        proof.put(
                "hashes",
                hashes.stream().map(Base64.getEncoder()::encodeToString).toList());
        return proof;
    }

    private static SenderMustCorrect missing() {
        return new SenderMustCorrect(PullProblem.NO_SUCH_TILE, Location.WHOLE);
    }
}
