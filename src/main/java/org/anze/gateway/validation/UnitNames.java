package org.anze.gateway.validation;

import java.util.List;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** V-E01: the name that a record gives a unit against the one registered for its credit code (R01). */
final class UnitNames {

    private UnitNames() {}

    /** The rule for a field with the name and the field with the code of the same unit. */
    static Rule rule(String nameField, String codeField) {
        return Rule.of("V-E01", "★", subject -> check(subject, nameField, subject.text(codeField)));
    }

    private static void check(Case subject, String field, @Nullable String code) {
        String name = subject.text(field);
        if (name == null || code == null) {
            return;
        }
        List<KnownRecord> units = subject.under(RecordType.ENTERPRISE, code);
        String registered = null;
        for (int i = 0; i < units.size(); i++) {
            String known = units.get(i).isVoid() || isOwnOlderVersion(subject, units.get(i))
                    ? null
                    : units.get(i).text("name");
            if (known != null) {
                if (isSame(name, known)) {
                    return;
                }
                registered = known;
            }
        }
        if (registered != null) {
            subject.report(EnterpriseProblem.NAME_DIFFERS, field, Wording.clean(name));
        }
    }

    /** A sender may correct the name that it gave itself. */
    private static boolean isOwnOlderVersion(Case subject, KnownRecord unit) {
        return subject.record().type() == RecordType.ENTERPRISE
                && unit.provider().equals(subject.context().provider().id());
    }

    /** Whether two names are the same but for width, brackets and blanks. */
    static boolean isSame(String name, String other) {
        return name.equals(other) || plain(name).equals(plain(other));
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= '\uFF01' && c <= '\uFF5E') {
                c -= 0xFEE0;
            }
            switch (c) {
                case '〔', '【', '[', '{', '﹙' -> plain.append('(');
                case '〕', '】', ']', '}', '﹚' -> plain.append(')');
                case '·', '•', '・' -> plain.append('·');
                default -> {
                    if (!Character.isWhitespace(c) && c != '\u00A0' && c != '\u3000') {
                        plain.append(Character.toUpperCase(c));
                    }
                }
            }
        }
        return plain.toString();
    }
}
