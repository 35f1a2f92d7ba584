package org.anze.gateway.delivery.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.access.MatrixCases;
import org.anze.gateway.access.MatrixLedger;
import org.anze.gateway.access.MatrixViews;
import org.anze.gateway.access.MatrixViews.Shown;
import org.anze.gateway.feed.FeedDispatcher;
import org.anze.gateway.feed.MatrixFeeds;
import org.anze.gateway.party.Parties;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** The 1,920 decisions of DOMAIN.md B2 through {@code GET /api/v1/feed}. */
class PullMatrixTest {

    private static final Parties PARTIES = MatrixLedger.parties(Party.Channel.PULL);

    @Test
    void answersWhoPullsWhatTheMatrixSaysAndNothingElse(@TempDir Path folder) throws Exception {
        MatrixLedger ledger = MatrixLedger.open();
        MatrixFeeds feeds = new MatrixFeeds(ledger, folder);
        Map<PartyType, Map<Long, Shown>> afterwards = pull(feeds, MatrixLedger.afterwards());
        feeds.forget();
        Map<PartyType, Map<Long, Shown>> given = pull(feeds, MatrixCases.NOW);

        MatrixViews views = MatrixFeeds.compare(ledger, given, afterwards);

        assertThat(afterwards.values())
                .allSatisfy(nothing -> assertThat(nothing).isEmpty());
        assertThat(views.differences()).isEmpty();
        MatrixLedger.print("pull", views.compared(), views.print("R: the party's own record is pulled, -: it is not"));
    }

    private static Map<PartyType, Map<Long, Shown>> pull(MatrixFeeds feeds, Instant now) throws InterruptedException {
        Map<PartyType, Map<Long, Shown>> given = new EnumMap<>(PartyType.class);
        try (FeedDispatcher dispatcher = feeds.pull(PARTIES, now)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> feeds.atTheEnd() == PartyType.values().length);
            FeedController controller = new FeedController(dispatcher);
            for (Party party : PARTIES.all()) {
                given.put(party.type(), MatrixFeeds.shown(pull(controller, party)));
            }
        }
        return given;
    }

    private static List<byte[]> pull(FeedController controller, Party party) throws InterruptedException {
        List<byte[]> parcels = new ArrayList<>();
        String next = "1";
        while (next != null) {
            ResponseEntity<byte[]> answer = controller.next(party, Long.parseLong(next) - 1, 1, 0);
            if (answer.getStatusCode().equals(HttpStatus.NO_CONTENT)) {
                break;
            }
            parcels.add(answer.getBody());
            next = answer.getHeaders().getFirst("Parcel-Next");
        }
        return parcels;
    }
}
