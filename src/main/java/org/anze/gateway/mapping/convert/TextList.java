package org.anze.gateway.mapping.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.anze.gateway.record.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * A list that stands in one text, such as {@code 张三、李四} or one line each. A part that is a word for nothing is null.
 *
 * @param separators the characters that end a part
 * @param each how a part is checked
 */
record TextList(String separators, Converter each) implements Converter {

    static final String USUAL = "、，,；;\n\r";
    static final String LINES = "\n\r";

    @Override
    public @Nullable Object convert(String text, Cell cell) {
        List<@Nullable String> parts = new ArrayList<>();
        boolean any = false;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || separators.indexOf(text.charAt(i)) >= 0) {
                String part = Texts.trim(text.substring(start, i));
                start = i + 1;
                if (part.isEmpty()) {
                    continue;
                }
                // A word for nothing keeps its place, so that the lists of two columns can be matched.
                Object checked = Texts.isNone(part) ? null : each.convert(part, cell);
                if (checked == null && !Texts.isNone(part)) {
                    return null;
                }
                parts.add((String) checked);
                any |= checked != null;
            }
        }
        return any ? Collections.unmodifiableList(parts) : null;
    }

    @Override
    public Set<FieldType> fills() {
        return Set.of(FieldType.TEXTS);
    }
}
