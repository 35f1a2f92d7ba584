package org.anze.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.anze.gateway.demo.DemoSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** The keys of the folders, the stores and the demo. */
class StartSettingsTest {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withUserConfiguration(Settings.class);

    @ParameterizedTest
    @ValueSource(strings = {"anze.home.date=x", "anze.stores.core-prot=1", "anze.demo.record=1"})
    void refusesAKeyThatDoesNotExist(String mistyped) {
        runner.withPropertyValues(mistyped).run(context -> assertThat(context).hasFailed());
    }

    @Test
    void takesOneKeyOfEach() {
        runner.withPropertyValues("anze.home.data=elsewhere", "anze.stores.core-port=7", "anze.demo.records=9")
                .run(context -> {
                    assertThat(context.getBean(HomeSettings.class).data()).isEqualTo("elsewhere");
                    assertThat(context.getBean(StoresSettings.class).corePort()).isEqualTo(7);
                    assertThat(context.getBean(DemoSettings.class).records()).isEqualTo(9);
                });
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({HomeSettings.class, StoresSettings.class, DemoSettings.class})
    static class Settings {}
}
