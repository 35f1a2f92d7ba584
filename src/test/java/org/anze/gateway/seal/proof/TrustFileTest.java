package org.anze.gateway.seal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SampleSeals;
import org.anze.gateway.seal.SealPublicKey;
import org.anze.gateway.seal.Suite;
import org.anze.gateway.seal.note.NoteKey;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.ScriptableObject;

/** What a trust file is, for us and for the script of verify.html alike. */
class TrustFileTest {

    private static final String ACCEPTED =
            "(function (text) { try { AnzeVerifier.trustOf(text); return 'yes'; } catch (no) { return 'no'; } })";

    @Test
    void isReadAlikeByBothVerifiers() throws Exception {
        SampleProofs proofs = new SampleProofs(Suite.SM);
        String seal = proofs.sealTrust();
        String stamp = proofs.stampRoot.pem();
        String witness = proofs.ed25519.vkey();
        Map<String, Boolean> files = new LinkedHashMap<>();
        files.put(seal, true);
        files.put(proofs.trust(), true);
        files.put(proofs.trust().replace("\n", "\r\n"), true);
        files.put(
                seal + SampleSeals.authority(Suite.INTL, "Other").certificate().pem(), true);
        files.put("[witness]\n" + witness + "\n[stamp]\n" + stamp + "[seal]\n" + seal, true);
        files.put("# 注释\n\n[seal]\n" + seal + "[stamp]\n[witness]\n", true);
        files.put(seal + "[witness]\n" + proofs.sm2.vkey(), true);
        files.put("", false);
        files.put("[stamp]\n" + stamp, false);
        files.put("x\n" + seal, false);
        files.put(seal + "x", false);
        files.put(" [seal]\n" + seal, false);
        files.put("[seal]\n" + seal + "[seal]\n" + seal, false);
        files.put(seal + "[seal]\n" + seal, false);
        files.put(seal + "[stamp]\n" + stamp + "[stamp]\n" + stamp, false);
        files.put(seal + "[stamps]\n" + stamp, false);
        files.put(seal + "[witness]\n" + witness.replace("witness.example", "witness.other"), false);
        files.put(seal + "[witness]\n" + witness + " ", false);
        files.put(seal + "[witness]\n" + witness.toUpperCase(Locale.ROOT), false);
        files.put(seal + "[witness]\n" + witness.substring(0, witness.length() - 4), false);
        files.put(seal + "[witness]\n" + stamp, false);
        // A log's key signs checkpoints; it vouches for nobody.
        for (Suite suite : Suite.values()) {
            SealPublicKey log = SampleSeals.gateway(suite).signer().publicKey();
            files.put(
                    seal + "[witness]\n"
                            + NoteKey.ofLog(SampleSeals.LEDGER, log).vkey(),
                    false);
        }
        files.put(seal + "[stamp]\n" + witness, false);
        files.put(seal + "[stamp]\n" + stamp.replaceFirst("MII", "MIJ"), false);
        files.put(seal.replaceFirst("MII", "MIJ"), false);
        files.put(seal.replace("CERTIFICATE", "PUBLIC KEY"), false);
        try (Context context = Context.enter()) {
            context.setLanguageVersion(Context.VERSION_ECMASCRIPT);
            ScriptableObject scope = context.initStandardObjects();
            context.evaluateString(scope, ScriptVerdicts.script(), "verify.html", 1, null);
            Function accepted = (Function) context.evaluateString(scope, ACCEPTED, "accepted", 1, null);
            files.forEach((text, right) -> {
                assertThat(isAccepted(text)).as(text).isEqualTo(right);
                assertThat(Context.toString(accepted.call(context, scope, scope, new Object[] {text})))
                        .as(text)
                        .isEqualTo(right ? "yes" : "no");
            });
        }
    }

    private static boolean isAccepted(String text) {
        try {
            TrustFile.of(text);
            return true;
        } catch (FlawException no) {
            return false;
        }
    }
}
