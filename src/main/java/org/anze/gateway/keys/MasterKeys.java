package org.anze.gateway.keys;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.Security;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.anze.gateway.pki.PrivateFiles;
import org.anze.gateway.problem.TryAgainLater;
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
    /** A token locks itself after some wrong PINs. */
    private boolean pinRefused;

    private MasterKeys(@Nullable Path file, @Nullable Provider token, char[] password) {
        this.file = file;
        this.token = token;
        this.password = password;
        try {
            this.store = load();
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            throw new IllegalStateException(
                    "主密钥无法读取 / the master keys cannot be read: " + (file == null ? "PKCS#11" : file), e);
        }
    }

    /**
     * The keys that the settings point at.
     *
     * @throws IllegalStateException when file or token cannot be read, the password is empty, or no key is in it
     */
    public static MasterKeys open(KeySettings settings) {
        char[] password = password(settings.passwordFile());
        Path configuration = settings.token();
        MasterKeys keys = configuration == null
                ? new MasterKeys(settings.store(), null, password)
                : new MasterKeys(null, provider(configuration), password);
        keys.newest();
        return keys;
    }

    /**
     * Makes file and password, each with mode 0600, with one key for the cipher; does nothing when there is a file.
     *
     * @throws IllegalStateException when there is a password file that is empty
     */
    public static void provide(Path store, Path passwordFile, KeyCipher cipher) throws IOException {
        if (Files.exists(store)) {
            return;
        }
        PrivateFiles.directory(store.toAbsolutePath().getParent());
        if (Files.notExists(passwordFile)) {
            PrivateFiles.writeNew(passwordFile, PrivateFiles.randomSecret(32).getBytes(StandardCharsets.US_ASCII));
        }
        char[] password = password(passwordFile);
        try {
            KeyStore fresh = KeyStore.getInstance("PKCS12");
            fresh.load(null, null);
            put(fresh, PREFIX + 1, cipher, password);
            PrivateFiles.writeNew(store, bytes(fresh, password));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store cannot be made", e);
        }
    }

    private static char[] password(Path file) {
        try {
            String password = PrivateFiles.readSecret(file);
            if (!password.isEmpty()) {
                return password.toCharArray();
            }
        } catch (IOException e) {
            throw new IllegalStateException("主密钥口令文件无法读取 / the password of the master keys cannot be read: " + file, e);
        }
        throw new IllegalStateException("主密钥口令文件是空的 / the password file of the master keys is empty: " + file);
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
        int last = last(store);
        if (last == 0) {
            throw new IllegalStateException("密钥库中没有主密钥 " + PREFIX + "N / the key store holds no master key " + PREFIX
                    + "N (docs/operations/keys.md)");
        }
        return PREFIX + last;
    }

    /** Name of the newest key when it is newer than this one: it was made to be used next. */
    synchronized Optional<String> after(String name) {
        reload(name);
        String newest = newest();
        return number(newest) > number(name) ? Optional.of(newest) : Optional.empty();
    }

    /**
     * Makes a key of the next number and keeps it durably; the earlier ones stay. For one process at a time: two would make
     * different keys of one name.
     *
     * @param cipher what it is for in a file; a token makes AES keys
     * @return its name
     * @throws IllegalStateException when it could not be kept; none is used then
     */
    synchronized String create(KeyCipher cipher) {
        try {
            KeyStore next = load();
            String name = PREFIX + (last(next) + 1);
            if (token != null) {
                KeyGenerator generator = KeyGenerator.getInstance("AES", token);
                generator.init(256);
                next.setKeyEntry(name, generator.generateKey(), null, null);
            } else {
                put(next, name, cipher, password);
                save(next);
            }
            store = load();
            return name;
        } catch (GeneralSecurityException | IOException | ProviderException e) {
            throw new IllegalStateException("新的主密钥无法保存 / no new master key could be kept", e);
        }
    }

    /**
     * Closes a data key for its place: nonce ‖ cipher text ‖ tag.
     *
     * @throws TryAgainLater with {@link KeyProblem#MASTER_AWAY}
     */
    byte[] wrap(String name, byte[] key, byte[] place) {
        byte[] nonce = new byte[KeyCipher.NONCE_LENGTH];
        random.nextBytes(nonce);
        byte[] closed = run(Cipher.ENCRYPT_MODE, name, nonce, place, key, 0);
        byte[] wrapped = Arrays.copyOf(nonce, nonce.length + closed.length);
        System.arraycopy(closed, 0, wrapped, nonce.length, closed.length);
        return wrapped;
    }

    /**
     * Opens what {@link #wrap} closed.
     *
     * @throws TryAgainLater with {@link KeyProblem#MASTER_AWAY}
     * @throws IllegalStateException when the master key is another one of this name, or the row is damaged
     */
    byte[] unwrap(KeyRows.Wrapped closed) {
        byte[] nonce = Arrays.copyOf(closed.bytes(), KeyCipher.NONCE_LENGTH);
        return run(Cipher.DECRYPT_MODE, closed.master(), nonce, closed.place(), closed.bytes(), nonce.length);
    }

    private byte[] run(int mode, String name, byte[] nonce, byte[] place, byte[] in, int from) {
        try {
            return once(mode, name, nonce, place, in, from);
        } catch (GeneralSecurityException | ProviderException e) {
            if (token == null) {
                throw failed(name, place, e);
            }
        }
        // A token forgets sessions and logins when it was away for a moment.
        reload(name);
        try {
            return once(mode, name, nonce, place, in, from);
        } catch (GeneralSecurityException | ProviderException e) {
            throw failed(name, place, e);
        }
    }

    private static RuntimeException failed(String name, byte[] place, Exception cause) {
        return cause instanceof BadPaddingException || cause instanceof IllegalBlockSizeException
                ? new IllegalStateException(
                        "主密钥 " + name + " 打不开它名下的密钥：密钥库不对，或数据已损坏 / master key " + name
                                + " does not open what was closed under its name, so this is another key store or the row is"
                                + " damaged: " + new String(place, StandardCharsets.UTF_8),
                        cause)
                : new TryAgainLater(KeyProblem.MASTER_AWAY, cause, name);
    }

    private byte[] once(int mode, String name, byte[] nonce, byte[] place, byte[] in, int from)
            throws GeneralSecurityException {
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
        return cipher.doFinal(in, from, in.length - from);
    }

    private synchronized SecretKey key(String name) throws GeneralSecurityException {
        Key key = store.getKey(name, token == null ? password : null);
        if (key == null) {
            // Another process may have made it.
            reload(name);
            key = store.getKey(name, token == null ? password : null);
        }
        if (key instanceof SecretKey secret) {
            return secret;
        }
        throw new UnrecoverableKeyException("密钥库中没有主密钥 / the key store does not hold master key " + name);
    }

    private static int last(KeyStore store) {
        try {
            return Collections.list(store.aliases()).stream()
                    .mapToInt(MasterKeys::number)
                    .max()
                    .orElse(0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key store cannot be read", e);
        }
    }

    /** The number in a name; 0 when it is not one of ours. */
    private static int number(String name) {
        Matcher match = NAME.matcher(name);
        return match.matches() ? Integer.parseInt(match.group(1)) : 0;
    }

    /** @param wanted the key that is asked for, for the message */
    private synchronized void reload(String wanted) {
        if (pinRefused) {
            throw new TryAgainLater(KeyProblem.MASTER_AWAY, null, wanted);
        }
        try {
            store = load();
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            pinRefused = token != null && e.getCause() instanceof UnrecoverableKeyException;
            throw new TryAgainLater(KeyProblem.MASTER_AWAY, e, wanted);
        }
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore loaded = token == null ? KeyStore.getInstance("PKCS12") : KeyStore.getInstance("PKCS11", token);
        if (file == null) {
            loaded.load(null, password);
        } else {
            try (InputStream in = Files.newInputStream(file)) {
                loaded.load(in, password);
            }
        }
        return loaded;
    }

    /** Durable on return; the file is there as it was or as it is to be, never half. */
    private void save(KeyStore next) throws IOException, GeneralSecurityException {
        Path target = Objects.requireNonNull(file).toAbsolutePath();
        Path written = target.resolveSibling(target.getFileName() + ".next");
        Files.deleteIfExists(written);
        PrivateFiles.writeNew(written, bytes(next, password));
        Files.move(written, target, StandardCopyOption.ATOMIC_MOVE);
        // Data keys are closed under the new key at once: the file's name must not fall back to the old content.
        PrivateFiles.sync(target.getParent());
    }

    private static void put(KeyStore store, String name, KeyCipher cipher, char[] password)
            throws GeneralSecurityException {
        byte[] key = new byte[cipher.keyLength()];
        new SecureRandom().nextBytes(key);
        SecretKeySpec secret = new SecretKeySpec(key, cipher == KeyCipher.SM4_GCM ? SM4 : cipher.algorithm());
        store.setEntry(name, new KeyStore.SecretKeyEntry(secret), new KeyStore.PasswordProtection(password));
        Arrays.fill(key, (byte) 0);
    }

    private static byte[] bytes(KeyStore store, char[] password) throws GeneralSecurityException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, password);
        return out.toByteArray();
    }
}
