package org.anze.gateway.access.change;

import org.anze.gateway.party.Parties;
import org.anze.gateway.record.codes.Regions;

/** Turns what lies in the folders into what counts. */
public interface ApprovedAgreements {

    /**
     * Compares the files with what is in force, lets at once come into force what gives nobody anything new, and keeps the rest
     * until two people have agreed. To be called with files that stand still.
     *
     * @param proposed all agreement files
     * @param parties all parties as their files say
     */
    InForce follow(ProposedTexts proposed, Parties parties, Regions regions);

    /** Another number than {@link #follow} gave when something came into force since, on any node. */
    long revision();
}
