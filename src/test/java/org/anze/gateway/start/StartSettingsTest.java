package org.anze.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.anze.gateway.demo.DemoSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

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

    /** Otherwise all people behind the proxy are one address, for the throttle and in the audit log. */
    @Test
    void believesOnlyAProxyOnThisMachineAboutWhoAsks() throws IOException {
        PropertySource<?> settings = new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yaml"))
                .get(0);
        String proxies = String.valueOf(settings.getProperty("server.tomcat.remoteip.internal-proxies"));

        assertThat(settings.getProperty("server.forward-headers-strategy")).isEqualTo("native");
        assertThat("127.0.0.1").matches(proxies);
        assertThat("10.1.2.3").doesNotMatch(proxies);
        assertThat("127x0x0x1").doesNotMatch(proxies);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({HomeSettings.class, StoresSettings.class, DemoSettings.class})
    static class Settings {}
}
