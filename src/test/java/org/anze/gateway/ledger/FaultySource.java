package org.anze.gateway.ledger;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A store that fails when it is told to: before it kept the data, or after it kept them but the answer was lost. */
public final class FaultySource extends DelegatingDataSource {

    /** What the next commit meets. */
    public enum Fault {
        NONE,
        BEFORE_COMMIT,
        ANSWER_LOST,
        /** Memory ends when everything is written and nothing committed. */
        ERROR_HALF_WAY
    }

    private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);

    /** A sound store until told otherwise. */
    public FaultySource(DataSource target) {
        super(target);
    }

    /** Sets what the next commit meets. */
    public void fail(Fault fault) {
        next.set(fault);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return faulty(super.getConnection());
    }

    private Connection faulty(Connection target) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        Fault now = next.getAndSet(Fault.NONE);
                        if (now == Fault.ERROR_HALF_WAY) {
                            throw new OutOfMemoryError("sample");
                        }
                        if (now == Fault.BEFORE_COMMIT) {
                            target.rollback();
                            throw new SQLException("not done");
                        }
                        target.commit();
                        if (now == Fault.ANSWER_LOST) {
                            throw new SQLException("done, but the answer was lost");
                        }
                        return null;
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
