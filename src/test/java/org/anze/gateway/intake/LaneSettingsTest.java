package org.anze.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.anze.gateway.intake.admission.AdmissionSettings;
import org.anze.gateway.record.RecordType;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class LaneSettingsTest {

    @Test
    void haveTheDefaultsThatToolsUse() {
        assertThat(bind(LaneSettings.class, "lanes", Map.of())).isEqualTo(LaneSettings.DEFAULT);
        assertThat(bind(AdmissionSettings.class, "limits", Map.of())).isEqualTo(AdmissionSettings.DEFAULT);
    }

    @Test
    void takeRecordTypesAsTheyAreWrittenEverywhere() {
        LaneSettings settings =
                bind(LaneSettings.class, "lanes", Map.of("anze.intake.lanes.urgent-types", "accidentReport,claim"));

        assertThat(settings.urgentTypes()).isEqualTo(Set.of(RecordType.ACCIDENT_REPORT, RecordType.CLAIM));
    }

    @Test
    void refuseALimitThatLetsNothingPass() {
        assertThatThrownBy(() ->
                        bind(AdmissionSettings.class, "limits", Map.of("anze.intake.limits.bytes-per-second", "0")))
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }

    private static <T> T bind(Class<T> type, String name, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate("anze.intake." + name, type);
    }
}
