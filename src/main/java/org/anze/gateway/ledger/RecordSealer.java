package org.anze.gateway.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.ValidRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.entry.RecordSalts;
import org.anze.gateway.seal.entry.RecordSeal;
import org.anze.gateway.seal.tree.TreeHasher;
import org.anze.gateway.validation.Lookup;
import org.anze.gateway.validation.LookupFields;
import org.anze.gateway.validation.Reference;

/**
 * Splits a valid record into its disclosure units, salts, hashes and encrypts them. Safe for several threads.
 *
 * <p>The record seed is drawn anew for every record, used for its salts and forgotten: a salt is kept with its unit,
 * under the same encryption, so that opening one unit does not open the others.
 */
public final class RecordSealer {

    private static final byte[] ABSENT = {'n', 'u', 'l', 'l'};

    private final Suite suite;
    private final UnitCipher cipher;
    private final SearchTerms terms;
    private final ThreadLocal<SecureRandom> randoms = ThreadLocal.withInitial(SecureRandom::new);

    /** With the suite of the ledger and the cipher of its store. */
    public RecordSealer(Suite suite, UnitCipher cipher) {
        this.suite = suite;
        this.cipher = cipher;
        this.terms = cipher.searchTerms();
    }

    /**
     * Prepares one record.
     *
     * @param submission what brought it; its party and month decide the data key
     * @param part which of the canonical records of its raw record it is, from 0
     */
    public PreparedRecord prepare(Append.SubmissionRef submission, ValidRecord valid, int part) {
        CanonicalRecord record = valid.record();
        List<String> units = record.definition().units();
        byte[] seed = new byte[RecordSalts.SEED_LENGTH];
        randoms.get().nextBytes(seed);
        RecordSalts drawn = new RecordSalts(suite, seed);
        byte[][] salts = new byte[units.size()][];
        byte[][] values = values(valid);
        List<byte[]> leaves = new ArrayList<>(units.size());
        byte[] concatenated = new byte[units.size() * Suite.HASH_LENGTH];
        for (int i = 0; i < values.length; i++) {
            String unit = units.get(i);
            salts[i] = drawn.salt(unit);
            byte[] leaf = RecordSeal.unitLeaf(suite, unit, salts[i], values[i]);
            leaves.add(leaf);
            System.arraycopy(leaf, 0, concatenated, i * Suite.HASH_LENGTH, Suite.HASH_LENGTH);
        }
        List<Lookup> lookups = LookupFields.terms(record.type(), record::value);
        return new PreparedRecord(
                valid,
                part,
                TreeHasher.root(suite, leaves),
                concatenated,
                salts,
                values,
                cipher.close(submission.party(), submission.receivedAt(), salts, values),
                said(units, values),
                valid.findings().isEmpty() ? null : FindingJson.write(valid.findings()),
                lookups,
                terms.of(lookups),
                cipher);
    }

    /** SHA-256 of what a sender says in a record: the same under one version is a repetition, anything else a conflict. */
    public static byte[] said(ValidRecord valid) {
        return said(valid.record().definition().units(), values(valid));
    }

    private static byte[][] values(ValidRecord valid) {
        return valid.record().definition().units().stream()
                .map(unit -> valid.record().unit(unit, valid.scope()))
                .map(content -> content == null ? ABSENT : CanonicalJson.write(content))
                .toArray(byte[][]::new);
    }

    private static byte[] said(List<String> units, byte[][] values) {
        MessageDigest said = sha256();
        for (int i = 0; i < values.length; i++) {
            // The scope may be completed from other records; what the sender said is in the other units.
            if (!units.get(i).equals(RecordDefinition.SCOPE_UNIT)) {
                said.update(values[i]);
                said.update((byte) 0);
            }
        }
        return said.digest();
    }

    /**
     * Prepares a record that has to wait for the one it refers to.
     *
     * @param part which of the canonical records of its raw record it is, from 0
     * @param findings what the mapping had to say about it
     * @param lookedAt size of the ledger, or less, before the reference was looked for
     */
    public Append.ParkedRecord park(
            Append.SubmissionRef submission,
            CanonicalRecord record,
            int part,
            List<Finding> findings,
            Reference awaited,
            Instant until,
            long lookedAt) {
        long ordinal = record.raw().ordinal();
        return new Append.ParkedRecord(
                ordinal,
                part,
                record.raw().location().line(),
                record.type(),
                record.businessKey(),
                awaited,
                until,
                lookedAt,
                cipher.close(
                        submission.party(),
                        submission.receivedAt(),
                        ParkedContent.write(record, findings),
                        ParkedContent.place(submission.seq(), ordinal, part)));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
