package org.anze.gateway.routing.http;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.anze.gateway.party.Bulkhead;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Ends the requests of the party port that were answered before their body was read to its end. The container would read the
 * rest as slowly as it comes. A client that is still sending when its connection is cut does not read its answer, so some of
 * the rest is read off; but only some, by few threads. Below the servlets, because an answer that is complete closes the body
 * there. Safe for many threads.
 */
final class UnreadBodies extends ValveBase {

    /** So many threads at most read what nobody wants, half of them of one party or of strangers; the others cut the connection. */
    private static final int MOST_THREADS = 16;

    private static final int MOST_BYTES = 2 << 20;
    /** A silence of the sender is not broken off, other than by the container. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final IntSupplier partyPort;
    private final Bulkhead places = new Bulkhead(MOST_THREADS, MOST_THREADS / 2);

    UnreadBodies(IntSupplier partyPort) {
        this.partyPort = partyPort;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.getLocalPort() != partyPort.getAsInt()
                || request.getCoyoteRequest().isFinished()) {
            return;
        }
        try {
            response.finishResponse();
            if (!LimitedRequest.isGivenUp(request) && readsOff(request)) {
                return;
            }
        } catch (IOException gone) {
            container.getLogger().debug("nobody is left to read the answer", gone);
        }
        response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
    }

    private boolean readsOff(Request request) throws IOException {
        Optional<Bulkhead.Place> free = places.enter(PartyAuthentication.claimant(request), Duration.ZERO);
        if (free.isEmpty()) {
            return false;
        }
        try (Bulkhead.Place place = free.get()) {
            Ignored ignored = new Ignored();
            long start = System.nanoTime();
            int left = MOST_BYTES;
            int read = 0;
            while (read >= 0 && left >= read && System.nanoTime() - start <= LONGEST.toNanos()) {
                left -= read;
                read = request.getCoyoteRequest().doRead(ignored);
            }
            return read < 0;
        }
    }

    /** Where the container lends what it read. */
    private static final class Ignored implements ApplicationBufferHandler {
        private ByteBuffer lent = ByteBuffer.allocate(0);

        @Override
        public void setByteBuffer(ByteBuffer buffer) {
            lent = buffer;
        }

        @Override
        public ByteBuffer getByteBuffer() {
            return lent;
        }

        @Override
        public void expand(int size) {
            // The container lends buffers of its own.
        }
    }
}
