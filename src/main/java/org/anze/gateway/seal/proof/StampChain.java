package org.anze.gateway.seal.proof;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The rules of §12 on the certificates of a stamp. */
final class StampChain {

    private StampChain() {}

    /** Whether the chain leads to one of the anchors and was valid at the time of the stamp. */
    static boolean holds(List<StampCertificate> certificates, Collection<StampCertificate> anchors, Instant time) {
        for (int i = 0; i < certificates.size(); i++) {
            StampCertificate certificate = certificates.get(i);
            boolean sound = certificate.understood()
                    && certificate.validAt(time)
                    && (i == 0
                            ? certificate.mayStamp()
                            : certificates.get(i - 1).issuedBy(certificate));
            if (!sound) {
                return false;
            }
        }
        StampCertificate last = certificates.get(certificates.size() - 1);
        return anchors.stream().anyMatch(anchor -> anchor.validAt(time) && last.issuedBy(anchor));
    }
}
