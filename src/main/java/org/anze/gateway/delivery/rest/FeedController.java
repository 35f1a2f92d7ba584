package org.anze.gateway.delivery.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.anze.gateway.feed.Parcel;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.feed.Settlements;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The feed of a recipient that pulls. One answer carries one parcel, so that its bytes reach the recipient exactly as they
 * were signed. Asking settles nothing: a parcel waits until its receipt came. Safe for many threads.
 */
@RestController
@RequestMapping("/api/v1/feed")
final class FeedController implements ApplicationListener<ContextClosedEvent> {

    private static final int LONGEST_WAIT_SECONDS = 30;
    private static final int MOST_PARCELS = 100;
    private static final int MOST_POLLS = 2;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final Settlements settlements;
    /** Party id → places for waiting polls; as many as there are parties. */
    private final Map<String, Semaphore> polls = new ConcurrentHashMap<>();

    private volatile boolean closing;

    FeedController(Settlements settlements) {
        this.settlements = settlements;
    }

    /** Lets waiting polls go, so that they do not hold up the gateway's end. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        closing = true;
    }

    @GetMapping
    ResponseEntity<byte[]> next(
            @AuthenticationPrincipal Party party,
            @RequestParam(defaultValue = "0") long after,
            @RequestParam(defaultValue = "1") int limit,
            @RequestParam(defaultValue = "0") int wait)
            throws InterruptedException {
        mustPull(party);
        mustBeWithin("after", after, 0, Long.MAX_VALUE - 1);
        mustBeWithin("limit", limit, 1, MOST_PARCELS);
        mustBeWithin("wait", wait, 0, LONGEST_WAIT_SECONDS);
        Semaphore place = polls.computeIfAbsent(party.id(), id -> new Semaphore(MOST_POLLS));
        if (!place.tryAcquire()) {
            throw new TryAgainLater(PullProblem.TOO_MANY_POLLS, null);
        }
        try {
            return answer(waiting(party, after, Duration.ofSeconds(wait)));
        } finally {
            place.release();
        }
    }

    private Settlements.Waiting waiting(Party party, long after, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Settlements.Waiting waiting = settlements.waiting(party.id(), after, 1);
            long left = end - System.nanoTime();
            if (!waiting.parcels().isEmpty() || left <= 0 || closing) {
                return waiting;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_AGAIN.toNanos()));
        }
    }

    private static ResponseEntity<byte[]> answer(Settlements.Waiting waiting) {
        if (waiting.parcels().isEmpty()) {
            return ResponseEntity.noContent().build();
        }
        Parcel parcel = waiting.parcels().get(0);
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header("Parcel-Number", String.valueOf(parcel.number()))
                .header("Parcel-Records", String.valueOf(parcel.records()));
        if (!parcel.renditions().isEmpty()) {
            answer.header(
                    "Parcel-Renditions",
                    parcel.renditions().stream().map(Parcel.Rendition::name).collect(Collectors.joining(",")));
        }
        if (waiting.next() != null) {
            // So that the recipient comes again at once.
            answer.header("Parcel-Next", String.valueOf(waiting.next()));
        }
        return answer.body(parcel.document());
    }

    @GetMapping("/{number}/renditions/{name}")
    ResponseEntity<byte[]> rendition(
            @AuthenticationPrincipal Party party, @PathVariable long number, @PathVariable String name) {
        mustPull(party);
        mustBeWithin("number", number, 1, Long.MAX_VALUE - 1);
        // Only what waits is given: a parcel that was settled has been given, and its agreement may have ended since.
        Parcel.Rendition rendition = settlements.waiting(party.id(), number).stream()
                .flatMap(parcel -> parcel.renditions().stream())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SenderMustCorrect(PullProblem.UNKNOWN_PARCEL, Location.WHOLE, number));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(rendition.mediaType()))
                .body(rendition.content());
    }

    @PostMapping(path = "/acks", consumes = "application/json")
    Map<String, Object> settle(@AuthenticationPrincipal Party party, HttpServletRequest request) throws IOException {
        mustPull(party);
        List<RecipientReceipt> receipts =
                ReceiptList.parse(request.getInputStream().readAllBytes());
        List<Long> settled = new ArrayList<>();
        SenderMustCorrect refused = null;
        for (RecipientReceipt receipt : receipts) {
            try {
                if (!settlements.settle(party.id(), receipt.parcel(), receipt.toSettlement())) {
                    throw new SenderMustCorrect(PullProblem.UNKNOWN_PARCEL, Location.WHOLE, receipt.parcel());
                }
                settled.add(receipt.parcel());
            } catch (SenderMustCorrect e) {
                // The others count all the same.
                refused = refused == null ? e : refused;
            }
        }
        if (refused != null) {
            throw refused;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("settled", settled);
        return answer;
    }

    private static void mustPull(Party party) {
        if (party.delivery() == null || party.delivery().channel() != Party.Channel.PULL) {
            throw new SenderMustCorrect(PullProblem.NO_PULL_FEED, Location.WHOLE);
        }
    }

    private static void mustBeWithin(String parameter, long value, long least, long most) {
        if (value < least || value > most) {
            throw new SenderMustCorrect(PullProblem.BAD_RANGE, Location.WHOLE, parameter, least + "…" + most);
        }
    }
}
