package org.anze.gateway.leak;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Keeps everything that is logged: by the gateway at every level, by others from INFO on. The usual appenders are away
 * meanwhile, because they would print it all.
 */
final class LogCapture extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final int MOST_WARNINGS = 5;

    private final Logger root;
    private final Logger own;
    private final Level rootLevel;
    private final Level ownLevel;
    private final List<Appender<ILoggingEvent>> away = new ArrayList<>();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final List<String> warnings = new ArrayList<>();
    private long events;

    LogCapture() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        own = context.getLogger("org.anze");
        rootLevel = root.getLevel();
        ownLevel = own.getLevel();
        for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
            away.add(all.next());
        }
        away.forEach(root::detachAppender);
        setContext(context);
        start();
        root.setLevel(Level.INFO);
        own.setLevel(Level.TRACE);
        root.addAppender(this);
    }

    @Override
    protected synchronized void append(ILoggingEvent event) {
        events++;
        line(event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage());
        if (event.getKeyValuePairs() != null) {
            line(event.getKeyValuePairs().toString());
        }
        line(event.getMDCPropertyMap().toString());
        if (event.getThrowableProxy() != null) {
            line(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        if (event.getLevel().isGreaterOrEqual(Level.WARN) && warnings.size() < MOST_WARNINGS) {
            String cause =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            warnings.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + " " + cause);
        }
    }

    /** The first warnings, for whoever wonders why nothing comes. */
    synchronized List<String> warnings() {
        return List.copyOf(warnings);
    }

    private void line(String text) {
        lines.writeBytes((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** What was logged since the last call. */
    synchronized byte[] take() {
        byte[] taken = lines.toByteArray();
        lines.reset();
        return taken;
    }

    /** How many events there were in all. */
    synchronized long events() {
        return events;
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
        away.forEach(root::addAppender);
        root.setLevel(rootLevel);
        own.setLevel(ownLevel);
    }
}
