package org.anze.gateway.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.anze.gateway.access.Agreements;
import org.anze.gateway.demo.DemoRecipients;
import org.anze.gateway.demo.ReceivedParcels;
import org.anze.gateway.demo.ReceivedRecords;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.RecordDefinitions;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What must hold at every moment, whatever happens: asked of the database in single statements, each of which sees one moment.
 * Every record of the load is for every recipient.
 */
public final class Conservation {

    /** The first holds by itself, the table sees to it; the second compares with what was read, record by record. */
    private static final String SUBMISSIONS =
            "select 'submission ' || s::text from (select id, records, skipped, received,"
                    + " accepted, rejected, duplicate, parked from submission) s"
                    + " where received <> accepted + rejected + duplicate + parked or records <> received + skipped";

    private static final String LEDGER = "select 'ledger: ' || l::text from (select"
            + " (select count(*) from ledger_entry) as entries,"
            + " (select coalesce(max(idx) + 1, 0) from ledger_entry) as next,"
            + " coalesce((select size from ledger_state), 0) as size,"
            + " coalesce((select max(size) from checkpoint), 0) as checkpoint,"
            + " (select count(*) from record_key) as keys,"
            + " coalesce((select sum(accepted) from submission), 0) as accepted) l"
            + " where entries <> next or entries <> size or entries <> keys or entries <> accepted"
            + " or entries <> checkpoint";

    /**
     * Given out once, in order, without gaps; what is given is acknowledged, refused or waits. Whether all was given that
     * should be, and how much of it was refused, is what {@link AgreementBalance} says.
     */
    private static final String FEEDS =
            "select 'feed: ' || f::text from (select c.recipient, c.next_entry, c.next_number,"
                    + " count(p.number) as parcels, coalesce(max(p.number), 0) as last,"
                    + " coalesce(sum(cardinality(p.entries)), 0) as given,"
                    + " (select count(distinct entry) from parcel q, unnest(q.entries) as entry"
                    + " where q.recipient = c.recipient) as entries,"
                    + " (select count(*) from feed_backlog b where b.recipient = c.recipient) as backlog,"
                    + " coalesce(sum(cardinality(p.entries)) filter (where p.state = 'ACKNOWLEDGED'), 0) as acknowledged,"
                    + " coalesce(sum(cardinality(p.entries)) filter (where p.state = 'REFUSED'), 0) as refused,"
                    + " coalesce(sum(cardinality(p.entries)) filter (where p.state in ('PREPARED', 'SENT')), 0) as waiting"
                    + " from feed_cursor c left join parcel p on p.recipient = c.recipient"
                    + " group by c.recipient, c.next_entry, c.next_number) f"
                    + " where parcels <> last or last <> next_number - 1 or given <> entries"
                    + " or acknowledged + refused + waiting <> given or backlog <> 0";

    private static final String REFUSED = "select recipient || ' refused ' || entry from parked_record";

    private Conservation() {}

    /**
     * What does not hold, a refusal by any recipient included; empty when all does.
     *
     * @param agreements those in force, since before the first record
     */
    public static List<String> violations(JdbcClient jdbc, Agreements agreements) {
        List<String> violations = violationsBut(jdbc, agreements);
        violations.addAll(refusals(jdbc));
        return violations;
    }

    /** The same where recipients are told to refuse: {@link #refusals} is for the caller to compare. */
    static List<String> violationsBut(JdbcClient jdbc, Agreements agreements) {
        List<String> violations = new ArrayList<>();
        for (String question : List.of(SUBMISSIONS, LEDGER, FEEDS)) {
            violations.addAll(jdbc.sql(question).query(String.class).list());
        }
        violations.addAll(AgreementBalance.violations(jdbc, agreements, Instant.now()));
        return violations;
    }

    /** What recipients refused, each as {@code <recipient> refused <entry>}. */
    static List<String> refusals(JdbcClient jdbc) {
        return jdbc.sql(REFUSED).query(String.class).list();
    }

    /** Whether nothing waits for any recipient: all that there is was given, and settled by its receipt. */
    static boolean isAllSettled(JdbcClient jdbc, Agreements agreements) {
        return AgreementBalance.figures(jdbc, agreements, Instant.now()).values().stream()
                .allMatch(figures -> figures.waiting() == 0 && figures.ahead() == 0);
    }

    /** The agreements of a folder of parties. */
    public static Agreements agreements(Path parties) throws IOException {
        return Agreements.load(parties, RecordDefinitions.load(), Parties.load(parties));
    }

    /** What recipients noticed: a gap, other bytes under a known number, a proof that fails. */
    static List<String> violations(DemoRecipients recipients) {
        List<String> violations = new ArrayList<>();
        for (Map.Entry<String, ReceivedParcels> each : recipients.received().entrySet()) {
            each.getValue().violations().forEach(fault -> violations.add(each.getKey() + ": " + fault));
        }
        return violations;
    }

    /**
     * What is not at every recipient exactly once, in the order of the ledger; empty when all is. Reads every parcel.
     *
     * @param policies all there are, each as {@code <business key> v<version>}
     */
    static List<String> differences(DemoRecipients recipients, Set<String> policies) throws IOException {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, ReceivedParcels> each : recipients.received().entrySet()) {
            ReceivedRecords held = ReceivedRecords.read(each.getValue().folder());
            Set<String> lost = new TreeSet<>(policies);
            lost.removeAll(held.versions("policy"));
            Set<String> more = new TreeSet<>(held.versions("policy"));
            more.removeAll(policies);
            if (!lost.isEmpty() || !more.isEmpty() || held.repeated() != 0 || held.outOfOrder() != 0) {
                differences.add("%s: %d lost %s, %d that nobody sent %s, %d twice, %d out of order"
                        .formatted(
                                each.getKey(),
                                lost.size(),
                                some(lost),
                                more.size(),
                                some(more),
                                held.repeated(),
                                held.outOfOrder()));
            }
        }
        return differences;
    }

    private static List<String> some(Set<String> names) {
        return names.stream().limit(5).toList();
    }
}
