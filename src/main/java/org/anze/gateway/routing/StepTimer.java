package org.anze.gateway.routing;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/** Times every step of every route once per batch or parcel: meter {@code anze.step}, tagged with the step's id. */
final class StepTimer implements InterceptStrategy {

    private final MeterRegistry meters;

    StepTimer(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, @Nullable Processor next) {
        Timer timer = Timer.builder("anze.step")
                .description("time of one step for one batch or parcel")
                .tag("step", String.valueOf(definition.getId()))
                .register(meters);
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                long begun = System.nanoTime();
                return super.process(exchange, doneSync -> {
                    timer.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                    callback.done(doneSync);
                });
            }
        };
    }
}
