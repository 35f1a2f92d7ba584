package org.anze.gateway.console.people;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anze.gateway.pki.PrivateFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passwords of the first start, each in a file of its own with mode 0600, so that each of the administrators can be handed
 * his alone. The file of a one-time password, {@code <name>.first-password}, is gone once it is no longer good. Safe for many
 * threads.
 */
public final class FirstPasswords {

    private static final Logger LOG = LoggerFactory.getLogger(FirstPasswords.class);

    private final Path folder;

    /** @param folder shared by the nodes of one gateway */
    public FirstPasswords(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    /** Writes a one-time password in place of one that was there; on disk on return. */
    Path write(String name, String password) throws IOException {
        return write(file(name), password);
    }

    /** Writes a password that nobody has to change, into {@code <name>.password}; on disk on return. */
    Path writeLasting(String name, String password) throws IOException {
        return write(folder.resolve(name + ".password"), password);
    }

    private Path write(Path file, String password) throws IOException {
        PrivateFiles.directory(folder);
        Files.deleteIfExists(file);
        PrivateFiles.writeNew(file, (password + "\n").getBytes(StandardCharsets.UTF_8));
        return file;
    }

    /** The password in this person's file is no longer good. A file that cannot be deleted opens nothing; it is told in the log. */
    void delete(String name) {
        try {
            if (Files.deleteIfExists(file(name))) {
                LOG.info("{} 已更改口令，首次口令文件已删除 / the first password was changed, its file is deleted", name);
            }
        } catch (IOException e) {
            LOG.atWarn()
                    .addKeyValue("file", file(name))
                    .setCause(e)
                    .log("a first password that is no longer good could not be deleted");
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".first-password");
    }
}
