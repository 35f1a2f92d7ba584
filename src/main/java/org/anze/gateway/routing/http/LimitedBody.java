package org.anze.gateway.routing.http;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.anze.gateway.problem.GatewayProblem;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.SenderMustCorrect;
import org.anze.gateway.problem.TryAgainLater;
import org.jspecify.annotations.Nullable;

/**
 * A body that may neither be longer nor slower than allowed. Reading on after a limit was passed throws the problem, and the
 * problem is remembered in case somebody between here and the answer wraps it. Belongs to one request.
 */
final class LimitedBody extends ServletInputStream {

    private final ServletInputStream source;
    private final long largest;
    private final PartyHttps settings;
    private long count;
    private long waitedNanos;
    private boolean finished;
    private @Nullable GatewayProblem failure;

    LimitedBody(ServletInputStream source, long largest, PartyHttps settings) {
        this.source = source;
        this.largest = largest;
        this.settings = settings;
    }

    @Nullable
    GatewayProblem failure() {
        return failure;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (finished || length == 0) {
            return finished ? -1 : 0;
        }
        int read = await(buffer, offset, length);
        if (read < 0) {
            finished = true;
            return -1;
        }
        count += read;
        if (count > largest) {
            throw fail(new SenderMustCorrect(HttpProblem.BODY_TOO_LARGE, Location.WHOLE, largest));
        }
        long waitedMillis = TimeUnit.NANOSECONDS.toMillis(waitedNanos);
        long overGrace = waitedMillis - settings.bodyGrace().toMillis();
        if (overGrace > 0 && count * 1000 < settings.slowestBody().toBytes() * waitedMillis) {
            throw fail(new TryAgainLater(HttpProblem.BODY_TOO_SLOW, null));
        }
        return read;
    }

    private int await(byte[] buffer, int offset, int length) {
        long start = System.nanoTime();
        try {
            return source.read(buffer, offset, length);
        } catch (SocketTimeoutException e) {
            throw fail(new TryAgainLater(HttpProblem.BODY_TOO_SLOW, e));
        } catch (IOException e) {
            boolean timeout = e.getCause() instanceof SocketTimeoutException;
            throw fail(new TryAgainLater(timeout ? HttpProblem.BODY_TOO_SLOW : HttpProblem.BODY_CUT, e));
        } finally {
            // Time that our own side needs to digest what came is not held against the sender.
            waitedNanos += System.nanoTime() - start;
        }
    }

    private GatewayProblem fail(GatewayProblem problem) {
        failure = problem;
        return problem;
    }

    @Override
    public boolean isFinished() {
        return finished || source.isFinished();
    }

    @Override
    public boolean isReady() {
        return source.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        throw new IllegalStateException("bodies of parties are read by the thread of their request");
    }
}
