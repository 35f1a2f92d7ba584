package org.anze.gateway.delivery.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.feed.RecipientReceipt;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One receipt or an array of them. */
final class ReceiptList {

    private static final int MOST = 500;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ReceiptList() {}

    static List<RecipientReceipt> parse(byte[] body) {
        try {
            JsonNode tree = JSON.readTree(body);
            if (!tree.isArray()) {
                return List.of(RecipientReceipt.parse(body));
            }
            if (tree.isEmpty() || tree.size() > MOST) {
                throw refusal();
            }
            List<RecipientReceipt> receipts = new ArrayList<>(tree.size());
            for (JsonNode receipt : tree) {
                receipts.add(RecipientReceipt.parse(JSON.writeValueAsBytes(receipt)));
            }
            return receipts;
        } catch (JacksonException | IOException e) {
            throw refusal();
        }
    }

    private static SenderMustCorrect refusal() {
        return new SenderMustCorrect(PullProblem.NO_RECEIPT, Location.WHOLE, MOST);
    }
}
