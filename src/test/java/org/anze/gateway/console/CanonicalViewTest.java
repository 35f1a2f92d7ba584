package org.anze.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.access.SealedSamples;
import org.anze.gateway.party.Parties;
import org.anze.gateway.record.DisclosedRecord;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.record.codes.CodeTables;
import org.anze.gateway.seal.CanonicalJson;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.StaticMessageSource;

/** What an operator sees of a recipient's view. */
class CanonicalViewTest {

    private static final RecordDefinition DEFINITION = SealedSamples.DEFINITIONS.of(RecordType.SERVICE_RECORD);

    @Test
    void hidesPeopleWhoStandUnmaskedInAPartlyMaskedUnit() throws Exception {
        SealedRecord record = SealedSamples.record(
                RecordType.SERVICE_RECORD, 1, new Scope("140311", "08", "insurer-bing"), Map.of("serviceNo", "FW-1"));
        List<DisclosedRecord.Unit> units = DEFINITION.units().stream()
                .map(unit -> unit.equals("people")
                        ? new DisclosedRecord.Unit(
                                unit,
                                Manner.MASKED,
                                new byte[32],
                                null,
                                CanonicalJson.write(
                                        Map.of("gps", "39.9,116.4", "experts", List.of(Map.of("name", "张三")))),
                                Set.of("gps"))
                        : new DisclosedRecord.Unit(unit, Manner.WITHHELD, new byte[32], null, null, Set.of()))
                .toList();
        CodeTables codes = CodeTables.load(Path.of("codes"));
        Show show = new Show(new StaticMessageSource(), () -> Parties.of(List.of()), Clock.systemUTC());

        List<CanonicalView.Unit> seen = new CanonicalView(new FieldText(() -> codes, show))
                .of(new DisclosedRecord(record, "one", 1, false, units), DEFINITION);

        CanonicalView.Unit people = seen.get(DEFINITION.units().indexOf("people"));
        assertThat(people.fields()).anyMatch(field -> field.name().equals("gps") && "39.9,116.4".equals(field.text()));
        assertThat(people.fields())
                .noneMatch(field -> String.valueOf(field.text()).contains("张三"));
    }
}
