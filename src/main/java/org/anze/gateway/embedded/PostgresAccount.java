package org.anze.gateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The operating system account that runs PostgreSQL, which refuses to run as root.
 *
 * @param user numeric user id that owns the cluster's files
 * @param group numeric group id of them
 * @param prefix words put before a command so that it runs as that user; empty when we are that user
 */
record PostgresAccount(int user, int group, List<String> prefix) {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final List<String> PREFERRED_NAMES = List.of("anze", "nobody");

    /** Puts the prefix before a command. */
    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return List.copyOf(whole);
    }

    /** Gives a file or directory of ours to this account; does nothing when it is ours already. */
    void own(Path path) throws IOException {
        if (owner(path) != user) {
            Files.setAttribute(path, "unix:uid", user);
            Files.setAttribute(path, "unix:gid", group);
        }
    }

    /**
     * Decides who runs the database.
     *
     * <p>An ordinary user runs it itself. Root hands it to the owner of an existing cluster, otherwise to the account
     * {@code anze} or, where there is none, {@code nobody}. When that account cannot reach the directory because a parent
     * is closed to it, it keeps one capability, to pass closed directories, and no other: still far less than the
     * gateway, which is root itself.
     *
     * @param cluster the cluster directory, which need not exist yet
     * @param home an existing directory of ours that holds it
     * @param program a program the account must be able to start
     * @throws IllegalStateException when no way works, saying what the operator can do
     */
    static PostgresAccount choose(Path home, Path cluster, String program) throws IOException {
        int self = owner(Path.of("/proc/self"));
        return self == 0 ? forRoot(home, cluster, program) : forUser(self, cluster);
    }

    private static PostgresAccount forUser(int self, Path cluster) throws IOException {
        if (Files.exists(cluster) && owner(cluster) != self) {
            throw new IllegalStateException("数据库目录属于用户 " + owner(cluster) + "，当前用户是 " + self
                    + "：请以原用户启动，或以 root 把目录的属主改为当前用户 / the database directory " + cluster
                    + " belongs to user " + owner(cluster) + ", we are user " + self
                    + ": start as that user, or have root change the owner");
        }
        int group = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:gid");
        if (ExternalCommand.run(LIMIT, List.of("id", "-un")).succeeded()) {
            return new PostgresAccount(self, group, List.of());
        }
        // initdb insists on a name for its user id; a user namespace can lend it one.
        List<String> named = List.of("unshare", "--user", "--map-user=65534", "--map-group=65534");
        PostgresAccount account = new PostgresAccount(self, group, named);
        if (ExternalCommand.run(LIMIT, account.command(List.of("id", "-un"))).succeeded()) {
            return account;
        }
        throw new IllegalStateException("用户号 " + self + " 没有账号，内置 PostgreSQL 无法启动：请在 /etc/passwd 中为它建账号，或配置外部数据库"
                + " / user id " + self + " has no account, so the embedded PostgreSQL cannot start:"
                + " give it one in /etc/passwd, or configure an external database");
    }

    private static PostgresAccount forRoot(Path home, Path cluster, String program) throws IOException {
        Identity identity = identity(cluster);
        for (List<String> prefix : identity.prefixes()) {
            PostgresAccount account = new PostgresAccount(identity.user, identity.group, prefix);
            if (account.reaches(home, program)) {
                return account;
            }
        }
        throw new IllegalStateException("以 root 启动时，内置 PostgreSQL 由用户 " + identity.user + " 运行，但它进不了目录 " + home
                + "：请安装 setpriv（util-linux），或换一个各级目录都可进入的数据目录，或以普通用户启动，或配置外部数据库"
                + " / started by root, the embedded PostgreSQL runs as user " + identity.user
                + ", which cannot enter " + home + ": install setpriv (util-linux), choose a data directory whose"
                + " parents can be entered, start as an ordinary user, or configure an external database");
    }

    private boolean reaches(Path home, String program) {
        List<String> probe = List.of("sh", "-c", "cd \"$0\" && test -x \"$1\" && test \"$(id -u)\" = \"$2\"");
        List<String> whole = new ArrayList<>(probe);
        whole.addAll(List.of(home.toString(), program, Integer.toString(user)));
        return ExternalCommand.run(LIMIT, command(whole)).succeeded();
    }

    private static Identity identity(Path cluster) throws IOException {
        if (Files.exists(cluster) && owner(cluster) != 0) {
            return new Identity(null, owner(cluster), (Integer) Files.getAttribute(cluster, "unix:gid"));
        }
        for (String name : PREFERRED_NAMES) {
            ExternalCommand user = ExternalCommand.run(LIMIT, List.of("id", "-u", name));
            ExternalCommand group = ExternalCommand.run(LIMIT, List.of("id", "-g", name));
            if (user.succeeded() && group.succeeded() && !user.output().equals("0")) {
                return new Identity(name, Integer.parseInt(user.output()), Integer.parseInt(group.output()));
            }
        }
        throw new IllegalStateException("系统没有 anze 或 nobody 账号可运行内置 PostgreSQL / there is neither an account anze"
                + " nor nobody to run the embedded PostgreSQL: create one, start as an ordinary user, or configure an"
                + " external database");
    }

    /** Numeric owner of a file. */
    static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private record Identity(
            @org.jspecify.annotations.Nullable String name, int user, int group) {

        /** The ways to become this user, the plainest first. */
        List<List<String>> prefixes() {
            List<List<String>> ways = new ArrayList<>();
            ways.add(setpriv(List.of("--bounding-set=-all")));
            if (name != null) {
                ways.add(List.of("runuser", "-u", name, "--"));
                ways.add(List.of("su", "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", name, "--"));
            }
            for (String capability : List.of("dac_read_search", "dac_override")) {
                // The securebit keeps access(2), which PostgreSQL asks about its programs, in step with open(2).
                ways.add(setpriv(List.of(
                        "--bounding-set=-all,+" + capability,
                        "--inh-caps=-all,+" + capability,
                        "--ambient-caps=+" + capability,
                        "--securebits=+no_setuid_fixup")));
            }
            return ways;
        }

        private List<String> setpriv(List<String> capabilities) {
            List<String> words = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + group));
            words.addAll(List.of("--clear-groups", "--no-new-privs"));
            words.addAll(capabilities);
            return words;
        }
    }
}
