package org.anze.gateway.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anze.gateway.mapping.convert.ConversionProblem;
import org.anze.gateway.record.codes.Code;
import org.jspecify.annotations.Nullable;

/** What one row of a field table does to the record in work. */
sealed interface Step {

    void run(TableWork work);

    /** Fills a field with a single value; a row above that filled it already wins. */
    record Fill(Row row, int position, int legacy, int confidence) implements Step {
        @Override
        public void run(TableWork work) {
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
        public void run(TableWork work) {
            if (work.value(position) != null || !row.applies(work)) {
                return;
            }
            List<Object> values = row.readAll(work);
            if (!values.isEmpty()) {
                work.set(position, values.stream().map(Step::plain).toList());
            }
        }
    }

    /** Puts one property into the one object of a list that has these fixed properties. */
    record Property(Row row, int list, String property) implements Step {
        @Override
        public void run(TableWork work) {
            if (row.applies(work)) {
                Object value = row.read(work);
                if (value != null) {
                    work.objects(list).at(0).put(property, plain(value));
                }
            }
        }
    }

    /** Says how many equal objects a list has. */
    record Count(Row row, int list, Map<String, String> selector) implements Step {
        @Override
        public void run(TableWork work) {
            if (!row.applies(work) || !(row.read(work) instanceof Long number)) {
                return;
            }
            if (number > Items.MOST) {
                work.report(ConversionProblem.COUNT_TOO_LARGE, null, number, Items.MOST);
                return;
            }
            work.objects(list).copies(number.intValue());
            if (number > 0) {
                work.objects(list).at(0).putAll(selector);
            }
        }
    }

    /** Says what the objects of a list are made of, one each. */
    record EachObject(Items items, int list) implements Step {
        @Override
        public void run(TableWork work) {
            work.objects(list).items(items.of(work, Items.MOST));
        }
    }

    /** Puts one property into each object of a list. */
    record EachProperty(Row row, int list, String property) implements Step {
        @Override
        public void run(TableWork work) {
            TableWork.ListObjects objects = work.objects(list);
            List<Item> items = objects.items();
            if (items != null) {
                for (int i = 0; i < items.size(); i++) {
                    work.enter(items.get(i));
                    int before = work.findingCount();
                    put(objects, i, row.applies(work) ? row.read(work) : null);
                    if (work.findingCount() > before) {
                        objects.tell(i);
                    }
                }
                work.enter(null);
            } else if (row.takesFromSource()) {
                match(objects, work);
            } else {
                for (int i = 0; i < objects.objects().size(); i++) {
                    if (!objects.objects().get(i).isEmpty() && row.applies(work)) {
                        put(objects, i, row.read(work));
                    }
                }
            }
        }

        /** The n-th value belongs to the n-th object, and that holds only if all columns have as many values. */
        private void match(TableWork.ListObjects objects, TableWork work) {
            if (!row.applies(work)) {
                return;
            }
            List<Object> values = new ArrayList<>();
            for (Object value : row.readEach(work)) {
                if (value instanceof List<?> list) {
                    values.addAll(list);
                } else {
                    values.add(value);
                }
            }
            if (values.isEmpty()) {
                return;
            }
            if (values.size() > Items.MOST) {
                work.report(ConversionProblem.COUNT_TOO_LARGE, null, values.size(), Items.MOST);
            } else if (objects.matched() >= 0 && objects.matched() != values.size()) {
                work.report(
                        ConversionProblem.LISTS_DIFFER,
                        null,
                        Work.shorten(String.valueOf(row.place())),
                        values.size(),
                        Work.shorten(String.valueOf(objects.matchedColumn())),
                        objects.matched());
            } else {
                objects.match(values.size(), row.place());
                for (int i = 0; i < values.size(); i++) {
                    put(objects, i, values.get(i));
                }
            }
        }

        private void put(TableWork.ListObjects objects, int index, @Nullable Object value) {
            if (value != null) {
                objects.at(index).put(property, plain(value));
            }
        }
    }

    /** Leaves the record out on purpose. */
    record Skip(Condition condition, @Nullable String reason) implements Step {
        @Override
        public void run(TableWork work) {
            if (condition.holds(work)) {
                work.skip(reason);
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
            INSURER,
            CHECK
        }

        @Override
        public void run(TableWork work) {
            if (!row.applies(work)) {
                return;
            }
            Object value = row.read(work);
            if (value == null) {
                return;
            }
            switch (part) {
                case RISK_REGION -> work.setRiskRegion((String) plain(value));
                case SECTOR -> work.setSector((String) plain(value));
                case VERSION -> work.setVersion(Math.max(1, (Long) value));
                case OPERATION -> work.setOperation((String) plain(value));
                case INSURER -> work.setInsurer((String) plain(value));
                case CHECK -> {}
            }
        }
    }

    /** A code without its crosswalk, anything else as it is. */
    static Object plain(Object value) {
        return value instanceof Code code ? code.code() : value;
    }
}
