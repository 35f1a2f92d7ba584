package org.anze.gateway.record;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The record types of DOMAIN.md part C that this version of the gateway exchanges. */
public enum RecordType {
    ENTERPRISE("R01", "enterprise", "生产经营单位", "uscc"),
    POLICY("R03", "policy", "保单", "policyNo"),
    SERVICE_RECORD("R07", "serviceRecord", "服务记录", "serviceNo"),
    HAZARD("R08", "hazard", "隐患", "hazardNo"),
    ACCIDENT_REPORT("R10", "accidentReport", "事故快报", "reportNo"),
    CLAIM("R11", "claim", "赔案", "claimNo");

    private static final Map<String, RecordType> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RecordType::code, Function.identity()));

    private final String number;
    private final String code;
    private final String zh;
    private final String keyField;

    RecordType(String number, String code, String zh, String keyField) {
        this.number = number;
        this.code = code;
        this.zh = zh;
        this.keyField = keyField;
    }

    /** The number in DOMAIN.md, such as {@code R03}. */
    public String number() {
        return number;
    }

    /** The name used in files, messages and the ledger, such as {@code policy}. */
    public String code() {
        return code;
    }

    /** Chinese name. */
    public String zh() {
        return zh;
    }

    /** The canonical field whose value is the business key. */
    public String keyField() {
        return keyField;
    }

    /** The type with this code, if this version knows it. */
    public static Optional<RecordType> byCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
