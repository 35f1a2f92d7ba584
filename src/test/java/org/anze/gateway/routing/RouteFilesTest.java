package org.anze.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What stands in route files holds for the routes. */
class RouteFilesTest {

    private static final Path ERRORS = Path.of("routes", "errors.camel.xml");

    @TempDir
    private Path folder;

    /** A step that cannot do its work. */
    public static final class Broken {
        /** Fails. */
        public void apply() {
            throw new IllegalStateException("this step fails");
        }
    }

    private DefaultCamelContext context(String configuration) throws Exception {
        Files.copy(ERRORS, folder.resolve("errors.camel.xml"));
        Files.writeString(
                folder.resolve("broken.camel.xml"),
                """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="broken" description="Fails" group="test" routeConfigurationId="%s">
                    <from uri="direct:broken"/>
                    <bean ref="broken" method="apply"/>
                  </route>
                </routes>
                """.formatted(configuration));
        DefaultCamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("broken", new Broken());
        new RouteFiles(context).load(folder);
        return context;
    }

    @Test
    void leavesItToWhoCallsToLogWhatFailed() throws Exception {
        Logger camel = (Logger) LoggerFactory.getLogger("org.apache.camel.processor.errorhandler");
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        camel.addAppender(said);
        try (DefaultCamelContext context = context("exchange-errors")) {
            context.start();

            assertThatExceptionOfType(CamelExecutionException.class)
                    .isThrownBy(() ->
                            context.createProducerTemplate().requestBody("direct:broken", "a batch"))
                    .withRootCauseInstanceOf(IllegalStateException.class);
        } finally {
            camel.detachAppender(said);
        }
        assertThat(said.list).isEmpty();
    }

    @Test
    void doesNotStartWithAnErrorConfigurationThatIsNotThere() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> context("no-such-errors"))
                .withMessageContaining("no-such-errors does not exist");
    }
}
