package org.anze.gateway.intake.soap;

import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.feed.Settlement;
import org.anze.gateway.feed.Settlements;
import org.anze.gateway.party.Party;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.w3c.dom.Element;

/** The operations {@code fetchFeed} and {@code acknowledgeFeed}, for recipients that pull. Safe for many threads. */
final class FeedCalls {

    private static final int MOST_PARCELS = 5;
    private static final int MOST_RECEIPTS = 100;
    private static final int MOST_REFUSED = 500;
    private static final int LONGEST_REASON = 500;

    private final Settlements settlements;

    FeedCalls(Settlements settlements) {
        this.settlements = settlements;
    }

    void fetch(Party party, ExchangeReader request, Element answer) {
        mustPull(party);
        long after = request.one("after").isPresent() ? request.number("after") : 0;
        long limit = request.one("limit").isPresent() ? request.number("limit") : 1;
        if (after < 0) {
            throw ExchangeReader.refusal("after");
        }
        if (limit < 1 || limit > MOST_PARCELS) {
            throw ExchangeReader.refusal("limit");
        }
        Settlements.Waiting waiting = settlements.waiting(party.id(), after, (int) limit);
        ExchangeWriter.parcels(answer, waiting.parcels(), waiting.next() != null);
    }

    void acknowledge(Party party, ExchangeReader request, Element answer) {
        mustPull(party);
        List<ExchangeReader> receipts = request.all("receipt", MOST_RECEIPTS);
        if (receipts.isEmpty()) {
            throw ExchangeReader.refusal("receipt");
        }
        List<Long> settled = new ArrayList<>();
        for (ExchangeReader receipt : receipts) {
            long number = receipt.number("parcel");
            if (!settlements.settle(party.id(), number, settlement(receipt))) {
                throw new SenderMustCorrect(SoapProblem.UNKNOWN_PARCEL, Location.WHOLE, number);
            }
            settled.add(number);
        }
        ExchangeWriter.settled(answer, settled);
    }

    private static Settlement settlement(ExchangeReader receipt) {
        String status = receipt.text("status");
        String digest = receipt.one("digest").map(ExchangeReader::text).orElse(null);
        if (status.equals("ACKNOWLEDGED")) {
            return new Settlement.Acknowledged(digest);
        }
        if (!status.equals("REFUSED")) {
            throw ExchangeReader.refusal("status");
        }
        List<Settlement.RefusedRecord> refused = new ArrayList<>();
        for (ExchangeReader record : receipt.all("refused", MOST_REFUSED)) {
            String reason = record.text("reason");
            if (reason.length() > LONGEST_REASON) {
                throw ExchangeReader.refusal("reason");
            }
            refused.add(new Settlement.RefusedRecord(record.number("index"), reason));
        }
        return new Settlement.Refused(refused, digest);
    }

    private static void mustPull(Party party) {
        if (party.delivery() == null || party.delivery().channel() != Party.Channel.PULL) {
            throw new SenderMustCorrect(SoapProblem.NO_PULL_FEED, Location.WHOLE);
        }
    }
}
