package org.anze.gateway.access.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.junit.jupiter.api.Test;

class PreviewTest extends ChangesOfOneParty {

    @Test
    void showsWhoGainsAndLosesWhatBeforeItTakesEffect() {
        for (int i = 0; i < 7; i++) {
            recent.add(new RecentRecord(RecordType.POLICY, "P-" + i, DATONG));
        }
        recent.add(new RecentRecord(RecordType.POLICY, "P-YUNGANG", new Scope("140300", "03", "insurer-jia")));
        recent.add(new RecentRecord(RecordType.CLAIM, "C-1", DATONG));
        files.put("shared", text(2, "{give: [parties, limits], mask: [premium]}", "14", "2028-12-31"));
        follow();

        Preview preview = changes.preview(onlyPending().id());

        assertThat(preview.complete()).isTrue();
        assertThat(preview.looked()).isEqualTo(8);
        assertThat(preview.types()).singleElement().satisfies(of -> {
            assertThat(of.type()).isEqualTo(RecordType.POLICY);
            assertThat(of.gained()).isEqualTo(new Preview.Count(1, List.of("P-YUNGANG")));
            assertThat(of.lost().records()).isZero();
            assertThat(unit(of, "period").before()).isEqualTo(Manner.GIVEN);
            assertThat(unit(of, "period").after()).isEqualTo(Manner.WITHHELD);
            assertThat(unit(of, "period").gains()).isFalse();
            assertThat(unit(of, "period").records().records()).isEqualTo(7);
            assertThat(unit(of, "period").records().keys()).hasSize(5);
            assertThat(unit(of, "premium").records().records()).isEqualTo(8);
            assertThat(unit(of, "premium").gains()).isTrue();
            assertThat(unit(of, "premium").fields()).contains("应收保费");
        });
        assertThat(onlyPending().files()).singleElement().satisfies(file -> assertThat(file.lines())
                .contains(new TextLine('-', "version: 1"), new TextLine('+', "version: 2")));
    }

    @Test
    void showsInThePreviewWhatIsOnlyGivenWhenAskedFor() {
        recent.add(new RecentRecord(RecordType.POLICY, "P-1", DATONG));
        files.put("case", caseText());
        follow();

        Preview preview = changes.preview(onlyPending().id());

        assertThat(preview.types()).singleElement().satisfies(of -> {
            assertThat(of.gained().records()).isEqualTo(1);
            assertThat(of.units()).anyMatch(unit -> unit.unit().equals("premium") && unit.gains());
        });
    }

    @Test
    void showsInThePreviewWhatEndsBeforeSomethingElseBegins() {
        recent.add(new RecentRecord(RecordType.POLICY, "P-1", DATONG));
        files.put("shared", text(2, "give: [parties, period, limits, premium]", "1402", "2027-12-31"));
        files.put(
                "late",
                text(1, "give: [parties]", "1403", "2031-12-31")
                        .replace("id: shared", "id: late")
                        .replace("validFrom: 2026-01-01", "validFrom: 2030-01-01"));
        follow();

        Preview preview = changes.preview(onlyPending().id());

        assertThat(preview.types()).singleElement().satisfies(of -> {
            assertThat(unit(of, "premium").gains()).isTrue();
            assertThat(of.lost().records()).isZero();
        });
    }

    @Test
    void saysThatFiguresAreNotInThePreview() {
        files.put(
                "figures",
                text(1, "give: [parties]")
                        .replace("id: shared", "id: figures")
                        .replace("    units: {give: [parties]}", "    aggregate: true"));
        follow();

        Preview preview = changes.preview(onlyPending().id());

        assertThat(preview.countsOrAsks()).isTrue();
        assertThat(preview.isEmpty()).isFalse();
    }
}
