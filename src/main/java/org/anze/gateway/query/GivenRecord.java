package org.anze.gateway.query;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.anze.gateway.mapping.rendering.RecordView;
import org.anze.gateway.record.SealedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record that is given to the asker.
 *
 * @param view what is shown of it; null when its content is gone with its data key
 */
record GivenRecord(SealedRecord record, @Nullable RecordView view) {

    static List<RecordView> views(List<GivenRecord> given) {
        Stream<@Nullable RecordView> views = given.stream().map(GivenRecord::view);
        return views.filter(Objects::nonNull).toList();
    }

    static List<SealedRecord> unreadable(List<GivenRecord> given) {
        return given.stream()
                .filter(each -> each.view == null)
                .map(GivenRecord::record)
                .toList();
    }
}
