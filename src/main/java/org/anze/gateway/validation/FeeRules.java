package org.anze.gateway.validation;

import java.util.List;
import org.anze.gateway.party.Party;
import org.anze.gateway.party.PartyType;
import org.anze.gateway.record.RecordType;
import org.jspecify.annotations.Nullable;

/** V-F rules of R09 that an entry, its policy and the entries before it can decide. V-F02 is a matter of time. */
final class FeeRules {

    static final List<Rule> RULES = List.of(
            CommonRules.past("bookDate"),
            CommonRules.past("toldInsuredAt"),
            Rule.of("V-T02", "★", FeeRules::insurer),
            CommonRules.needed("C R09", "payee", FeeRules::isSpending, "分录类型为支出", "the entry is a spending"),
            CommonRules.needed("C R09", "policyNo", FeeRules::isSpending, "分录类型为支出", "the entry is a spending"),
            CommonRules.needed(
                    "C R09", "base", subject -> subject.is("type", "ACCRUE"), "分录类型为计提", "the entry is an accrual"),
            Rule.of("V-F01", "N322 四", FeeRules::cap),
            Rule.rejects(
                    "V-F03",
                    "ZJ 二(四)",
                    FeeProblem.ACCRUAL_FORBIDDEN,
                    "type",
                    subject -> subject.is("type", "ACCRUE")
                            && !subject.parameters().accrualAllowed()),
            Rule.rejects(
                    "V-F04",
                    "N322 四",
                    FeeProblem.SPENDING_WITHOUT_SERVICE,
                    "serviceNo",
                    subject -> isSpending(subject) && subject.lacks("serviceNo") && !isTechnicalSupport(subject)),
            Rule.of("V-F05", "N322 四", FeeRules::voucher),
            Rule.of("V-F05", "N322 四", FeeRules::payee),
            Rule.of("V-F07", "N322 真实准确 ★", FeeChainRule::check),
            ReferenceRules.known("serviceNo", RecordType.SERVICE_RECORD));

    static final List<Rule> WITHDRAWAL = List.of(Rule.of("V-F07", "N322 真实准确 ★", FeeChainRule::checkWithdrawal));

    private FeeRules() {}

    /** The insurer is part of the key, so nobody else may write under it. */
    private static void insurer(Case subject) {
        Party provider = subject.context().provider();
        if (provider.type() == PartyType.INS && subject.has("insurer") && !subject.is("insurer", provider.id())) {
            subject.report(EnterpriseProblem.INSURER_FOREIGN, "insurer");
        }
    }

    private static boolean isSpending(Case subject) {
        return subject.is("type", "SPEND");
    }

    /** Technical support is proven by who was paid and by an invoice; everything else by the service it was for. */
    private static boolean isTechnicalSupport(Case subject) {
        return subject.is("subAccount", "TECH") && subject.has("payee") && subject.has("invoiceNo");
    }

    private static void cap(Case subject) {
        KnownRecord policy = subject.policy();
        Long cap = subject.parameters().feeCap();
        if (!isSpending(subject) || policy == null || policy.number("received") == null || cap == null) {
            return;
        }
        long received = policy.count("received");
        long spent = FeeSums.spent(
                        subject.related(RecordType.FEE_LEDGER, "policyNo", subject.text("policyNo")),
                        subject.insurer(),
                        subject.record().businessKey())
                + subject.count("amount");
        if (FeeSums.isOverCap(spent, received, cap)) {
            subject.report(
                    FeeProblem.SPENT_OVER_CAP,
                    "amount",
                    Wording.yuan(spent),
                    Wording.yuan(received),
                    Wording.percent(cap));
        }
    }

    private static void voucher(Case subject) {
        if (!isSpending(subject)) {
            return;
        }
        List<KnownRecord> others = subject.related(RecordType.FEE_LEDGER, "voucherNo", subject.text("voucherNo"));
        for (int i = 0; i < others.size(); i++) {
            KnownRecord other = others.get(i);
            if ("SPEND".equals(other.text("type"))
                    && other.insurer().equals(subject.insurer())
                    && !other.businessKey().equals(subject.record().businessKey())) {
                subject.report(FeeProblem.VOUCHER_TWICE, "voucherNo", subject.words("voucherNo"));
                return;
            }
        }
    }

    private static void payee(Case subject) {
        String payee = subject.text("payee");
        if (!isSpending(subject) || payee == null) {
            return;
        }
        if (subject.parameters().relatedPayees().contains(payee)) {
            subject.report(FeeProblem.PAYEE_RELATED, "payee");
        } else if (!isOfInsurer(subject, payee) && !isAgency(subject, payee)) {
            subject.report(FeeProblem.PAYEE_UNKNOWN, "payee");
        }
    }

    private static boolean isOfInsurer(Case subject, String payee) {
        Party provider = subject.context().provider();
        return payee.equals(provider.id()) || payee.equals(provider.uscc()) || subject.is("insurer", payee);
    }

    private static boolean isAgency(Case subject, String payee) {
        @Nullable Party party = subject.context().parties().findByUscc(payee).orElse(null);
        return (party != null && party.type() == PartyType.AGY) || subject.known(RecordType.AGENCY, payee) != null;
    }
}
