package org.anze.gateway.endurance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.Reference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MemoryTest {

    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 64;

    @Test
    void seesWhatIsKeptInTheHeapAndNotWhatIsThrownAway() throws Exception {
        long process = ProcessHandle.current().pid();
        Memory early = Memory.of(process);
        List<byte[]> kept = blocks();
        Memory late = Memory.of(process);
        Reference.reachabilityFence(kept);

        assertThat(late.live() - early.live()).isGreaterThan((long) BLOCK * BLOCKS / 2);
        assertThatThrownBy(() -> new Memory(early.resident(), late.live()).requireFlatSince(early))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("live heap");

        kept = List.of();
        Memory after = Memory.of(process);
        assertThat(kept).isEmpty();
        assertThat(late.live() - after.live()).isGreaterThan((long) BLOCK * BLOCKS / 2);
    }

    private static List<byte[]> blocks() {
        return Stream.generate(() -> new byte[BLOCK]).limit(BLOCKS).toList();
    }
}
