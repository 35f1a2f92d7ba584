package org.anze.gateway.mapping;

import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.codes.Code;

/** What one row of a field table does to the record in work. */
sealed interface Step {

    void run(Work work);

    /** Fills a field with a single value; a row above that filled it already wins. */
    record Fill(Row row, int position, int legacy, int confidence) implements Step {
        @Override
        public void run(Work work) {
            if (work.value(position) != null || !row.applies(work)) {
                return;
            }
            Object value = row.read(work);
            if (value instanceof Code code) {
                work.set(position, code.code());
                if (legacy >= 0 && code.legacyCode() != null) {
                    work.set(legacy, code.legacyCode());
                }
                if (confidence >= 0 && code.confidence() != null) {
                    work.set(confidence, code.confidence());
                }
            } else {
                work.set(position, value);
            }
        }
    }

    /** Fills a field that is a list of texts. */
    record FillList(Row row, int position) implements Step {
        @Override
        public void run(Work work) {
            if (work.value(position) != null || !row.applies(work)) {
                return;
            }
            List<Object> values = row.readAll(work);
            if (values != null) {
                // A converter that makes a list of its own, such as numbered-list, gives one value that is the list.
                work.set(
                        position,
                        values.get(0) instanceof List<?> list
                                ? list
                                : values.stream().map(Step::plain).toList());
            }
        }
    }

    /** Puts one property into an object of a list. */
    record Property(Row row, int group, Map<String, String> selector, String property) implements Step {
        @Override
        public void run(Work work) {
            if (row.applies(work)) {
                Object value = row.read(work);
                if (value != null) {
                    work.put(group, selector, property, plain(value));
                }
            }
        }
    }

    /** Says how many equal objects a list has. */
    record Count(Row row, int group, Map<String, String> selector) implements Step {
        private static final long MOST = 1000;

        @Override
        public void run(Work work) {
            if (!row.applies(work) || !(row.read(work) instanceof Long number)) {
                return;
            }
            if (number > MOST) {
                work.report(ConversionProblem.COUNT_TOO_LARGE, null, number, MOST);
                return;
            }
            work.copies(group, number.intValue());
            if (number > 0) {
                selector.forEach((property, value) -> work.put(group, Map.of(), property, value));
            }
        }
    }

    /** Fills a part of the envelope. */
    record Envelope(Row row, Part part) implements Step {
        /** The parts a mapping can fill. */
        enum Part {
            RISK_REGION,
            SECTOR,
            VERSION,
            OPERATION,
            CHECK
        }

        @Override
        public void run(Work work) {
            if (!row.applies(work)) {
                return;
            }
            Object value = row.read(work);
            if (value == null) {
                return;
            }
            switch (part) {
                case RISK_REGION -> work.riskRegion = (String) plain(value);
                case SECTOR -> work.sector = (String) plain(value);
                case VERSION -> work.version = Math.max(1, (Long) value);
                case OPERATION -> setOperation(work, (String) plain(value));
                case CHECK -> {}
            }
        }

        private static void setOperation(Work work, String name) {
            for (Operation operation : Operation.values()) {
                if (operation.name().equals(name)) {
                    work.operation = operation;
                    return;
                }
            }
            work.report(ConversionProblem.UNKNOWN_CODE, null, Work.shorten(name), "CREATE, UPDATE, VOID, CORRECT");
        }
    }

    /** A code without its crosswalk, anything else as it is. */
    private static Object plain(Object value) {
        return value instanceof Code code ? code.code() : value;
    }
}
