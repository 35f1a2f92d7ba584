package org.anze.gateway.access;

import java.util.function.Function;
import org.anze.gateway.access.MatrixCases.Case;
import org.anze.gateway.access.MatrixCases.Circumstance;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;

/** The matrix for people to read. */
final class MatrixTable {

    private MatrixTable() {}

    /** One row per type, one column per party: B2's word and, per circumstance, a letter. */
    static String of(Function<Case, Character> letter) {
        StringBuilder lines = new StringBuilder("circumstances: ");
        for (Circumstance circumstance : Circumstance.values()) {
            lines.append(circumstance).append(' ');
        }
        for (RecordType type : RecordType.values()) {
            lines.append('\n').append(type.number()).append(' ').append(type.code());
            for (PartyType party : PartyType.values()) {
                lines.append(" | ")
                        .append(party)
                        .append(' ')
                        .append(AuthorisationMatrix.cell(party, type))
                        .append(' ');
                for (Circumstance circumstance : Circumstance.values()) {
                    lines.append(letter.apply(new Case(party, type, circumstance)));
                }
            }
        }
        return lines.append('\n').toString();
    }
}
