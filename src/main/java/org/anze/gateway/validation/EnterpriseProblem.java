package org.anze.gateway.validation;

import org.anze.gateway.problem.Actor;
import org.anze.gateway.problem.ProblemText;
import org.anze.gateway.problem.Severity;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a unit and with the scope of a record (V-E). */
public enum EnterpriseProblem implements RuleProblem {
    REGION_OUTSIDE_LICENCE(
            "VAL-0201",
            "V-E02",
            Severity.REJECT,
            "风险所在地{0}不在报送方的经营区域内",
            "the place of risk {0} is outside the sender's licence area",
            "核对区划代码；如经营区域有变，请联系网关运维。",
            "Check the region code; if the licence area changed, tell the operator."),
    SCOPE_INCOMPLETE(
            "VAL-0202",
            "V-E02",
            Severity.WARNING,
            "无法确定{0}，限定该范围的接收方收不到此记录",
            "{0} is unknown, so recipients limited by it will not get this record",
            "请报送风险所在地和行业领域，或先报送其保单。",
            "Send place of risk and sector, or the policy first."),
    INSURER_FOREIGN(
            "VAL-0203",
            "V-T02",
            Severity.REJECT,
            "记录的保险机构不是报送方本身",
            "the insurer of the record is not the sender",
            "只报送本机构的业务。",
            "Send your own business only."),
    SECTOR_UNKNOWN(
            "VAL-0204",
            "V-E05",
            Severity.REJECT,
            "行业领域代码不在SEC表内",
            "the sector is not in table SEC",
            "使用01至09或90。",
            "Use 01 to 09 or 90."),
    SECTOR_NOT_OF_INDUSTRY(
            "VAL-0205",
            "V-E04",
            Severity.WARNING,
            "行业{0}通常属于行业领域{1}，报送的是{2}",
            "industry {0} usually belongs to sector {1}, but {2} was sent",
            "核对行业代码和行业领域。",
            "Check industry and sector."),
    SUBTYPE_MISSING(
            "VAL-0206",
            "V-E06",
            Severity.REJECT,
            "危险化学品和烟花爆竹单位必须填写经营环节",
            "units of hazardous chemicals and fireworks must state their kind of business",
            "填写生产、储存、使用、批发、零售或经营。",
            "State 生产, 储存, 使用, 批发, 零售 or 经营."),
    SCALE_DIFFERS(
            "VAL-0207",
            "V-E03",
            Severity.WARNING,
            "按从业人员和营业收入应为{0}型，报送的是{1}型",
            "by staff and revenue the size is {0}, but {1} was sent",
            "核对规模、人数和营业收入（L大M中S小X微）。",
            "Check size, staff and revenue."),
    NAME_DIFFERS(
            "VAL-0208",
            "V-E01",
            Severity.WARNING,
            "单位名称“{0}”与该统一社会信用代码下已登记的名称不一致",
            "the name \"{0}\" differs from the one registered for this credit code",
            "对照营业执照核对名称和代码；更名的请更新单位信息。",
            "Compare name and code with the licence; after a change of name update the unit.");

    private final @Nullable String rule;
    private final ProblemText text;

    EnterpriseProblem(
            String code,
            @Nullable String rule,
            Severity severity,
            String zh,
            String en,
            String remedyZh,
            String remedyEn) {
        this.rule = rule;
        this.text = new ProblemText(code, severity, Actor.PARTY, false, zh, en, remedyZh, remedyEn);
    }

    @Override
    public @Nullable String rule() {
        return rule;
    }

    @Override
    public ProblemText text() {
        return text;
    }
}
