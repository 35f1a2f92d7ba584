package org.anze.gateway.seal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.parcel.ParcelVerifier;
import org.anze.gateway.seal.parcel.SampleLedger;
import org.anze.gateway.seal.parcel.Verdict;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptableObject;

/**
 * Our verifier and the script of verify.html, written from docs/spec/seal-v1.md alone, name the same flaw for each of
 * thousands of good and bad bundles and parcels.
 */
class VerifiersAgreeTest {

    /** Every how manieth the slow engine judges where a browser judges all. */
    private static final int SAMPLE = 40;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Suite.class)
    void nameTheSameFlawForEachBundleAndParcel(Suite suite) throws Exception {
        Corpus corpus = new Corpus(suite);
        List<String> ours = byOurs(corpus);
        refusesEveryFlippedBit(corpus, ours);
        assertThat(ours).hasSizeGreaterThan(1000);
        isAnswered("(parcel|proof) hidden .*", "EVIDENCE_DIGEST_WRONG", corpus, ours);
        isAnswered("(parcel|proof) unsigned unit masked (otherwise|anything)", "EVIDENCE_DIGEST_WRONG", corpus, ours);
        isAnswered("(parcel|proof) unsigned unit other (value|salt|hash)", "RECORD_ROOT_WRONG", corpus, ours);
        isAnswered("(good parcel|full bundle), trust renewed seal", "VERIFIED", corpus, ours);
        isAnswered("stamp of 2027.* over a seal to 2026.*", "CERTIFICATE_NOT_VALID_THEN", corpus, ours);
        isAnswered("certificate version [12]|certificate critical FALSE", "CERTIFICATE_MALFORMED", corpus, ours);
        isAnswered("cosignature outside of the subgroup .*", "COSIGNATURE_WRONG", corpus, ours);
        isAnswered("stamp a nanosecond (late|early)", "STAMP_UNTRUSTED", corpus, ours);
        isAnswered("stamp a nanosecond more before it", "STAMP_WRONG", corpus, ours);
        isAnswered("stamp ten minutes before the checkpoint", "VERIFIED", corpus, ours);
        assertThat(ours)
                .contains("VERIFIED", "ASSURANCE_DIFFERS", "STAMP_WRONG", "STAMP_UNTRUSTED", "COSIGNATURE_WRONG");
        if (VerifierBrowser.isPossible()) {
            try (VerifierBrowser browser = new VerifierBrowser(folder.resolve("profile"))) {
                compare(corpus.cases, ours, ScriptVerdicts.of(corpus, corpus.cases, browser::judge));
            }
        }
        int step = VerifierBrowser.isPossible() ? SAMPLE : 1;
        List<Integer> chosen = IntStream.range(0, ours.size())
                .filter(i -> i % step == 0)
                .boxed()
                .toList();
        List<Corpus.Case> sample = chosen.stream().map(corpus.cases::get).toList();
        compare(sample, chosen.stream().map(ours::get).toList(), byScriptEngine(corpus, sample));
    }

    private static void isAnswered(String names, String answer, Corpus corpus, List<String> ours) {
        List<Integer> chosen = IntStream.range(0, ours.size())
                .filter(i -> corpus.cases.get(i).name().matches(names))
                .boxed()
                .toList();
        assertThat(chosen).as(names).isNotEmpty();
        assertThat(chosen).extracting(ours::get).as(names).containsOnly(answer);
    }

    /** What is signed cannot be changed by anybody without the key. */
    private static void refusesEveryFlippedBit(Corpus corpus, List<String> ours) {
        for (int i = 0; i < ours.size(); i++) {
            if (corpus.cases.get(i).name().matches("(parcel|proof) (certificate text )?(flip|cut) .*")) {
                assertThat(ours.get(i)).as(corpus.cases.get(i).name()).isNotEqualTo("VERIFIED");
            }
        }
    }

    private static void compare(List<Corpus.Case> cases, List<String> ours, List<String> theirs) {
        Map<String, String> differences = new LinkedHashMap<>();
        for (int i = 0; i < cases.size(); i++) {
            if (!ours.get(i).equals(theirs.get(i))) {
                differences.put(cases.get(i).name(), "ours " + ours.get(i) + ", the page's " + theirs.get(i));
            }
        }
        assertThat(differences).isEmpty();
        assertThat(theirs).hasSameSizeAs(ours);
    }

    private static List<String> byOurs(Corpus corpus) throws FlawException {
        Map<String, TrustFile> trusts = new TreeMap<>();
        for (Map.Entry<String, String> trust : corpus.trusts.entrySet()) {
            trusts.put(trust.getKey(), TrustFile.of(trust.getValue()));
        }
        List<String> verdicts = new ArrayList<>();
        for (Corpus.Case one : corpus.cases) {
            verdicts.add(verdict(one, trusts.get(one.trust())));
        }
        return verdicts;
    }

    private static String verdict(Corpus.Case one, TrustFile trust) {
        if (ProofVerifier.claimsToBeProof(one.document())) {
            return new ProofVerifier(SampleLedger.CATALOGUE, trust).verify(one.document())
                            instanceof ProofVerdict.Failed failed
                    ? failed.flaw().name()
                    : "VERIFIED";
        }
        return new ParcelVerifier(SampleLedger.CATALOGUE, trust.seal())
                                .verify(one.document(), SampleLedger.renditions())
                        instanceof Verdict.Failed failed
                ? failed.flaw().name()
                : "VERIFIED";
    }

    private static List<String> byScriptEngine(Corpus corpus, List<Corpus.Case> cases) throws Exception {
        try (Context context = Context.enter()) {
            context.setLanguageVersion(Context.VERSION_ECMASCRIPT);
            ScriptableObject scope = context.initStandardObjects();
            context.evaluateString(scope, ScriptVerdicts.script(), "verify.html", 1, null);
            Function judge = (Function) context.evaluateString(scope, ScriptVerdicts.JUDGE, "judge", 1, null);
            return ScriptVerdicts.of(
                    corpus, cases, job -> Context.toString(judge.call(context, scope, scope, new Object[] {job})));
        }
    }
}
