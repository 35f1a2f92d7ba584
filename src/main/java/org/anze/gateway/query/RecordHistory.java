package org.anze.gateway.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.anze.gateway.mapping.rendering.RecordView;
import org.anze.gateway.record.SealedRecord;
import tools.jackson.databind.json.JsonMapper;

/** What became of a record, told from what may be shown of each version: names of fields, no values. */
final class RecordHistory {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RecordHistory() {}

    /**
     * A JSON array, in the order of the versions given: by provider, the newest version first. Of a version whose content is gone
     * no change can be told, from it or to it.
     */
    static byte[] json(List<GivenRecord> versions) {
        List<Map<String, Object>> history = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            SealedRecord version = versions.get(i).record();
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("provider", version.provider());
            line.put("version", version.version());
            line.put("op", version.operation().name());
            line.put("ledgerIndex", version.index());
            RecordView view = versions.get(i).view();
            boolean hasEarlier = i + 1 < versions.size()
                    && versions.get(i + 1).record().provider().equals(version.provider());
            RecordView earlier = hasEarlier ? versions.get(i + 1).view() : null;
            if (view == null) {
                line.put("unreadable", true);
            } else if (earlier != null) {
                line.put("changed", changed(earlier, view));
            }
            history.add(line);
        }
        return JSON.writeValueAsBytes(history);
    }

    private static List<String> changed(RecordView before, RecordView after) {
        Map<String, Object> old = RecordViews.shown(before);
        Map<String, Object> fresh = RecordViews.shown(after);
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        names.removeIf(name -> Objects.equals(old.get(name), fresh.get(name)));
        return List.copyOf(names);
    }
}
