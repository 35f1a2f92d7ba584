package org.anze.gateway.delivery.rest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {

    @Test
    void readsFullAndPartialTiles() {
        assertThat(TilePath.parse("0/000")).hasValue(new TilePath(0, 0, 256));
        assertThat(TilePath.parse("0/x001/x234/067")).hasValue(new TilePath(0, 1_234_067, 256));
        assertThat(TilePath.parse("2/x001/007.p/12")).hasValue(new TilePath(2, 1007, 12));
        assertThat(TilePath.parse("63/999.p/255")).hasValue(new TilePath(63, 999, 255));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0/",
                "0/0",
                "0/0000",
                "64/000",
                "-1/000",
                "00/000",
                "0/x000/001",
                "0/001/002",
                "0/x001/x002",
                "0/000.p/0",
                "0/000.p/256",
                "0/000.p/300",
                "0/000.p/",
                "0/000.p/01",
                "0/000/../001",
                "entries/000",
                "0/x999/x999/x999/x999/x999/x999/x999/999"
            })
    void refusesWhatIsNoTile(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }
}
