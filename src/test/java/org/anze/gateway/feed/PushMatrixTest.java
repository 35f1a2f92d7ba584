package org.anze.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.anze.gateway.access.MatrixCases;
import org.anze.gateway.access.MatrixLedger;
import org.anze.gateway.access.MatrixLedger.Sample;
import org.anze.gateway.access.MatrixViews;
import org.anze.gateway.access.MatrixViews.Shown;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The 1,920 decisions of DOMAIN.md B2 through the feed into the parcels that are pushed. */
class PushMatrixTest {

    private static MatrixLedger ledger;
    private static Map<PartyType, Map<Long, Shown>> given;
    private static Map<PartyType, Map<Long, Shown>> afterwards;

    @BeforeAll
    static void push(@TempDir Path folder) {
        ledger = MatrixLedger.open();
        MatrixFeeds feeds = new MatrixFeeds(ledger, folder);
        afterwards = push(feeds, MatrixLedger.afterwards());
        feeds.forget();
        given = push(feeds, MatrixCases.NOW);
    }

    private static Map<PartyType, Map<Long, Shown>> push(MatrixFeeds feeds, Instant now) {
        Map<PartyType, Map<Long, Shown>> pushed = new EnumMap<>(PartyType.class);
        for (Party party : MatrixLedger.parties(Party.Channel.REST).all()) {
            pushed.put(party.type(), MatrixFeeds.shown(feeds.push(party, now)));
        }
        return pushed;
    }

    @Test
    void pushesWhatTheMatrixSaysAndNothingElse() throws IOException {
        MatrixViews views = MatrixFeeds.compare(ledger, given, afterwards);

        assertThat(afterwards.values())
                .allSatisfy(nothing -> assertThat(nothing).isEmpty());
        assertThat(views.differences()).isEmpty();
        MatrixLedger.print("push", views.compared(), views.print("R: the party's own record is pushed, -: it is not"));
    }

    /** What the comparison is worth. */
    @Test
    void noticesEveryDeviationFromTheMatrix() {
        Sample roster = ledger.samples().stream()
                .filter(sample -> sample.type() == RecordType.ROSTER && sample.owner() == PartyType.PRV)
                .findFirst()
                .orElseThrow();
        assertThat(given.get(PartyType.PRV).get(roster.index()).manners())
                .containsEntry("count", Manner.GIVEN)
                .containsEntry("person", Manner.MASKED)
                .containsEntry("identity", Manner.WITHHELD);

        assertNoticed(PartyType.PRV, roster, shown -> null);
        assertNoticed(PartyType.HRS, roster, shown -> given.get(PartyType.PRV).get(roster.index()));
        assertNoticed(PartyType.PRV, roster, shown -> as(shown, "person", Manner.GIVEN, clear(roster, "person")));
        assertNoticed(PartyType.PRV, roster, shown -> as(shown, "person", Manner.MASKED, clear(roster, "person")));
        assertNoticed(PartyType.PRV, roster, shown -> as(shown, "identity", Manner.GIVEN, clear(roster, "identity")));
        assertNoticed(
                PartyType.PRV, roster, shown -> as(shown, "identity", Manner.WITHHELD, clear(roster, "identity")));
        assertNoticed(PartyType.PRV, roster, shown -> as(shown, "count", Manner.WITHHELD, Map.of()));
        assertNoticed(PartyType.PRV, roster, shown -> as(shown, "count", Manner.GIVEN, Map.of()));
    }

    private static void assertNoticed(PartyType party, Sample sample, UnaryOperator<Shown> change) {
        Map<PartyType, Map<Long, Shown>> changed = new EnumMap<>(given);
        Map<Long, Shown> ofParty = new HashMap<>(given.get(party));
        Shown shown = change.apply(ofParty.get(sample.index()));
        if (shown == null) {
            ofParty.remove(sample.index());
        } else {
            ofParty.put(sample.index(), shown);
        }
        changed.put(party, ofParty);
        assertThat(MatrixFeeds.compare(ledger, changed, afterwards).differences())
                .isNotEmpty();
        if (shown != null) {
            assertThat(MatrixFeeds.compare(ledger, given, Map.copyOf(only(party, sample, shown)))
                            .differences())
                    .isNotEmpty();
        }
    }

    private static Map<PartyType, Map<Long, Shown>> only(PartyType party, Sample sample, Shown shown) {
        Map<PartyType, Map<Long, Shown>> changed = new EnumMap<>(afterwards);
        changed.put(party, Map.of(sample.index(), shown));
        return changed;
    }

    private static Shown as(Shown shown, String unit, Manner manner, Map<String, Object> values) {
        Map<String, Manner> manners = new HashMap<>(shown.manners());
        manners.put(unit, manner);
        Map<String, Map<String, Object>> all = new HashMap<>(shown.values());
        all.put(unit, values);
        return new Shown(manners, all);
    }

    private static Map<String, Object> clear(Sample sample, String unit) {
        Map<String, Object> values = new HashMap<>();
        for (FieldDefinition field : sample.record().definition().fieldsOf(unit)) {
            values.put(field.name(), sample.record().value(field.name()));
        }
        return values;
    }
}
