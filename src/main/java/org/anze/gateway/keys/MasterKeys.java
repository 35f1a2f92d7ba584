package org.anze.gateway.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Arrays;
import java.util.Collections;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.pki.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * The master keys in a PKCS#12 file or in a PKCS#11 token, called {@code anze-master-1} and so on. They close data keys and
 * nothing else, with SM4-GCM or AES-256-GCM as the key itself is made; a key of a token never leaves it. Safe for many threads.
 */
public final class MasterKeys {

    private static final String PREFIX = "anze-master-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "([1-9][0-9]{0,5})");
    /** PKCS#12 names the algorithm of a secret key by its object identifier, and has no other name for SM4. */
    private static final String SM4 = "1.2.156.10197.1.104";

    private final @Nullable Path file;
    private final @Nullable Provider token;
    private final char[] password;
    private final SecureRandom random = new SecureRandom();
    private KeyStore store;

    private MasterKeys(@Nullable Path file, @Nullable Provider token, char[] password) {
        this.file = file;
        this.token = token;
        this.password = password;
        this.store = load();
    }

    /** The keys that the settings point at; file or token must exist, and hold one at least. */
    public static MasterKeys open(KeySettings settings) {
        try {
            char[] password = PrivateFiles.readSecret(settings.passwordFile()).toCharArray();
            Path configuration = settings.token();
            MasterKeys keys = configuration == null
                    ? new MasterKeys(settings.store(), null, password)
                    : new MasterKeys(null, provider(configuration), password);
            keys.newest();
            return keys;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "主密钥口令文件无法读取 / the password of the master keys cannot be read: " + settings.passwordFile(), e);
        }
    }

    /** Makes file and password, each with mode 0600, with one key for the cipher; does nothing when there is a file. */
    public static void provide(Path store, Path passwordFile, KeyCipher cipher) throws IOException {
        if (Files.exists(store)) {
            return;
        }
        PrivateFiles.directory(store.toAbsolutePath().getParent());
        if (Files.notExists(passwordFile)) {
            PrivateFiles.writeNew(
                    passwordFile, PrivateFiles.randomSecret(32).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        char[] password = PrivateFiles.readSecret(passwordFile).toCharArray();
        try {
            KeyStore fresh = KeyStore.getInstance("PKCS12");
            fresh.load(null, null);
            byte[] key = new byte[cipher.keyLength()];
            new SecureRandom().nextBytes(key);
            put(fresh, PREFIX + 1, cipher, key, password);
            PrivateFiles.writeNew(store, bytes(fresh, password));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store cannot be made", e);
        }
    }

    private static Provider provider(Path configuration) {
        Provider base = Security.getProvider("SunPKCS11");
        if (base == null) {
            throw new IllegalStateException("this Java runtime has no PKCS#11 provider");
        }
        return base.configure(configuration.toAbsolutePath().toString());
    }

    /** Name of the newest key. */
    public synchronized String newest() {
        return PREFIX
                + last().orElseThrow(() -> new IllegalStateException("密钥库中没有主密钥 " + PREFIX
                        + "N / the key store holds no master key " + PREFIX + "N (docs/operations/keys.md)"));
    }

    /**
     * Makes a key of the next number and keeps it durably; the earlier ones stay.
     *
     * @param cipher what it is for in a file; a token makes AES keys
     * @return its name
     */
    public synchronized String create(KeyCipher cipher) {
        reload();
        String name = PREFIX + (last().orElse(0) + 1);
        try {
            if (token != null) {
                KeyGenerator generator = KeyGenerator.getInstance("AES", token);
                generator.init(256);
                store.setKeyEntry(name, generator.generateKey(), null, null);
            } else {
                byte[] key = new byte[cipher.keyLength()];
                random.nextBytes(key);
                put(store, name, cipher, key, password);
                save();
            }
            reload();
            return name;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no new master key could be kept", e);
        }
    }

    /** Closes a data key for its place: nonce ‖ cipher text ‖ tag. */
    byte[] wrap(String name, byte[] key, byte[] place) {
        byte[] nonce = new byte[KeyCipher.NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, name, nonce, place).doFinal(key);
            byte[] wrapped = Arrays.copyOf(nonce, nonce.length + closed.length);
            System.arraycopy(closed, 0, wrapped, nonce.length, closed.length);
            return wrapped;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("master key " + name + " cannot close", e);
        }
    }

    /** @throws IllegalStateException when the master key is another one, or the row is damaged */
    byte[] unwrap(String name, byte[] wrapped, byte[] place) {
        try {
            byte[] nonce = Arrays.copyOf(wrapped, KeyCipher.NONCE_LENGTH);
            return cipher(Cipher.DECRYPT_MODE, name, nonce, place)
                    .doFinal(wrapped, nonce.length, wrapped.length - nonce.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data key does not open under master key " + name, e);
        }
    }

    private Cipher cipher(int mode, String name, byte[] nonce, byte[] place) throws GeneralSecurityException {
        SecretKey key = key(name);
        boolean sm4 = key.getAlgorithm().equals(SM4) || key.getAlgorithm().equals("SM4");
        Cipher cipher = sm4
                ? KeyCipher.SM4_GCM.cipher()
                : token == null ? KeyCipher.AES_256_GCM.cipher() : Cipher.getInstance("AES/GCM/NoPadding", token);
        cipher.init(
                mode,
                sm4 ? new SecretKeySpec(key.getEncoded(), "SM4") : key,
                new GCMParameterSpec(KeyCipher.TAG_LENGTH * 8, nonce));
        cipher.updateAAD(place);
        return cipher;
    }

    /** Whether the key itself can be had, as those of a file can and those of a token must not. */
    boolean isExportable(String name) throws GeneralSecurityException {
        return key(name).getEncoded() != null;
    }

    private synchronized SecretKey key(String name) throws GeneralSecurityException {
        Key key = store.getKey(name, token == null ? password : null);
        if (key == null) {
            // Another process may have made it.
            reload();
            key = store.getKey(name, token == null ? password : null);
        }
        if (key instanceof SecretKey secret) {
            return secret;
        }
        throw new IllegalStateException("密钥库中没有主密钥 / the key store does not hold master key " + name);
    }

    private OptionalInt last() {
        try {
            return Collections.list(store.aliases()).stream()
                    .map(NAME::matcher)
                    .filter(Matcher::matches)
                    .mapToInt(match -> Integer.parseInt(match.group(1)))
                    .max();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store cannot be read", e);
        }
    }

    private void reload() {
        store = load();
    }

    private KeyStore load() {
        try {
            if (token != null) {
                KeyStore loaded = KeyStore.getInstance("PKCS11", token);
                loaded.load(null, password);
                return loaded;
            }
            KeyStore loaded = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(java.util.Objects.requireNonNull(file))) {
                loaded.load(in, password);
            }
            return loaded;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "主密钥无法读取 / the master keys cannot be read: " + (file == null ? "PKCS#11" : file), e);
        }
    }

    /** The file is there as it was or as it is to be, never half. */
    private void save() throws IOException, GeneralSecurityException {
        Path target = java.util.Objects.requireNonNull(file).toAbsolutePath();
        Path next = target.resolveSibling(target.getFileName() + ".next");
        Files.deleteIfExists(next);
        PrivateFiles.writeNew(next, bytes(store, password));
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void put(KeyStore store, String name, KeyCipher cipher, byte[] key, char[] password)
            throws GeneralSecurityException {
        SecretKeySpec secret = new SecretKeySpec(key, cipher == KeyCipher.SM4_GCM ? SM4 : cipher.algorithm());
        store.setEntry(name, new KeyStore.SecretKeyEntry(secret), new KeyStore.PasswordProtection(password));
    }

    private static byte[] bytes(KeyStore store, char[] password) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }
}
