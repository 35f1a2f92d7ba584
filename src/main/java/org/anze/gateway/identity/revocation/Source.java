package org.anze.gateway.identity.revocation;

import java.io.IOException;
import java.net.URI;

/** Gets answers of revocation services. Safe for many threads. */
interface Source {

    /** The bytes at an address; fails beyond the size limit. */
    byte[] get(URI address, int most) throws IOException;

    /** The answer to an OCSP request. */
    byte[] ask(URI address, byte[] request, int most) throws IOException;
}
