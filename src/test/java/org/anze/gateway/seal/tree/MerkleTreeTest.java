package org.anze.gateway.seal.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.anze.gateway.seal.Flaw;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.seal.Suite;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** All trees up to 130 leaves against RFC 9162 §2.1 written down as it stands there. */
class MerkleTreeTest {

    private static final int LARGEST = 130;
    private static final Suite SUITE = Suite.SM;
    private static final List<byte[]> LEAVES = leaves(LARGEST);

    private static List<byte[]> leaves(int count) {
        return LongStream.range(0, count)
                .mapToObj(i -> TreeHasher.leaf(SUITE, ("entry " + i).getBytes(UTF_8)))
                .toList();
    }

    /** MTH of RFC 9162 §2.1.1 over leaf hashes. */
    private static byte[] naiveRoot(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return SUITE.hash();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        return SUITE.hash(new byte[] {1}, naiveRoot(leaves.subList(0, k)), naiveRoot(leaves.subList(k, leaves.size())));
    }

    /** PATH of RFC 9162 §2.1.3.1. */
    private static List<byte[]> naivePath(int m, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return new ArrayList<>();
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        List<byte[]> path = m < k ? naivePath(m, left) : naivePath(m - k, right);
        path.add(naiveRoot(m < k ? right : left));
        return path;
    }

    /** SUBPROOF of RFC 9162 §2.1.4.1. */
    private static List<byte[]> naiveSubproof(int m, List<byte[]> leaves, boolean known) {
        if (m == leaves.size()) {
            return known ? new ArrayList<>() : new ArrayList<>(List.of(naiveRoot(leaves)));
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        List<byte[]> proof = m <= k ? naiveSubproof(m, left, known) : naiveSubproof(m - k, right, false);
        proof.add(naiveRoot(m <= k ? right : left));
        return proof;
    }

    /** Answers for complete subtrees inside the tree of this size, and for nothing else. */
    private static TreeHashes stored(int size) {
        return (level, index) -> {
            long from = index << level;
            long to = index + 1 << level;
            assertThat(to)
                    .as("subtree %d/%d of a tree of %d", level, index, size)
                    .isLessThanOrEqualTo(size);
            return naiveRoot(LEAVES.subList((int) from, (int) to));
        };
    }

    private static void assertSame(List<byte[]> actual, List<byte[]> expected) {
        assertThat(actual.stream().map(HexFormat.of()::formatHex).toList())
                .isEqualTo(expected.stream().map(HexFormat.of()::formatHex).toList());
    }

    private static void assertFlaw(Flaw expected, ThrowingCallable verification) {
        assertThatThrownBy(verification).isInstanceOfSatisfying(FlawException.class, flaw -> assertThat(flaw.flaw())
                .isEqualTo(expected));
    }

    @Test
    void computesTheRootOfEverySize() {
        TreeFrontier frontier = TreeFrontier.empty(SUITE);
        for (int size = 0; size <= LARGEST; size++) {
            byte[] expected = naiveRoot(LEAVES.subList(0, size));
            assertThat(TreeHasher.root(SUITE, LEAVES.subList(0, size))).isEqualTo(expected);
            assertThat(frontier.root()).isEqualTo(expected);
            assertThat(frontier.size()).isEqualTo(size);
            TreeFrontier restored = TreeFrontier.restore(SUITE, frontier.serialise());
            assertThat(restored.root()).isEqualTo(expected);
            if (size < LARGEST) {
                TreeFrontier copy = frontier.copy();
                copy.append(List.of(LEAVES.get(0), LEAVES.get(0)));
                assertThat(frontier.root()).isEqualTo(expected);
                frontier = size % 3 == 0 ? restored : frontier;
                frontier.append(List.of(LEAVES.get(size)));
            }
        }
    }

    @Test
    void refusesAFrontierThatIsNotOne() {
        TreeFrontier frontier = TreeFrontier.empty(SUITE);
        frontier.append(LEAVES.subList(0, 7));
        byte[] good = frontier.serialise();

        for (byte[] bad :
                List.of(new byte[0], Arrays.copyOf(good, good.length - 1), Arrays.copyOf(good, good.length + 32))) {
            assertThatThrownBy(() -> TreeFrontier.restore(SUITE, bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void handsOutEveryNodeOfEveryTile() {
        int count = 256 * 256 + 700;
        TreeFrontier frontier = TreeFrontier.empty(SUITE);
        byte[] leaf = LEAVES.get(1);
        byte[] height8 = naiveRoot(Collections.nCopies(256, leaf));
        byte[] height16 = naiveRoot(Collections.nCopies(256, height8));
        List<TileNode> nodes = new ArrayList<>();
        for (int done = 0; done < count; ) {
            int step = Math.min(499, count - done);
            nodes.addAll(frontier.append(Collections.nCopies(step, leaf)));
            done += step;
        }

        List<TileNode> level8 = nodes.stream().filter(node -> node.level() == 8).toList();
        assertThat(level8).hasSize(count / 256);
        for (int i = 0; i < level8.size(); i++) {
            assertThat(level8.get(i).index()).isEqualTo(i);
            assertThat(level8.get(i).hash()).isEqualTo(height8);
        }
        List<TileNode> level16 =
                nodes.stream().filter(node -> node.level() == 16).toList();
        assertThat(level16).hasSize(1);
        assertThat(level16.get(0).hash()).isEqualTo(height16);
        assertThat(nodes).hasSize(level8.size() + 1);
    }

    @Test
    void provesEveryLeafOfEverySizeAndNothingElse() throws FlawException {
        for (int size = 1; size <= LARGEST; size++) {
            byte[] root = naiveRoot(LEAVES.subList(0, size));
            HeldTree held = new HeldTree(SUITE, LEAVES.subList(0, size));
            assertThat(held.root()).isEqualTo(root);
            for (int index = 0; index < size; index++) {
                List<byte[]> path = InclusionProof.create(SUITE, stored(size), index, size);
                assertSame(path, naivePath(index, LEAVES.subList(0, size)));
                assertSame(InclusionProof.create(SUITE, held, index, size), path);
                InclusionProof.verify(SUITE, index, size, LEAVES.get(index), path, root);
                refusesEveryWrongInclusion(index, size, path, root);
            }
        }
    }

    private static void refusesEveryWrongInclusion(int index, int size, List<byte[]> path, byte[] root) {
        byte[] leaf = LEAVES.get(index);
        byte[] other = SUITE.hash(leaf);
        assertFlaw(Flaw.ROOT_WRONG, () -> InclusionProof.verify(SUITE, index, size, other, path, root));
        assertFlaw(Flaw.ROOT_WRONG, () -> InclusionProof.verify(SUITE, index, size, leaf, path, other));
        assertFlaw(Flaw.INDEX_BEYOND_SIZE, () -> InclusionProof.verify(SUITE, size, size, leaf, path, root));
        assertFlaw(Flaw.INDEX_BEYOND_SIZE, () -> InclusionProof.verify(SUITE, -1, size, leaf, path, root));
        List<byte[]> longer = new ArrayList<>(path);
        longer.add(other);
        assertFlaw(Flaw.PROOF_TOO_LONG, () -> InclusionProof.verify(SUITE, index, size, leaf, longer, root));
        if (!path.isEmpty()) {
            List<byte[]> shorter = path.subList(0, path.size() - 1);
            assertFlaw(Flaw.PROOF_TOO_SHORT, () -> InclusionProof.verify(SUITE, index, size, leaf, shorter, root));
            int neighbour = index == 0 ? 1 : index - 1;
            assertThatThrownBy(() -> InclusionProof.verify(SUITE, neighbour, size, leaf, path, root))
                    .isInstanceOf(FlawException.class);
        }
    }

    @Test
    void provesEverySetOfLeavesOfEverySmallTree() throws FlawException {
        for (int size = 1; size <= 11; size++) {
            for (int set = 1; set < 1 << size; set++) {
                int chosen = set;
                provesSet(
                        LongStream.range(0, size)
                                .filter(i -> (chosen >> i & 1) == 1)
                                .toArray(),
                        size);
            }
        }
    }

    @Test
    void provesRandomSetsOfLeavesOfLargerTrees() throws FlawException {
        Random random = new Random(3);
        for (int round = 0; round < 400; round++) {
            int size = 1 + random.nextInt(LARGEST);
            TreeSet<Long> chosen = new TreeSet<>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                chosen.add((long) random.nextInt(size));
            }
            provesSet(chosen.stream().mapToLong(Long::longValue).toArray(), size);
        }
    }

    private static void provesSet(long[] indexes, int size) throws FlawException {
        byte[] root = naiveRoot(LEAVES.subList(0, size));
        List<byte[]> leaves = new ArrayList<>();
        for (long index : indexes) {
            leaves.add(LEAVES.get((int) index));
        }
        List<byte[]> proof = MultiProof.create(SUITE, stored(size), indexes, size);
        assertThat(MultiProof.root(SUITE, size, indexes, leaves, proof)).isEqualTo(root);
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(root);
        assertFlaw(Flaw.PROOF_TOO_LONG, () -> MultiProof.root(SUITE, size, indexes, leaves, longer));
        assertFlaw(
                Flaw.INDEX_BEYOND_SIZE,
                () -> MultiProof.root(SUITE, indexes[indexes.length - 1], indexes, leaves, proof));
        List<byte[]> changed = new ArrayList<>(leaves);
        changed.set(0, SUITE.hash(leaves.get(0)));
        assertThat(MultiProof.root(SUITE, size, indexes, changed, proof)).isNotEqualTo(root);
        if (!proof.isEmpty()) {
            List<byte[]> shorter = proof.subList(0, proof.size() - 1);
            assertFlaw(Flaw.PROOF_TOO_SHORT, () -> MultiProof.root(SUITE, size, indexes, leaves, shorter));
        }
        if (indexes.length > 1) {
            long[] twice = indexes.clone();
            twice[1] = twice[0];
            assertFlaw(Flaw.INDEX_ORDER, () -> MultiProof.root(SUITE, size, twice, leaves, proof));
        }
    }

    @Test
    void refusesToCreateProofsOfLeavesThatAreNotThere() {
        TreeHashes hashes = stored(5);

        assertThatThrownBy(() -> InclusionProof.create(SUITE, hashes, 5, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MultiProof.create(SUITE, hashes, new long[] {1, 5}, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MultiProof.create(SUITE, hashes, new long[] {2, 1}, 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ConsistencyProof.create(SUITE, hashes, 6, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void provesThatEveryTreeGrewOutOfEverySmallerOne() throws FlawException {
        for (int second = 0; second <= LARGEST; second++) {
            byte[] secondRoot = naiveRoot(LEAVES.subList(0, second));
            for (int first = 0; first <= second; first++) {
                byte[] firstRoot = naiveRoot(LEAVES.subList(0, first));
                List<byte[]> proof = ConsistencyProof.create(SUITE, stored(second), first, second);
                if (first > 0) {
                    assertSame(proof, naiveSubproof(first, LEAVES.subList(0, second), true));
                }
                ConsistencyProof.verify(SUITE, first, second, firstRoot, secondRoot, proof);
                refusesEveryWrongConsistency(first, second, firstRoot, secondRoot, proof);
            }
        }
    }

    private static void refusesEveryWrongConsistency(
            int first, int second, byte[] firstRoot, byte[] secondRoot, List<byte[]> proof) {
        byte[] other = SUITE.hash(firstRoot);
        assertFlaw(Flaw.ROOT_WRONG, () -> ConsistencyProof.verify(SUITE, first, second, other, secondRoot, proof));
        if (first > 0) {
            assertFlaw(Flaw.ROOT_WRONG, () -> ConsistencyProof.verify(SUITE, first, second, firstRoot, other, proof));
        }
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(other);
        assertFlaw(
                Flaw.PROOF_TOO_LONG,
                () -> ConsistencyProof.verify(SUITE, first, second, firstRoot, secondRoot, longer));
        if (!proof.isEmpty()) {
            List<byte[]> shorter = proof.subList(0, proof.size() - 1);
            assertFlaw(
                    Flaw.PROOF_TOO_SHORT,
                    () -> ConsistencyProof.verify(SUITE, first, second, firstRoot, secondRoot, shorter));
        }
        if (second > 0) {
            assertFlaw(
                    Flaw.CHECKPOINT_SHRANK,
                    () -> ConsistencyProof.verify(SUITE, second, second - 1, firstRoot, secondRoot, proof));
        }
    }

    @Test
    void computesProofsFromTiles() throws FlawException {
        int size = 256 * 300 + 77;
        List<byte[]> leaves = leaves(size);
        TreeFrontier frontier = TreeFrontier.empty(SUITE);
        List<TileNode> nodes = frontier.append(leaves);
        TileReader reader = (tileLevel, tileIndex) -> {
            List<byte[]> level = tileLevel == 0
                    ? leaves
                    : nodes.stream()
                            .filter(node -> node.level() == 8 * tileLevel)
                            .map(TileNode::hash)
                            .toList();
            List<byte[]> tile =
                    level.subList((int) tileIndex * 256, (int) Math.min(tileIndex * 256 + 256, level.size()));
            byte[] bytes = new byte[tile.size() * 32];
            for (int i = 0; i < tile.size(); i++) {
                System.arraycopy(tile.get(i), 0, bytes, i * 32, 32);
            }
            return bytes;
        };
        TiledTreeHashes hashes = new TiledTreeHashes(SUITE, reader);
        long[] indexes = {0, 1, 255, 256, 511, 65535, 65536, 70000, size - 2, size - 1};

        List<byte[]> proof = MultiProof.create(SUITE, hashes, indexes, size);

        List<byte[]> chosen =
                LongStream.of(indexes).mapToObj(i -> leaves.get((int) i)).toList();
        assertThat(MultiProof.root(SUITE, size, indexes, chosen, proof)).isEqualTo(frontier.root());
        for (long index : indexes) {
            List<byte[]> path = InclusionProof.create(SUITE, hashes, index, size);
            InclusionProof.verify(SUITE, index, size, leaves.get((int) index), path, frontier.root());
        }
        TiledTreeHashes tooSmall = new TiledTreeHashes(SUITE, (level, index) -> new byte[32]);
        assertThatThrownBy(() -> tooSmall.subtree(3, 0)).isInstanceOf(IllegalStateException.class);
    }
}
