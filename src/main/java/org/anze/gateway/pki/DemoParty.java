package org.anze.gateway.pki;

/**
 * What a demo certificate says about a party.
 *
 * @param id party id, the certificate's common name
 * @param name the organisation, Chinese or English
 * @param uscc unified social credit code (GB 32100), the certificate's organizationIdentifier
 */
public record DemoParty(String id, String name, String uscc) {

    /** Refuses what could not be a folder name. */
    public DemoParty {
        if (!PkiLayout.isPartyId(id)) {
            throw new IllegalArgumentException("not a party id: " + id);
        }
    }
}
