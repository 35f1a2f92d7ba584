package org.anze.gateway.intake.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadSpoolTest {

    private static final int LARGE = 3_000_000;

    @TempDir
    Path folder;

    /** A node that starts on the same folder finds nothing to take for its own, and a killed one leaves nothing. */
    @Test
    void keepsALargePayloadWithoutANameInTheFolder() throws Exception {
        try (PayloadSpool ours = new PayloadSpool(folder);
                PayloadSpool others = new PayloadSpool(folder)) {
            fill(ours, (byte) 1);
            fill(others, (byte) 2);

            assertThat(folder).isEmptyDirectory();
            assertThat(content(ours)).containsOnly(1).hasSize(LARGE);
            assertThat(content(others)).containsOnly(2).hasSize(LARGE);
        }
    }

    private static void fill(PayloadSpool spool, byte with) throws IOException {
        byte[] part = new byte[LARGE / 100];
        Arrays.fill(part, with);
        for (int i = 0; i < 100; i++) {
            spool.write(part, 0, part.length);
        }
    }

    private static byte[] content(PayloadSpool spool) throws IOException {
        try (InputStream content = spool.content()) {
            return content.readAllBytes();
        }
    }
}
