package org.anze.gateway.routing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.anze.gateway.intake.BatchLine;
import org.anze.gateway.intake.batch.CheckedBatch;
import org.anze.gateway.intake.batch.RawBatch;
import org.anze.gateway.ledger.LedgerWriter.Appended;
import org.anze.gateway.problem.GatewayProblem;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;

/** Leads batches through {@code routes/exchange-batch.camel.xml}. Safe for several threads. */
final class RoutedBatchLine implements BatchLine {

    private final ProducerTemplate template;

    RoutedBatchLine(ProducerTemplate template) {
        this.template = template;
    }

    @Override
    public CompletableFuture<Appended> exchange(RawBatch batch) {
        return template.asyncRequestBody("direct:exchange-batch", batch, Appended.class)
                .handle((appended, failure) -> {
                    if (failure != null) {
                        throw new CompletionException(cause(failure));
                    }
                    return appended;
                });
    }

    @Override
    public CheckedBatch check(RawBatch batch) {
        try {
            return template.requestBody("direct:check-batch", batch, CheckedBatch.class);
        } catch (CamelExecutionException e) {
            if (cause(e) instanceof GatewayProblem problem) {
                throw problem;
            }
            throw e;
        }
    }

    private static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof CamelExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
