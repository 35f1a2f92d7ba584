package org.anze.gateway.evidence;

import java.util.List;
import org.anze.gateway.evidence.witness.WitnessPolicy;

/** Authorities and witnesses besides those of the settings: the ones that the demo plays. */
public interface EvidencePartners {

    /** Asked after those of the settings, in this order. */
    List<EvidenceSettings.Authority> authorities();

    /** Asked beside those of the policy file. */
    List<WitnessPolicy.Entry> witnesses();
}
