package org.anze.bench.baseline;

import java.util.ArrayList;
import java.util.List;
import org.anze.bench.records.Recipient;
import tools.jackson.databind.node.ObjectNode;

/** What a recipient may see: the same filters and fields as the agreements that the gateway is given. */
final class View {

    private static final List<String> PREMIUM = List.of(
            "coInsurers",
            "commissionRate",
            "signDate",
            "payDate",
            "premium",
            "received",
            "rate",
            "baseRate",
            "factors",
            "items",
            "feeRateAgreed");

    private View() {}

    /** The records of a batch that this recipient gets, each as it gets it. */
    static List<String> of(Recipient recipient, List<ObjectNode> records, List<String> lines, boolean xml) {
        List<String> views = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            ObjectNode record = records.get(i);
            if (gets(recipient.kind(), record)) {
                boolean whole = recipient.kind() == Recipient.Kind.PROVINCE;
                if (xml) {
                    views.add(PolicyXml.of(whole ? record : reduced(recipient.kind(), record)));
                } else {
                    views.add(
                            whole
                                    ? lines.get(i)
                                    : reduced(recipient.kind(), record).toString());
                }
            }
        }
        return views;
    }

    private static boolean gets(Recipient.Kind kind, ObjectNode record) {
        return switch (kind) {
            case PROVINCE -> record.get("riskRegion").stringValue().startsWith("14");
            case CITY -> record.get("riskRegion").stringValue().startsWith("1402");
            case SECTOR ->
                record.get("riskRegion").stringValue().startsWith("14")
                        && record.get("sector").stringValue().equals("03");
            case FINANCE -> true;
        };
    }

    private static ObjectNode reduced(Recipient.Kind kind, ObjectNode record) {
        // One level deep is enough: whole fields go or stay, and what is nested is not changed.
        ObjectNode view = record.objectNode();
        record.properties().forEach(field -> {
            if (kind.getsPremium() || !PREMIUM.contains(field.getKey())) {
                view.set(field.getKey(), field.getValue());
            }
        });
        if (kind.masksPeople() && view.has("handler")) {
            String name = view.get("handler").stringValue();
            view.put("handler", name.substring(0, 1) + "*".repeat(name.length() - 1));
        }
        return view;
    }
}
