package org.anze.gateway.origin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.anze.gateway.identity.SampleAuthority;
import org.anze.gateway.identity.SampleAuthority.Issued;
import org.anze.gateway.identity.SampleAuthority.Kind;
import org.anze.gateway.identity.SampleAuthority.Wish;
import org.anze.gateway.identity.certificate.CertificateCheck;
import org.anze.gateway.identity.certificate.CertificateUse;
import org.anze.gateway.identity.certificate.Subject;
import org.anze.gateway.identity.certificate.TrustedAuthority;
import org.anze.gateway.identity.revocation.Revocation;
import org.anze.gateway.identity.revocation.RevocationSetting;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.jspecify.annotations.Nullable;

/** Two parties, the authorities that they got certificates from, and one that nobody trusts. */
public final class SampleSigners {

    static final Instant NOW = Instant.parse("2026-11-22T01:30:00Z");
    static final Party JIA = party("insurer-jia", "91140105MAWX0011X4", Party.SignatureRule.OPTIONAL);
    static final Party STRICT_JIA = party("insurer-jia", "91140105MAWX0011X4", Party.SignatureRule.REQUIRED);
    public static final Party WU = party("insurer-wu", "91140105MAWX00144R", Party.SignatureRule.OPTIONAL);
    static final Party YI = party("insurer-yi", "91140105MAWX0022X8", Party.SignatureRule.OPTIONAL);

    private static final SampleAuthority SM2 = SampleAuthority.root("SM2 authority", Kind.SM2, NOW);
    private static final SampleAuthority EC = SampleAuthority.root("EC authority", Kind.EC, NOW);
    private static final SampleAuthority RSA = SampleAuthority.root("RSA authority", Kind.RSA, NOW);
    private static final SampleAuthority STRANGER = SampleAuthority.root("EC authority", Kind.EC, NOW);
    private static final List<TrustedAuthority> TRUSTED = List.of(trusted(SM2), trusted(EC), trusted(RSA));

    static final SampleAuthority BELOW = EC.below("Branch authority", NOW);

    private static final CertificateCheck CHECK = new CertificateCheck(
            () -> TRUSTED,
            new Revocation(null, Duration.ofSeconds(1), Clock.fixed(NOW, ZoneOffset.UTC)),
            Clock.fixed(NOW, ZoneOffset.UTC));

    private SampleSigners() {}

    private static TrustedAuthority trusted(SampleAuthority authority) {
        return new TrustedAuthority(
                authority.certificate(),
                new RevocationSetting(RevocationSetting.Mode.OFF, Duration.ZERO, List.of(), null));
    }

    private static Party party(String id, String uscc, Party.SignatureRule rule) {
        return new Party(
                id,
                PartyType.INS,
                new Party.Name("甲", "Jia"),
                uscc,
                List.of(),
                new Party.Intake("policies", List.of(), true, true, false, null, null, null, rule),
                null,
                List.of());
    }

    static Wish wish(Party party) {
        return Wish.client(party.id(), party.uscc(), NOW).usage(KeyUsage.digitalSignature, null);
    }

    /** A certificate of SM2. */
    public static Issued sm2(Party party) {
        return SM2.issue(wish(party));
    }

    static Issued ec(Party party) {
        return EC.issue(wish(party));
    }

    static Issued rsa(Party party) {
        return RSA.issue(wish(party));
    }

    static Issued shortRsa(Party party) {
        return RSA.issue(wish(party), Kind.SHORT_RSA);
    }

    static Issued expired(Party party) {
        return EC.issue(wish(party).valid(NOW.minus(Duration.ofDays(9)), NOW.minusSeconds(1)));
    }

    static Issued notForSigning(Party party) {
        return EC.issue(wish(party).usage(KeyUsage.keyEncipherment, null));
    }

    /** From an authority that has the name of a trusted one and another key. */
    static Issued foreign(Party party) {
        return STRANGER.issue(wish(party));
    }

    static SampleAuthority ecAuthority() {
        return EC;
    }

    /** Trusts the authorities; knows the parties. */
    public static OriginSignatures verifier() {
        return new OriginSignatures(new SignerDirectory() {
            @Override
            public Optional<Party> owner(
                    List<X509Certificate> chain, org.anze.gateway.seal.entry.EntryOrigin.Kind kind) {
                CHECK.mustPass(chain, CertificateUse.SIGNATURE);
                return Subject.of(chain.get(0)).flatMap(SampleSigners::find);
            }

            @Override
            public List<X509Certificate> authorities() {
                return CHECK.authorities();
            }
        });
    }

    private static Optional<Party> find(Subject subject) {
        return List.of(JIA, YI, WU).stream()
                .filter(party ->
                        party.id().equals(subject.commonName()) && party.uscc().equals(subject.creditCode()))
                .findFirst();
    }

    /** Sends a body through in odd pieces. */
    static @Nullable VerifiedOrigin verify(Party party, @Nullable PresentedSignature signature, byte[] body) {
        OriginWatch watch = verifier().begin(party, signature);
        try (java.io.InputStream through = watch.through(new ByteArrayInputStream(body))) {
            byte[] piece = new byte[7];
            int length = 1;
            while (through.read(piece, 0, length) >= 0) {
                length = length % piece.length + 1;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return watch.finish();
    }
}
