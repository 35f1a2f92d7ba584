package org.anze.gateway.seal.proof;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.anze.gateway.seal.Base64Text;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.parcel.SampleLedger;

/** Hands a corpus in portions to the script of verify.html, wherever it runs. */
final class ScriptVerdicts {

    static final Path PAGE = Path.of("src/main/resources/static/verify.html");
    /** A function of one text (a job in JSON) that gives one text (the verdicts in JSON). */
    static final String JUDGE = """
            (function (text) {
                let job = JSON.parse(text);
                let trusts = {};
                return JSON.stringify(job.cases.map(function (one) {
                    trusts[one.trust] = trusts[one.trust] || AnzeVerifier.trustOf(job.trusts[one.trust]);
                    let result = AnzeVerifier.verify(AnzeVerifier.base64(one.document), {
                        catalogue: job.catalogue,
                        trust: trusts[one.trust],
                        rendition: function (name) {
                            return name === job.rendition.name ? AnzeVerifier.base64(job.rendition.content) : null;
                        }
                    });
                    return result.flaw === null ? 'VERIFIED' : result.flaw;
                }));
            })""";

    private static final int PORTION = 100;

    private ScriptVerdicts() {}

    /** The verifier's script, cut out of the page. */
    static String script() throws IOException {
        String page = Files.readString(PAGE);
        String begin = "<script id=\"verifier\">";
        int from = page.indexOf(begin) + begin.length();
        return page.substring(from, page.indexOf("</script>", from));
    }

    /**
     * The verdicts in the order of the cases.
     *
     * @param judge runs {@link #JUDGE} in an engine that has loaded the script
     */
    static List<String> of(Corpus corpus, List<Corpus.Case> cases, UnaryOperator<String> judge) throws FlawException {
        List<String> verdicts = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += PORTION) {
            List<Corpus.Case> portion = cases.subList(from, Math.min(from + PORTION, cases.size()));
            String answer = judge.apply(new String(CanonicalJson.write(job(corpus, portion)), UTF_8));
            for (Object verdict : (List<?>) CanonicalJson.parse(answer.getBytes(UTF_8))) {
                verdicts.add((String) verdict);
            }
        }
        return verdicts;
    }

    private static Map<String, Object> job(Corpus corpus, List<Corpus.Case> portion) throws FlawException {
        Map<String, Object> catalogue = new LinkedHashMap<>();
        for (String type : List.of("policy", "claim")) {
            catalogue.put(type + "/1", SampleLedger.CATALOGUE.units(type, 1).orElseThrow());
        }
        return Map.of(
                "cases",
                portion.stream()
                        .map(one -> Map.of("document", Base64Text.encode(one.document()), "trust", one.trust()))
                        .toList(),
                "catalogue",
                catalogue,
                "trusts",
                corpus.trusts,
                "rendition",
                Map.of("name", SampleLedger.RENDITION_NAME, "content", Base64Text.encode(SampleLedger.RENDITION)));
    }
}
