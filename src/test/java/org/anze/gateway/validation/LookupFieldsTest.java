package org.anze.gateway.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.validation.deadline.Deadlines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LookupFieldsTest {

    @ParameterizedTest
    @EnumSource
    void namesOnlyFieldsThatTheNewestVersionHas(RecordType type) {
        RecordDefinition definition = SampleRecords.DEFINITIONS.of(type);
        Set<String> fields =
                definition.fields().stream().map(FieldDefinition::name).collect(Collectors.toSet());
        assertThat(fields).containsAll(LookupFields.read(type));
        for (String field : LookupFields.of(type)) {
            int dot = field.indexOf('.');
            if (dot > 0) {
                assertThat(definition
                                .field(field.substring(0, dot))
                                .orElseThrow()
                                .entries())
                        .anyMatch(entry -> entry.name().equals(field.substring(dot + 1)));
            } else if (!field.equals(FeeChain.ENTRY_HASH)) {
                assertThat(fields).contains(field);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void offersEveryLookUpThatTheRulesAskFor(RecordType type) {
        Wanted wanted =
                SampleContext.VALIDATOR.wanted(List.of(SampleRecords.a(type).build()));
        assertThat(wanted.lookups())
                .allMatch(lookup -> LookupFields.of(lookup.type()).contains(lookup.field()));
        KnownRecord known = SampleContext.known(type, "X-1", "insurer-jia")
                .with("insured", "91140212MAXX00015K")
                .build();
        assertThat(Deadlines.wanted(Deadlines.questions(List.of(known))).lookups())
                .allMatch(lookup -> LookupFields.of(lookup.type()).contains(lookup.field()));
    }

    @Test
    void givesOneTermForEveryExpertAndEachOnlyOnce() {
        Map<String, Object> service = Map.of(
                "policyNo",
                "P-1",
                "place",
                "主井口",
                "experts",
                List.of(
                        Map.of("certNo", "Z-1"),
                        Map.of("certNo", "Z-2"),
                        Map.of("certNo", "Z-1"),
                        Map.of("name", "钱安")));
        assertThat(LookupFields.terms(RecordType.SERVICE_RECORD, service::get))
                .containsExactly(
                        new Lookup(RecordType.SERVICE_RECORD, "policyNo", "P-1"),
                        new Lookup(RecordType.SERVICE_RECORD, "experts.certNo", "Z-1"),
                        new Lookup(RecordType.SERVICE_RECORD, "experts.certNo", "Z-2"),
                        new Lookup(RecordType.SERVICE_RECORD, "place", "主井口"));
    }

    @Test
    void givesTheHashOfAFeeEntry() {
        Map<String, Object> entry = Map.of("insurer", "insurer-jia", "entryNo", "F-1");
        assertThat(LookupFields.terms(RecordType.FEE_LEDGER, entry::get))
                .containsExactly(new Lookup(RecordType.FEE_LEDGER, FeeChain.ENTRY_HASH, FeeChain.hash(entry::get)));
    }
}
