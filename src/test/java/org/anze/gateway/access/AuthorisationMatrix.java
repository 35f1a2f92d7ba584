package org.anze.gateway.access;

import static org.anze.gateway.party.PartyType.AGY;
import static org.anze.gateway.party.PartyType.BRK;
import static org.anze.gateway.party.PartyType.CTY;
import static org.anze.gateway.party.PartyType.ENT;
import static org.anze.gateway.party.PartyType.FIN;
import static org.anze.gateway.party.PartyType.HRS;
import static org.anze.gateway.party.PartyType.IAC;
import static org.anze.gateway.party.PartyType.INS;
import static org.anze.gateway.party.PartyType.LIC;
import static org.anze.gateway.party.PartyType.MIN;
import static org.anze.gateway.party.PartyType.NFR;
import static org.anze.gateway.party.PartyType.PRV;
import static org.anze.gateway.party.PartyType.PUB;
import static org.anze.gateway.party.PartyType.SEC;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;

/** DOMAIN.md B2 cell by cell, for comparison with what the code and the agreements say. */
final class AuthorisationMatrix {

    /** W write own, F full, M masked, P pseudonymised persons, A aggregates, G single case; one row per record type. */
    private static final String B2 = """
            R01 | W,M | W,M | M | F | F | F | F | M | M | W own | M | – | – | –
            R02 | M own region | – | – | F,W | W | W | F | A | M (352号) | own | – | W count | – | A
            R03 | W own | W own | dates+plan | F | F | F | F | F | F | own | status | – | subsidy | A
            R04 | W | W | – | F | F | F | F | F | F | own | status | – | – | –
            R05 | W | – | – | P+count | P+count | count | A | A | P | W own | – | G | – | –
            R06 | W | M | own | F | F | F | F | A | F | own | – | – | – | –
            R07 | W | M | W own | F | F | F | F | A | F | own | – | – | – | A
            R08 | W | major only | W own | F | F | F | F | – | A | own | open major y/n | – | – | A
            R09 | W | – | own lines | F | M | A | F | F | F | own share | – | – | – | A
            R10 | W | M | – | F | F | F | F | A | M | W own | – | G | – | –
            R11 | W own | M | – | M | M | A | M | P | P | own | – | G | – | A
            R12 | – | – | – | F | W | W | F | insurers only | – | own | status | – | – | public part
            R13 | own | own | own | F | F | A | A | F | – | own | – | – | – | A
            R14 | W | M | grade | F | F | F | F | F | A | own | grade | – | – | –
            R15 | W own | W | own | F | F | F | F | F | M | own score | – | – | – | result
            R16 | M | – | – | F,W | W | M | F | F | M | own | F | – | – | public part
            R17 | W | W | – | F | W | W | F | F | A | – | – | – | A | approved report
            R18 | own | own | own | F,W | W | W | F | W | – | own | – | – | – | –
            R19 | own | own | own | F,W | F,W | F | F | insurers only | – | own | – | – | – | –
            R20 | F | M | W own | F,W | F | F | F | M | M | M | – | – | – | agency names
            """;

    private static final List<PartyType> COLUMNS =
            List.of(INS, BRK, AGY, PRV, CTY, SEC, MIN, NFR, IAC, ENT, LIC, HRS, FIN, PUB);

    private static final Pattern WRITE = Pattern.compile("\\bW\\b");

    private AuthorisationMatrix() {}

    /** What a feed may hold, from nothing to everything. */
    enum Reading {
        NOTHING,
        /** No unit with anything about a person. */
        COUNT,
        /** No amount that is a commercial secret and no person in the clear. */
        MASKED,
        /** No person in the clear. */
        PSEUDONYMISED,
        FULL
    }

    static boolean writes(PartyType party, RecordType type) {
        return WRITE.matcher(cell(party, type)).find();
    }

    /** Aggregates, single cases, a party's own records and answers such as "insured or not" are no feed of records. */
    static Reading reading(PartyType party, RecordType type) {
        List<String> words = Arrays.asList(cell(party, type).split("[ ,+]+"));
        if (words.contains("F")) {
            return Reading.FULL;
        }
        if (words.contains("P")) {
            return Reading.PSEUDONYMISED;
        }
        if (words.contains("M")) {
            return Reading.MASKED;
        }
        return words.equals(List.of("count")) ? Reading.COUNT : Reading.NOTHING;
    }

    private static String cell(PartyType party, RecordType type) {
        int column = COLUMNS.indexOf(party);
        if (column < 0) {
            return "–";
        }
        String row = B2.lines()
                .filter(line -> line.startsWith(type.number() + " "))
                .findFirst()
                .orElseThrow();
        return row.split("\\|")[column + 1].strip();
    }
}
