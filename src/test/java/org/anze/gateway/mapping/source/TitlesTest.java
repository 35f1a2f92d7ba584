package org.anze.gateway.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TitlesTest {

    @Test
    void looksAtSoMuchTextAndNoMore() {
        String line = "说明" + "文".repeat(1000);
        Titles titles = new Titles();
        titles.look("填报单位：某市应急局");
        for (int i = 0; i < 60; i++) {
            titles.look(line);
        }
        titles.look("年度：2025");
        for (int i = 0; i < 10; i++) {
            titles.look(line);
        }
        titles.look("制表人：某某");
        assertThat(titles.values()).containsOnlyKeys("@title/填报单位", "@title/年度").containsEntry("@title/年度", "2025");
    }
}
