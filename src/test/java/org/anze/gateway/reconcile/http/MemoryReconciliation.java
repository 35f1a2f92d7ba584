package org.anze.gateway.reconcile.http;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.reconcile.Compare;
import org.anze.gateway.reconcile.Direction;
import org.anze.gateway.reconcile.ReconcileDesk;
import org.anze.gateway.record.RecordType;

/** Remembers what was asked and answers each time the same. */
public final class MemoryReconciliation implements ReconcileDesk {

    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** What was asked since the last call, by whom. */
    public List<String> take() {
        List<String> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    private Answer answer(Asker asker, String question) {
        asked.add(asker.party().id() + " " + asker.person() + " " + question);
        return new Answer(Answer.JSON, "{\"asked\":true}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Answer figures(Asker asker, LocalDate day) {
        return answer(asker, "figures " + day);
    }

    @Override
    public Answer compare(Asker asker, byte[] body, boolean csv) {
        return answer(asker, "compare " + (csv ? "csv " : "json ") + new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public Answer result(Asker asker, long id, long after) {
        return answer(asker, "result " + id + " " + after);
    }

    @Override
    public Answer tree(
            Asker asker, Direction direction, RecordType type, LocalDate day, String from, String to, Compare compare) {
        return answer(asker, "tree " + direction + " " + type + " " + day + " " + from + " " + to + " " + compare);
    }

    @Override
    public Answer sheet(Asker asker, LocalDate day) {
        return answer(asker, "sheet " + day);
    }

    @Override
    public Answer workbook(Asker asker, LocalDate day) {
        return answer(asker, "workbook " + day);
    }
}
