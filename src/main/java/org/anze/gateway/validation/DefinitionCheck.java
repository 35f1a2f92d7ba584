package org.anze.gateway.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.Location;
import org.anze.gateway.problem.Severity;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.Presence;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordType;

/** Everything the definition of a type asks by itself: presence, form, length, codes. Safe for several threads. */
final class DefinitionCheck {

    private static final int MOST_REMEMBERED = 1000;
    private static final int SHORTEST_POLICY_NUMBER = 4;

    private final RecordDefinition definition;
    private final List<FieldCheck> checks;
    /** The fields that lack → the finding, whose sentences are long; sources tend to lack the same ones in every record. */
    private final Map<Long, Finding> incomplete = new ConcurrentHashMap<>();

    DefinitionCheck(RecordDefinition definition) {
        if (definition.fields().size() > Long.SIZE) {
            throw new IllegalArgumentException(definition.type().code() + ": more than 64 fields");
        }
        this.definition = definition;
        this.checks = definition.fields().stream().map(FieldCheck::new).toList();
    }

    RecordDefinition definition() {
        return definition;
    }

    /** Reports what is wrong; answers whether the values are held well enough for rules to read them. */
    boolean check(Case subject) {
        CanonicalRecord record = subject.record();
        boolean voided = record.operation() == Operation.VOID;
        boolean readable = true;
        long lacking = 0;
        if (record.version() < 1) {
            subject.report(ValidationProblem.VERSION_WRONG, null);
        }
        for (int i = 0; i < checks.size(); i++) {
            FieldCheck check = checks.get(i);
            FieldDefinition field = check.field();
            Object value = record.value(field.name());
            if (value != null) {
                readable &= check.check(subject, value);
            }
            if (!RecordReading.isAbsent(value)) {
                continue;
            }
            if (field.presence() == Presence.REQUIRED && (!voided || isKey(field))) {
                subject.report(ValidationProblem.FIELD_MISSING, field.name(), subject.label(field.name()));
            } else if (field.presence() == Presence.EXPECTED && !voided) {
                lacking |= 1L << i;
            }
        }
        if (lacking != 0) {
            subject.add(incomplete(
                    lacking,
                    subject.severityOf(ValidationProblem.FIELDS_EXPECTED),
                    record.raw().location()));
        }
        if (definition.type() == RecordType.POLICY && isShort(record.value("policyNo"))) {
            subject.report(ValidationProblem.KEY_TOO_SHORT, "policyNo", subject.label("policyNo"));
        }
        return readable;
    }

    private boolean isKey(FieldDefinition field) {
        return definition.key().contains(field.name());
    }

    private static boolean isShort(Object value) {
        return value instanceof String text && text.length() < SHORTEST_POLICY_NUMBER;
    }

    private Finding incomplete(long lacking, Severity severity, Location location) {
        Finding known = incomplete.get(lacking);
        if (known == null) {
            known = describe(lacking);
            if (incomplete.size() < MOST_REMEMBERED) {
                incomplete.put(lacking, known);
            }
        }
        return new Finding(
                known.code(),
                severity,
                known.rule(),
                known.field(),
                location,
                known.zh(),
                known.en(),
                known.remedyZh(),
                known.remedyEn());
    }

    /** Each language gets its own names only: this is the longest and the most frequent finding of all. */
    private Finding describe(long lacking) {
        List<FieldDefinition> fields = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            if ((lacking & 1L << i) != 0) {
                fields.add(checks.get(i).field());
            }
        }
        ValidationProblem problem = ValidationProblem.FIELDS_EXPECTED;
        return new Finding(
                problem.code(),
                problem.text().severity(),
                problem.rule(),
                null,
                Location.WHOLE,
                problem.zh(fields.stream().map(FieldDefinition::zh).collect(Collectors.joining("、"))),
                problem.en(fields.stream().map(FieldDefinition::name).collect(Collectors.joining(", "))),
                problem.text().remedyZh(),
                problem.text().remedyEn());
    }
}
