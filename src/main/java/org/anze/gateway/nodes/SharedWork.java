package org.anze.gateway.nodes;

/** Leases that living nodes share out among themselves, such as those of the recipients' feeds. */
public interface SharedWork {

    /** For one process alone. */
    SharedWork ALONE = new SharedWork() {
        @Override
        public Lease shared(String name) {
            return Lease.ALONE;
        }

        @Override
        public void drop(String name) {
            // Nobody else waits for it.
        }
    };

    /** Wants a lease from now on; of many alike each living node takes its part. */
    Lease shared(String name);

    /** Wants it no more, and gives it back when it is held. */
    void drop(String name);
}
