package org.anze.gateway.routing;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
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
    public List<CompletableFuture<Appended>> exchange(List<RawBatch> batches) {
        AsyncProducer line = producer();
        Exchange exchange = line.getEndpoint().createExchange(ExchangePattern.InOut);
        exchange.getIn().setBody(batches);
        List<CompletableFuture<Appended>> results = Stream.generate(CompletableFuture<Appended>::new)
                .limit(batches.size())
                .toList();
        line.process(exchange, doneSync -> answer(exchange, results));
        return results;
    }

    private static void answer(Exchange exchange, List<CompletableFuture<Appended>> results) {
        Exception failure = exchange.getException();
        List<?> answers = failure == null && exchange.getMessage().getBody() instanceof List<?> list ? list : List.of();
        for (int i = 0; i < results.size(); i++) {
            CompletableFuture<Appended> result = results.get(i);
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (i < answers.size() && answers.get(i) instanceof CompletableFuture<?> answer) {
                answer.whenComplete((appended, why) -> {
                    if (why == null) {
                        result.complete((Appended) appended);
                    } else {
                        result.completeExceptionally(why);
                    }
                });
            } else {
                result.completeExceptionally(
                        new IllegalStateException("the route exchange-batch ended without the ledger's answer"));
            }
        }
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
            List<?> checked = template.requestBody("direct:check-batch", List.of(batch), List.class);
            return (CheckedBatch) checked.get(0);
        } catch (CamelExecutionException e) {
            if (e.getCause() instanceof GatewayProblem problem) {
                throw problem;
            }
            throw e;
        }
    }
}
