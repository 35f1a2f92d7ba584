package org.anze.gateway.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.anze.gateway.problem.TryAgainLater;
import org.anze.gateway.seal.SealCertificate;

/**
 * When something may be sealed. What is dated by a clock that is years behind, or after its certificate has ended, verifies
 * nowhere, and neither a receipt nor a parcel is ever made anew: the recipient would stand before it for good.
 */
public final class SealingTime {

    private SealingTime() {}

    /**
     * Passes while the sealing certificate is valid by this machine's clock.
     *
     * @throws TryAgainLater otherwise; nothing is to be sealed then
     */
    public static void require(SealCertificate certificate, Instant now) {
        if (!certificate.validAt(now)) {
            throw new TryAgainLater(
                    LedgerProblem.SEAL_NOT_VALID_NOW,
                    null,
                    now.truncatedTo(ChronoUnit.SECONDS),
                    certificate.notBefore(),
                    certificate.notAfter());
        }
    }
}
