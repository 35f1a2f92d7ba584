package org.anze.gateway.routing.http;

/** Makes sure that the PEM files of {@link PartyHttps} are there; called once before the connector reads them. */
@FunctionalInterface
public interface CertificatePreparation {

    /**
     * @throws IllegalStateException when they cannot be made; the gateway then does not start
     */
    void prepare();
}
