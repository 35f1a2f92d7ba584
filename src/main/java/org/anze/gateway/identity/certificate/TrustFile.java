package org.anze.gateway.identity.certificate;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.anze.gateway.identity.revocation.RevocationSetting;
import org.anze.gateway.pki.Pem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The authorities that are trusted, from {@code trust.yaml} or, where there is none, from one PEM file with {@link
 * RevocationSetting#USUAL}. Read again when a file changes; one that is broken then is reported and the former stays in
 * force, for its authorities' parties would all be shut out by a slip. The first read refuses to start. Safe for many
 * threads.
 *
 * <pre>{@code
 * authorities:
 *   - certificates: tls-ca.crt          # PEM beside this file, one or more
 *     revocation: allow-when-unreachable   # require | allow-when-unreachable | off
 *     atMost: PT24H
 *     lists: [tls-ca.crl, "http://ca.example/tls.crl"]
 *     responder: http://ocsp.example/
 * }</pre>
 */
public final class TrustFile implements Supplier<List<TrustedAuthority>> {

    private static final Logger LOG = LoggerFactory.getLogger(TrustFile.class);
    private static final long LOOK_MS = 2000;
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path yaml;
    private final Path pem;
    private volatile @Nullable Read read;
    private volatile long lookedAt;

    private record Read(List<TrustedAuthority> authorities, List<Path> files, List<Object> print) {}

    private record Document(List<Entry> authorities) {}

    private record Entry(
            String certificates,
            @Nullable String revocation,
            @Nullable Duration atMost,
            @Nullable List<String> lists,
            @Nullable URI responder) {}

    /**
     * Nothing is read yet: the files may be made later in the start.
     *
     * @param yaml need not exist
     * @param pem used when {@code yaml} does not exist
     */
    public TrustFile(Path yaml, Path pem) {
        this.yaml = yaml;
        this.pem = pem;
    }

    /**
     * At least one.
     *
     * @throws IllegalStateException when the first read fails
     */
    @Override
    public List<TrustedAuthority> get() {
        Read known = read;
        long now = System.nanoTime() / 1_000_000;
        if (known != null && now - lookedAt < LOOK_MS) {
            return known.authorities();
        }
        return look(now);
    }

    private synchronized List<TrustedAuthority> look(long now) {
        Read known = read;
        if (known != null && known.print().equals(print(known.files()))) {
            lookedAt = now;
            return known.authorities();
        }
        try {
            Read fresh = Files.exists(yaml) ? fromYaml() : fromPem();
            read = fresh;
            lookedAt = now;
            LOG.info("{} trusted authorities read", fresh.authorities().size());
            return fresh.authorities();
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            if (known == null) {
                throw new IllegalStateException("信任的机构无法读取 / trusted authorities cannot be read: " + e.getMessage(), e);
            }
            lookedAt = now;
            LOG.error(
                    "信任的机构无法读取，沿用原来的 / trusted authorities cannot be read; the former stay in force: {}",
                    e.getMessage());
            return known.authorities();
        }
    }

    private Read fromPem() throws IOException {
        List<Path> files = List.of(yaml, pem);
        List<Object> print = print(files);
        return new Read(
                Pem.certificates(pem).stream()
                        .map(certificate -> new TrustedAuthority(certificate, RevocationSetting.USUAL))
                        .toList(),
                files,
                print);
    }

    private Read fromYaml() throws IOException {
        Document document = YAML.readValue(Files.readAllBytes(yaml), Document.class);
        if (document == null
                || document.authorities() == null
                || document.authorities().isEmpty()) {
            throw new IllegalArgumentException(yaml + ": authorities is empty");
        }
        List<Path> files = new ArrayList<>(List.of(yaml));
        List<TrustedAuthority> authorities = new ArrayList<>();
        for (Entry entry : document.authorities()) {
            if (entry.certificates() == null) {
                throw new IllegalArgumentException(yaml + ": certificates is missing");
            }
            Path file = yaml.resolveSibling(entry.certificates());
            files.add(file);
            RevocationSetting setting = setting(entry);
            for (X509Certificate certificate : Pem.certificates(file)) {
                authorities.add(new TrustedAuthority(certificate, setting));
            }
        }
        return new Read(List.copyOf(authorities), files, print(files));
    }

    private RevocationSetting setting(Entry entry) {
        List<URI> lists = new ArrayList<>();
        for (String address : entry.lists() == null ? List.<String>of() : entry.lists()) {
            boolean web = address.startsWith("http://") || address.startsWith("https://");
            lists.add(
                    web
                            ? URI.create(address)
                            : yaml.toAbsolutePath()
                                    .resolveSibling(address)
                                    .normalize()
                                    .toUri());
        }
        return new RevocationSetting(
                mode(entry.revocation()),
                entry.atMost() == null ? RevocationSetting.USUAL.atMost() : entry.atMost(),
                lists,
                entry.responder());
    }

    private RevocationSetting.Mode mode(@Nullable String text) {
        if (text == null) {
            return RevocationSetting.USUAL.mode();
        }
        return switch (text) {
            case "require" -> RevocationSetting.Mode.REQUIRE;
            case "allow-when-unreachable" -> RevocationSetting.Mode.ALLOW_WHEN_UNREACHABLE;
            // YAML 1.1 readers take a bare off for false.
            case "off", "false" -> RevocationSetting.Mode.OFF;
            default ->
                throw new IllegalArgumentException(
                        yaml + ": revocation is require, allow-when-unreachable or off, not " + text);
        };
    }

    private static List<Object> print(List<Path> files) {
        List<Object> print = new ArrayList<>();
        for (Path file : files) {
            try {
                FileTime modified = Files.getLastModifiedTime(file);
                print.add(modified);
                print.add(Files.size(file));
            } catch (IOException absent) {
                print.add("-");
            }
        }
        return print;
    }
}
