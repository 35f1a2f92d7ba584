package org.anze.gateway.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.SealedRecord;
import org.anze.gateway.seal.CanonicalJson;
import org.anze.gateway.seal.FlawException;
import org.anze.gateway.validation.Reference;
import org.anze.gateway.validation.References;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks up what a batch refers to: one query for the keys and one for the policies. Safe for several threads. */
public final class LedgerReferences {

    private static final List<String> POLICY_FIELDS =
            List.of("insured", "startAt", "endAt", "perAccident", "aggregate", "perPersonDeath");

    private final JdbcClient jdbc;
    private final LedgerReader reader;
    private final RecordDefinitions definitions;

    /** Over the ledger's database. */
    public LedgerReferences(JdbcClient jdbc, LedgerReader reader, RecordDefinitions definitions) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.definitions = definitions;
    }

    /** What the ledger has of these; asks nothing when there are none. */
    public References lookUp(Collection<Reference> wanted) {
        Map<String, List<References.KnownPolicy>> policies = new HashMap<>();
        Set<Reference> existing = new HashSet<>();
        if (!wanted.isEmpty()) {
            List<Long> policyEntries = new ArrayList<>();
            for (Found found : find(wanted)) {
                existing.add(new Reference(found.type, found.businessKey));
                if (found.type == RecordType.POLICY) {
                    policyEntries.add(found.entry);
                }
            }
            if (!policyEntries.isEmpty()) {
                for (SealedRecord policy : reader.read(policyEntries)) {
                    policies.computeIfAbsent(policy.businessKey(), key -> new ArrayList<>())
                            .add(known(policy));
                }
            }
        }
        return new References() {
            @Override
            public Optional<KnownPolicy> policy(String policyNo, String provider) {
                List<KnownPolicy> found = policies.getOrDefault(policyNo, List.of());
                return found.stream()
                        .filter(policy -> policy.provider().equals(provider))
                        .findFirst()
                        .or(() -> found.stream().findFirst());
            }

            @Override
            public boolean exists(RecordType type, String businessKey) {
                return existing.contains(new Reference(type, businessKey));
            }
        };
    }

    private record Found(RecordType type, String businessKey, long entry) {}

    /** The newest version of each, per provider. */
    private List<Found> find(Collection<Reference> wanted) {
        List<String> keys = new ArrayList<>();
        List<Short> types = new ArrayList<>();
        for (Reference reference : wanted) {
            // What is asked for was not checked yet; the database takes no NUL and knows no key that has one.
            if (reference.businessKey().indexOf('\0') < 0) {
                keys.add(reference.businessKey());
                types.add(TypeNumber.of(reference.type()));
            }
        }
        return jdbc.sql("select distinct on (k.business_key, k.record_type, k.provider) k.record_type, k.business_key,"
                        + " k.entry from record_key k join unnest(?::text[], ?::smallint[]) as q (business_key, record_type)"
                        + " using (business_key, record_type)"
                        + " order by k.business_key, k.record_type, k.provider, k.version desc")
                .params(keys.toArray(String[]::new), types.toArray(Short[]::new))
                .query((row, number) -> new Found(TypeNumber.type(row.getShort(1)), row.getString(2), row.getLong(3)))
                .list();
    }

    private References.KnownPolicy known(SealedRecord policy) {
        RecordDefinition definition = definitions.of(policy.type(), policy.schemaVersion());
        Map<String, @Nullable Object> fields = new HashMap<>();
        Set<String> opened = new HashSet<>();
        for (String field : POLICY_FIELDS) {
            definition.field(field).ifPresent(found -> {
                if (opened.add(found.unit())) {
                    fields.putAll(content(policy, definition.units().indexOf(found.unit())));
                }
            });
        }
        return new References.KnownPolicy(
                policy.businessKey(),
                policy.provider(),
                policy.scope(),
                (String) fields.get("insured"),
                (String) fields.get("startAt"),
                (String) fields.get("endAt"),
                (Long) fields.get("perAccident"),
                (Long) fields.get("aggregate"),
                (Long) fields.get("perPersonDeath"));
    }

    private static Map<String, @Nullable Object> content(SealedRecord policy, int unit) {
        byte[] value = policy.units().open(unit).value();
        try {
            return value.length == 4 && value[0] == 'n' ? Map.of() : CanonicalJson.parseObject(value);
        } catch (FlawException e) {
            throw new IllegalStateException("ledger entry " + policy.index() + " is damaged", e);
        }
    }
}
