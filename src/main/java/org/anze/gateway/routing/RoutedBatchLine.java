package org.anze.gateway.routing;

import java.util.concurrent.CompletableFuture;
import org.anze.gateway.intake.BatchLine;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.problem.GatewayProblem;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.service.ServiceHelper;
import org.jspecify.annotations.Nullable;

/**
 * Leads batches through {@code routes/exchange-batch.camel.xml}, up to the ledger's queue on the caller's own thread: the
 * batches of a submission must join the queue in their order. Safe for several threads.
 */
final class RoutedBatchLine implements BatchLine {

    private final CamelContext context;
    private final ProducerTemplate template;
    private volatile @Nullable AsyncProducer producer;

    RoutedBatchLine(CamelContext context, ProducerTemplate template) {
        this.context = context;
        this.template = template;
    }

    @Override
    public CompletableFuture<Appended> exchange(RawBatch batch) {
        AsyncProducer line = producer();
        Exchange exchange = line.getEndpoint().createExchange(ExchangePattern.InOut);
        exchange.getIn().setBody(batch);
        CompletableFuture<Appended> result = new CompletableFuture<>();
        line.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                result.completeExceptionally(exchange.getException());
            } else if (exchange.getMessage().getBody() instanceof Appended appended) {
                result.complete(appended);
            } else {
                result.completeExceptionally(
                        new IllegalStateException("the route exchange-batch ended without the ledger's answer"));
            }
        });
        return result;
    }

    private AsyncProducer producer() {
        AsyncProducer made = producer;
        if (made == null) {
            synchronized (this) {
                made = producer;
                if (made == null) {
                    made = start(context.getEndpoint("direct:exchange-batch"));
                    producer = made;
                }
            }
        }
        return made;
    }

    private static AsyncProducer start(Endpoint endpoint) {
        try {
            AsyncProducer made = endpoint.createAsyncProducer();
            ServiceHelper.startService(made);
            return made;
        } catch (Exception e) {
            throw new IllegalStateException("the route exchange-batch cannot be used", e);
        }
    }

    @Override
    public CheckedBatch check(RawBatch batch) {
        try {
            return template.requestBody("direct:check-batch", batch, CheckedBatch.class);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof GatewayProblem problem) {
                throw problem;
            }
            throw e;
        }
    }
}
