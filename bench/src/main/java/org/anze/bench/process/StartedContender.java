package org.anze.bench.process;

/** A contender in a process that the benchmark started, after its stores. */
abstract class StartedContender implements Contender {

    private final Stores stores;
    private final Child child;
    private final int port;

    StartedContender(Stores stores, Child child, int port) {
        this.stores = stores;
        this.child = child;
        this.port = port;
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final long pid() {
        return child.pid();
    }

    @Override
    public final Stores stores() {
        return stores;
    }

    @Override
    public final void close() {
        child.close();
        stores.close();
    }
}
