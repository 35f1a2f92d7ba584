package org.anze.gateway.validation;

import java.util.List;
import org.anze.gateway.record.RecordType;

/** V-F07: every entry of an insurer's fee ledger names the hash of the one before it, and no entry has two successors. */
final class FeeChainRule {

    private static final int HASH_DIGITS = 64;

    private FeeChainRule() {}

    static void check(Case subject) {
        rewritten(subject);
        String previous = subject.text("prevHash");
        if (previous == null) {
            return;
        }
        if (!isHash(previous)) {
            subject.report(FeeProblem.CHAIN_MALFORMED, "prevHash");
            return;
        }
        if (!previous.equals(FeeChain.START)
                && !hasOther(subject, subject.related(RecordType.FEE_LEDGER, FeeChain.ENTRY_HASH, previous))) {
            subject.report(FeeProblem.CHAIN_BROKEN, "prevHash");
        } else if (hasOther(subject, subject.related(RecordType.FEE_LEDGER, "prevHash", previous))) {
            subject.report(FeeProblem.CHAIN_FORKED, "prevHash");
        }
    }

    /** A withdrawn entry is found by no hash and in no sum: the chain would lose it without a trace. */
    static void checkWithdrawal(Case subject) {
        KnownRecord known = subject.previous();
        if (known == null || known.isVoid()) {
            return;
        }
        if (isUnreadable(known)) {
            subject.report(FeeProblem.ENTRY_UNREADABLE, "entryNo", subject.words("entryNo"));
        } else if (known.text("prevHash") != null) {
            subject.report(FeeProblem.CHAIN_REWRITTEN, "entryNo", subject.words("entryNo"));
        }
    }

    /** What others already built upon must stay as it was; later notes such as toldInsuredAt are not hashed. */
    private static void rewritten(Case subject) {
        KnownRecord known = subject.previous();
        if (known != null && known.isVoid()) {
            // What it said before, and whether it was part of the chain, does not stand in the withdrawal.
            subject.report(FeeProblem.ENTRY_RETURNED, "entryNo", subject.words("entryNo"));
        } else if (known != null && isUnreadable(known)) {
            subject.report(FeeProblem.ENTRY_UNREADABLE, "entryNo", subject.words("entryNo"));
        } else if (known != null
                && known.text("prevHash") != null
                && !FeeChain.hash(field -> known.values().get(field)).equals(FeeChain.hash(subject.record()::value))) {
            subject.report(FeeProblem.CHAIN_REWRITTEN, "entryNo", subject.words("entryNo"));
        }
    }

    /** Archived or destroyed: an entry has a number, whatever else it has. */
    private static boolean isUnreadable(KnownRecord entry) {
        return entry.text("entryNo") == null;
    }

    private static boolean hasOther(Case subject, List<KnownRecord> entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (subject.is("insurer", String.valueOf(entries.get(i).text("insurer")))
                    && !entries.get(i).businessKey().equals(subject.record().businessKey())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHash(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return text.length() == HASH_DIGITS;
    }
}
