package org.anze.gateway.validation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.anze.gateway.problem.Location;
import org.anze.gateway.record.CanonicalRecord;
import org.anze.gateway.record.FieldDefinition;
import org.anze.gateway.record.Operation;
import org.anze.gateway.record.RecordDefinition;
import org.anze.gateway.record.RecordDefinitions;
import org.anze.gateway.record.RecordType;
import org.anze.gateway.record.Scope;
import org.anze.gateway.record.UnreadRecord;
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
                .with("safetyPermitNo=（晋）MK安许证字〔2025〕A001号")
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

    static Sample aMustInsureEntry() {
        return new Sample(RecordType.MUST_INSURE)
                .with("uscc=91140212MAXX00015K; listYear=2025; basis=法定; dept=大同市应急管理局; from=2025-01-01")
                .with("status=已保");
    }

    static Sample anEndorsement() {
        return new Sample(RecordType.ENDORSEMENT)
                .with("endorseNo=E-1; policyNo=AJIA202514021200001; type=增减人; effectiveAt=2025-06-05T00:00:00+08:00")
                .with("premiumDelta=-12000; countDelta=-2; approvedBy=冯批");
    }

    static Sample aRosterLine() {
        return new Sample(RecordType.ROSTER)
                .with("policyNo=AJIA202514021200001; asOf=2025-06-01; line=1; mode=NAMED; headcount=420")
                .with("personKey=" + KEY_OF_A_PERSON + "; name=陈工; post=采煤工; employment=合同")
                .with("from=2025-06-01; to=2026-05-31; limit=40000000");
    }

    static Sample aPlan() {
        return new Sample(RecordType.PLAN)
                .with("planNo=PLAN-1; policyNo=AJIA202514021200001; year=2025; goal=隐患整改率100%; budget=1100000")
                .with("items=[{\"item\":\"2\",\"freq\":2,\"unit\":\"次/年\",\"method\":\"现场\"},"
                        + "{\"item\":\"4\",\"freq\":2,\"unit\":\"次/年\",\"method\":\"现场\"}]")
                .with("riskGrade=中; agreedBy=[\"投保人\",\"保险机构\"]; signedAt=2025-05-28T10:00:00+08:00");
    }

    static Sample aFeeEntry() {
        return new Sample(RecordType.FEE_LEDGER)
                .with("insurer=insurer-jia; entryNo=F-1; policyNo=AJIA202514021200001; bookDate=2025-06-10; type=SPEND")
                .with("subAccount=INSPECT; amount=300000; payee=91140106MAYY000693; serviceNo=S-1; voucherNo=V-1")
                .with("base=6111583; prevHash=" + "0".repeat(64) + "; toldInsuredAt=2025-06-10T09:00:00+08:00");
    }

    static Sample anEnforcementCase() {
        return new Sample(RecordType.ENFORCEMENT)
                .with("caseNo=Z-2025-1; dept=大同市应急管理局; uscc=91140212MAXX00015K; type=应保未保")
                .with("insuredAtCheck=false; measure=罚款; fine=6000000; stage=1; deadline=2025-06-08")
                .with("legalBasis=安全生产法第109条");
    }

    static Sample aComplaint() {
        return new Sample(RecordType.COMPLAINT)
                .with("complaintNo=T-1; channel=12350; complainant=褚诉; against=insurer-jia; topic=理赔")
                .with("policyNo=AJIA202514021200001; receivedAt=2025-06-03T09:00:00+08:00")
                .with("ack=2025-06-03T10:00:00+08:00; answeredAt=2025-06-06T09:00:00+08:00; needVerify=false")
                .with("result=已说明; justified=false");
    }

    static Sample aRiskRate() {
        return new Sample(RecordType.RISK_RATE)
                .with("uscc=91140212MAXX00015K; period=2025; grade=中; score=78; method=甲财险风险评级办法")
                .with("lossRatio=150000; lastYearClaims=0; stdLevel=2; adjust=-90000; reasons=[\"11\",\"12\"]");
    }

    static Sample anEvaluation() {
        return new Sample(RecordType.EVALUATION)
                .with("evalNo=P-2025-1; year=2025; object=insurer-jia; evaluator=第三方; total=92; grade=优")
                .with("indicators=[{\"code\":\"A1\",\"score\":46},{\"code\":\"A2\",\"score\":46}]")
                .with("report=P-2025-1.pdf; submittedTo=[\"platform-shanxi\"]; decision=继续");
    }

    static Sample aBlacklisting() {
        return new Sample(RecordType.BLACKLIST)
                .with("listNo=L-1; uscc=91140212MAXX00015K; person=卫某; reason=发生较大事故; decisionNo=晋应急罚〔2025〕1号")
                .with("dept=山西省应急管理厅; from=2025-06-01; to=2028-06-01");
    }

    static Sample anAnnualStatistic() {
        return new Sample(RecordType.ANNUAL_STAT)
                .with("form=F2; year=2024; org=insurer-jia; region=140200; line=1; category=煤矿")
                .with("enterpriseName=山西虚拟煤业一号有限公司; content=[{\"item\":\"隐患排查\",\"freq\":2}]")
                .with("mainRisks=[\"提升系统制动力不足\"]; fee=1100085; feeShare=180000; agencies=[\"太原虚构安全技术有限公司\"]");
    }

    static Sample anAction() {
        return new Sample(RecordType.ACTION)
                .with("actionNo=J-1; party=insurer-jia; kind=约谈; at=2025-06-05T09:00:00+08:00; deadline=2025-06-30");
    }

    static Sample anEscalation() {
        return new Sample(RecordType.ESCALATION)
                .with("escNo=D-1; trigger=重大隐患逾期; recordRef=hazard/H-1; level=1; sentTo=[\"city-datong\"]")
                .with("receipt=已收; ackAt=2025-06-09T09:00:00+08:00");
    }

    static Sample anAgency() {
        return new Sample(RecordType.AGENCY)
                .with("agencyId=91140106MAYY000693; name=太原虚构安全技术有限公司; staff=25; equipment=红外热像仪")
                .with("quals=[{\"item\":\"4\",\"certNo\":\"AP-1\",\"from\":\"2024-01-01\",\"to\":\"2027-12-31\"}]")
                .with(
                        "regions=[\"140200\"]; status=在册; experts=[{\"name\":\"钱安\",\"certNo\":\"Z-1\",\"major\":\"采矿\"}]");
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
            case MUST_INSURE -> aMustInsureEntry();
            case ENDORSEMENT -> anEndorsement();
            case ROSTER -> aRosterLine();
            case PLAN -> aPlan();
            case FEE_LEDGER -> aFeeEntry();
            case ENFORCEMENT -> anEnforcementCase();
            case COMPLAINT -> aComplaint();
            case RISK_RATE -> aRiskRate();
            case EVALUATION -> anEvaluation();
            case BLACKLIST -> aBlacklisting();
            case ANNUAL_STAT -> anAnnualStatistic();
            case ACTION -> anAction();
            case ESCALATION -> anEscalation();
            case AGENCY -> anAgency();
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
                            UnreadRecord.at(0, Location.ofLine(7)),
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
}
