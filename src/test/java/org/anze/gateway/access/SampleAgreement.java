package org.anze.gateway.access;

/**
 * The file of an agreement of an invented recipient over all sectors and insurers.
 *
 * @param from first day
 * @param more keys of its own, a line each; may be empty
 * @param regions as the file writes them
 * @param records list of what is given
 */
public record SampleAgreement(
        String id,
        int version,
        String recipient,
        String purpose,
        String from,
        String more,
        String regions,
        String records) {

    /** What an observing city may have of the policies of one city. */
    public static SampleAgreement observed(int version, String from, String more, String region) {
        return new SampleAgreement(
                "observed", version, "city-observer", "SUP", from, more, "[\"" + region + "\"]", """
                - type: policy
                  units:
                    give: [parties, period, limits]
                """);
    }

    public String text() {
        return """
                id: %s
                version: %d
                recipient: %s
                purpose: %s
                legalBasis:
                  - document: 晋应急函〔2024〕375号
                    article: 二（一）三
                sharingClass: conditional
                validFrom: %s
                validTo: 2028-12-31
                docRef: 测试
                approvedBy: 测试
                %s
                scope:
                  regions: %s
                  sectors: all
                  insurers: all
                records:
                %s""".formatted(id, version, recipient, purpose, from, more, regions, records.indent(2));
    }
}
