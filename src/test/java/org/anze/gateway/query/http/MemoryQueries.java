package org.anze.gateway.query.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.anze.gateway.query.Answer;
import org.anze.gateway.query.Asker;
import org.anze.gateway.query.QueryDesk;
import org.anze.gateway.query.RecordFilter;
import org.anze.gateway.query.RecordKey;
import org.anze.gateway.query.StatusQuestion;
import org.anze.gateway.query.statistics.StatisticsDesk;
import org.anze.gateway.query.statistics.StatisticsRequest;

/** Remembers what was asked and answers each time the same. */
public final class MemoryQueries implements QueryDesk, StatisticsDesk {

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();

    /** What was asked since the last call, by whom and for what. */
    public List<String> take() {
        List<String> taken = List.copyOf(asked);
        asked.clear();
        return taken;
    }

    /** By which credentials it was asked since the last call. */
    public List<String> takeCredentials() {
        List<String> taken = List.copyOf(credentials);
        credentials.clear();
        return taken;
    }

    private Answer answer(Asker asker, Object question) {
        credentials.add(asker.credential());
        asked.add(asker.party().id() + " " + asker.person() + " " + asker.purpose() + " " + question);
        return new Answer("application/json", "{\"asked\":true}".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Answer records(Asker asker, RecordFilter filter, String after, Integer limit) {
        return answer(asker, filter + " " + after + " " + limit);
    }

    @Override
    public Answer record(Asker asker, RecordKey key) {
        return answer(asker, key);
    }

    @Override
    public Answer versions(Asker asker, RecordKey key) {
        return answer(asker, "versions " + key);
    }

    @Override
    public Answer history(Asker asker, RecordKey key) {
        return answer(asker, "history " + key);
    }

    @Override
    public Answer proof(Asker asker, RecordKey key) {
        return answer(asker, "proof " + key);
    }

    @Override
    public Answer proof(Asker asker, long entry) {
        return answer(asker, "proof of entry " + entry);
    }

    @Override
    public Answer status(Asker asker, StatusQuestion question, String uscc) {
        return answer(asker, question + " " + uscc);
    }

    @Override
    public Answer figures(Asker asker, StatisticsRequest request) {
        return answer(asker, request);
    }
}
