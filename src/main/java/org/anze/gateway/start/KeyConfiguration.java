package org.anze.gateway.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.anze.gateway.access.PseudonymKeyFolder;
import org.anze.gateway.access.PseudonymKeys;
import org.anze.gateway.access.Purpose;
import org.anze.gateway.keys.DataKeys;
import org.anze.gateway.keys.KeyCipher;
import org.anze.gateway.keys.KeySettings;
import org.anze.gateway.keys.MasterKeys;
import org.anze.gateway.ledger.LedgerSettings;
import org.anze.gateway.party.Parties;
import org.anze.gateway.pki.DemoAuthority;
import org.anze.gateway.pki.DemoParty;
import org.anze.gateway.pki.PartySecrets;
import org.anze.gateway.pki.PkiLayout;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.pki.TlsContexts;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.SealCertificate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/**
 * Keys: the demo makes its own on first start; otherwise they must exist, and what is missing stops the start with the
 * path that is missing.
 */
@Configuration(proxyBeanMethods = false)
class KeyConfiguration {

    /** A mark that keys are in place; everything that reads a key depends on it. */
    record KeysInPlace(Path data) {}

    @Bean("keyPreparation")
    @ConditionalOnProperty(name = "anze.demo.enabled", havingValue = "true")
    KeysInPlace demoKeys(HomeSettings home, KeySettings keys, Clock clock) throws IOException, FlawException {
        Path data = home.dataFolder();
        List<DemoParty> parties = Parties.load(home.editable("parties")).all().stream()
                .map(party -> new DemoParty(party.id(), party.name().zh(), party.uscc()))
                .toList();
        new DemoAuthority(data, clock).provide(parties);
        PkiLayout layout = new PkiLayout(data);
        KeyCipher cipher = keys.cipherFor(SealCertificate.ofPem(Files.readString(layout.seal()))
                .publicKey()
                .suite());
        if (keys.token() == null) {
            MasterKeys.provide(keys.store(), keys.passwordFile(), cipher);
        }
        for (Purpose purpose : Purpose.values()) {
            provideSecret(layout.directory().resolve("pseudonyms").resolve(purpose.name() + ".key"));
        }
        return new KeysInPlace(data);
    }

    @Bean("keyPreparation")
    @ConditionalOnProperty(name = "anze.demo.enabled", havingValue = "false", matchIfMissing = true)
    KeysInPlace existingKeys(HomeSettings home, LedgerSettings ledger, KeySettings keys) {
        List<Path> files = new ArrayList<>(List.of(
                ledger.certificate(),
                ledger.privateKey(),
                keys.passwordFile(),
                Objects.requireNonNullElse(keys.token(), keys.store())));
        for (Purpose purpose : Purpose.values()) {
            files.add(ledger.pseudonymKeys().resolve(purpose.name() + ".key"));
        }
        for (Path needed : files) {
            if (Files.notExists(needed)) {
                throw new IllegalStateException("缺少密钥文件 / key file is missing: " + needed
                        + " (docs/operations/keys.md; --spring.profiles.active=demo makes demo keys)");
            }
        }
        return new KeysInPlace(home.dataFolder());
    }

    private static void provideSecret(Path file) throws IOException {
        if (Files.notExists(file)) {
            PrivateFiles.directory(file.getParent());
            byte[] secret = new byte[32];
            new SecureRandom().nextBytes(secret);
            PrivateFiles.writeNew(file, HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Marks stand in access tokens, which count at every node. */
    @Bean
    @DependsOn("keyPreparation")
    PartySecrets partySecrets(HomeSettings home, DataKeys keys, Clock clock) {
        return new PartySecrets(home.dataFolder(), clock, keys.secret("marks of secrets"));
    }

    @Bean
    @DependsOn("keyPreparation")
    TlsContexts tlsContexts(HomeSettings home) {
        return new TlsContexts(home.dataFolder());
    }

    @Bean
    @DependsOn("keyPreparation")
    PseudonymKeys pseudonymKeys(LedgerSettings ledger, Clock clock) {
        return new PseudonymKeyFolder(ledger.pseudonymKeys(), clock);
    }
}
