package org.anze.gateway.validation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RawRecord;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records without any fault, to be bent. People in them are invented. */
final class SampleRecords {

    static final RecordDefinitions DEFINITIONS = RecordDefinitions.load();
    static final String KEY_OF_A_PERSON = "0123456789abcdef".repeat(4);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_LONG_FOR_INTS)
            .build();

    private SampleRecords() {}

    static Sample anEnterprise() {
        return new Sample(RecordType.ENTERPRISE)
                .with("uscc=91140212MAXX00015K; name=山西虚拟煤业一号有限公司; regRegion=140212; industry=0610")
                .with("scale=M; employees=420; annualRevenue=9000000000; legalPerson=张虚; principal=李拟")
                .with("contactName=王构; contactMobile=13800000000; supervisor=大同市应急管理局; opStatus=在产");
    }

    static Sample aPolicy() {
        return new Sample(RecordType.POLICY)
                .with("policyNo=AJIA202514021200001; insurerBranch=甲财险大同中心支公司; coType=独立; commissionRate=50000")
                .with("productCode=AZX01; productName=安全生产责任保险; applicant=91140212MAXX00015K")
                .with("insured=91140212MAXX00015K; insuredName=山西虚拟煤业一号有限公司; masterPolicy=false")
                .with("signDate=2025-05-28; payDate=2025-05-28")
                .with("startAt=2025-06-01T00:00:00+08:00; endAt=2026-06-01T00:00:00+08:00")
                .with("premium=6111583; received=6111583; employeeShare=0; rate=364; baseRate=400")
                .with("factors=[{\"code\":\"CLAIM_FREE\",\"value\":910000}]")
                .with("perPersonDeath=40000000; perAccident=500000000; aggregate=1000000000")
                .with(
                        "insuredCount=420; actualCount=420; feeRateAgreed=180000; servicePlan=PLAN-1; handler=赵承; status=VALID");
    }

    static Sample aService() {
        return new Sample(RecordType.SERVICE_RECORD)
                .with("serviceNo=S-1; policyNo=AJIA202514021200001; uscc=91140212MAXX00015K; item=4")
                .with("startAt=2025-06-10T08:00:00+08:00; endAt=2025-06-10T09:30:00+08:00; place=主井口; onSite=true")
                .with("provider=第三方; agency=91140106MAYY000693; contractNo=C-1")
                .with("experts=[{\"name\":\"钱安\",\"certNo\":\"Z-1\",\"major\":\"采矿\"}]; content=排查主井提升系统")
                .with("result=[{\"code\":\"HAZARD_MAJOR\",\"value\":\"0\"}]; cost=300000; confirmEnt=签1; confirmIns=签2")
                .with("archivedAt=2025-06-10T09:40:00+08:00");
    }

    static Sample aHazard() {
        return new Sample(RecordType.HAZARD)
                .with("hazardNo=H-1; serviceNo=S-1; uscc=91140212MAXX00015K; level=重大; criteria=煤矿判定标准第4条")
                .with("category=现场; desc=提升系统制动力不足; foundAt=2025-06-02T09:00:00+08:00; notifyTo=主要负责人")
                .with("notifiedAt=2025-06-02T10:00:00+08:00; noticeReceipt=R-1; measure=更换制动器; rectBy=孙改")
                .with("deadline=2025-06-08; rectifiedAt=2025-06-05T09:00:00+08:00; evidence=E-1")
                .with("recheckAt=2025-06-06T09:00:00+08:00; recheckBy=周查; recheckResult=合格; state=CLOSED");
    }

    static Sample anAccidentReport() {
        return new Sample(RecordType.ACCIDENT_REPORT)
                .with("reportNo=A-1; uscc=91140212MAXX00015K; policyNo=AJIA202514021200001")
                .with("occurredAt=2025-06-09T15:00:00+08:00; reportedAt=2025-06-09T15:30:00+08:00; place=主井口")
                .with("region=140212; type=高处坠落; brief=检修时坠落; dead=1; missing=0; serious=0; minor=0")
                .with("levelPrelim=一般; rescue=已送医; reporter=吴报; addressees=[\"大同市应急管理局\"]");
    }

    static Sample aClaim() {
        return new Sample(RecordType.CLAIM)
                .with("claimNo=K-1; reportNo=B-1; policyNo=AJIA202514021200001; accidentNo=A-1")
                .with("occurredAt=2025-06-09T15:00:00+08:00; reportedAt=2025-06-09T16:00:00+08:00; reporter=郑案")
                .with("lossType=[\"人伤\"]; cause=高处坠落; estimate=40000000; assessed=40000000; paid=40000000; status=已结案")
                .with("stages=[{\"stage\":\"REPORT\",\"at\":\"2025-06-09T16:00:00+08:00\"},"
                        + "{\"stage\":\"PREPAY\",\"at\":\"2025-06-09T18:00:00+08:00\",\"amount\":10000000},"
                        + "{\"stage\":\"ASSESS\",\"at\":\"2025-06-09T20:00:00+08:00\",\"amount\":40000000},"
                        + "{\"stage\":\"CLOSE\",\"at\":\"2025-06-10T09:00:00+08:00\"}]")
                .with("victims=[{\"personKey\":\"" + KEY_OF_A_PERSON + "\",\"role\":\"从业人员\",\"outcome\":\"死亡\","
                        + "\"paid\":40000000,\"payee\":\"继承人\"}]");
    }

    /** A faultless record of any type. */
    static Sample a(RecordType type) {
        return switch (type) {
            case ENTERPRISE -> anEnterprise();
            case POLICY -> aPolicy();
            case SERVICE_RECORD -> aService();
            case HAZARD -> aHazard();
            case ACCIDENT_REPORT -> anAccidentReport();
            case CLAIM -> aClaim();
        };
    }

    /** A record being bent; {@code @riskRegion}, {@code @sector}, {@code @insurer}, {@code @op}, {@code @version} too. */
    static final class Sample {
        private final RecordDefinition definition;
        private final Map<String, Object> values = new LinkedHashMap<>();
        private @Nullable String region = "140212";
        private @Nullable String sector = "01";
        private String insurer = "insurer-jia";
        private Operation operation = Operation.CREATE;
        private long version = 1;

        private Sample(RecordType type) {
            definition = DEFINITIONS.of(type);
        }

        /** Changes written {@code field=value; field=value}; no value takes the field away. */
        Sample with(@Nullable String changes) {
            for (String change : changes == null ? new String[0] : changes.split(";\\s*")) {
                int equals = change.indexOf('=');
                String name = change.substring(0, equals).strip();
                String text = change.substring(equals + 1).strip();
                switch (name) {
                    case "@riskRegion" -> region = text.isEmpty() ? null : text;
                    case "@sector" -> sector = text.isEmpty() ? null : text;
                    case "@insurer" -> insurer = text;
                    case "@op" -> operation = Operation.valueOf(text);
                    case "@version" -> version = Long.parseLong(text);
                    default -> values.put(name, text.isEmpty() ? null : typed(name, text));
                }
            }
            return this;
        }

        /** Sets a field to any object, also one of the wrong type. */
        Sample set(String field, Object value) {
            values.put(field, value);
            return this;
        }

        /** Takes every field away but these. */
        Sample only(String... fields) {
            values.keySet().retainAll(List.of(fields));
            return this;
        }

        CanonicalRecord build() {
            CanonicalRecord.Builder builder = CanonicalRecord.of(
                            definition,
                            new Scope(region, sector, insurer),
                            new Raw(),
                            field -> new Location(7, definition.position(field) + 1, field))
                    .operation(operation)
                    .version(version);
            values.forEach(builder::set);
            return builder.build();
        }

        private Object typed(String name, String text) {
            FieldDefinition field = definition.field(name).orElseThrow(() -> new IllegalArgumentException(name));
            return switch (field.type()) {
                case INTEGER, MONEY, PERCENT -> Long.valueOf(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case TEXTS, OBJECTS -> JSON.readValue(text, new TypeReference<List<Object>>() {});
                default -> text;
            };
        }
    }

    /** What the sender wrote does not matter to the rules. */
    private record Raw() implements RawRecord {
        @Override
        public long ordinal() {
            return 0;
        }

        @Override
        public Location location() {
            return Location.ofLine(7);
        }

        @Override
        public @Nullable String value(String column) {
            return null;
        }

        @Override
        public List<String> values(String column) {
            return List.of();
        }

        @Override
        public List<String> columns() {
            return List.of();
        }

        @Override
        public Location locate(String column) {
            return Location.ofLine(7);
        }
    }
}
