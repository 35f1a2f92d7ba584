package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.anze.gateway.record.DisclosedRecord.Manner;
import org.anze.gateway.record.RecordDefinition;
import org.jspecify.annotations.Nullable;

/** What an agreement says about one record at one moment. */
public sealed interface Decision {

    /** The agreement that decided; null when there is none to name. */
    @Nullable
    Agreement agreement();

    /** Nothing is given, not even that the record exists. */
    record Deny(Reason reason, @Nullable Agreement agreement) implements Decision {}

    /** Why not, for the log and for people who ask. */
    enum Reason {
        NO_AGREEMENT("没有授权", "there is no agreement"),
        AGREEMENTS_BROKEN("授权文件有误，已全部停用", "the agreement files are broken, so none counts"),
        TYPE_NOT_COVERED("授权不含此类记录", "no agreement covers this record type"),
        OUT_OF_SCOPE("不在授权的地区、行业或保险机构范围内", "outside the regions, sectors or insurers agreed"),
        NOT_YET_IN_FORCE("授权尚未生效", "the agreement is not yet in force"),
        EXPIRED("授权已到期", "the agreement has expired"),
        REVOKED("授权已撤销", "the agreement was revoked"),
        BASIS_ENDED("授权的法律依据已失效", "a legal basis of the agreement has ended"),
        WRONG_PURPOSE("用途与授权不符", "the agreement is for another purpose"),
        IMPORTANT_DATA("已认定为重要数据，停止向行业平台和公众提供", "found to be important data, which no longer goes there"),
        NOT_OWN("不是本方自己的记录", "not the recipient's own record"),
        CONDITION_NOT_MET("不符合授权写明的条件", "the condition of the agreement does not hold"),
        NOT_THIS_CASE("单案授权不含此记录", "the single-case grant is for another record"),
        FIGURES_ONLY("授权只含汇总或状态查询，不含单条记录", "only figures or a status are agreed, no records"),
        FIGURES_HELD("授权已收窄，汇总在两人批准前暂停", "the agreements were narrowed; figures wait until two people agree"),
        VOLUME_REACHED("已达到授权的每日数量上限", "the daily volume of the agreement is reached");

        private final String zh;
        private final String en;

        Reason(String zh, String en) {
            this.zh = zh;
            this.en = en;
        }

        /** Chinese sentence. */
        public String zh() {
            return zh;
        }

        /** English sentence. */
        public String en() {
            return en;
        }

        /** Whether another version of the same record might have been permitted at the same moment. */
        public boolean dependsOnRecord() {
            return this == OUT_OF_SCOPE || this == NOT_OWN || this == CONDITION_NOT_MET;
        }
    }

    /** The record may be given, unit by unit. Only {@link Agreements} makes one, so that nobody permits by himself. */
    final class Permit implements Decision {
        private final Agreement agreement;
        private final Agreement.Grant grant;
        private final RecordDefinition definition;
        private final List<Manner> manners;
        private final Map<String, Manner> byName = new HashMap<>();
        private final boolean showsIdentityNumberParts;

        Permit(Agreement agreement, Agreement.Grant grant, RecordDefinition definition, boolean identityNumberParts) {
            this.agreement = agreement;
            this.grant = grant;
            this.definition = definition;
            this.showsIdentityNumberParts = identityNumberParts;
            List<Manner> list = new ArrayList<>();
            for (String unit : definition.units()) {
                Manner manner = mannerOf(unit, grant);
                list.add(manner);
                byName.put(unit, manner);
            }
            this.manners = List.copyOf(list);
        }

        private static Manner mannerOf(String unit, Agreement.Grant grant) {
            if (grant.kind() != Agreement.Kind.RECORDS) {
                return Manner.WITHHELD;
            }
            if (unit.equals(RecordDefinition.KEY_UNIT)
                    || unit.equals(RecordDefinition.SCOPE_UNIT)
                    || grant.give().contains(unit)) {
                return Manner.GIVEN;
            }
            return grant.mask().contains(unit) ? Manner.MASKED : Manner.WITHHELD;
        }

        @Override
        public Agreement agreement() {
            return agreement;
        }

        /** What it opens; figures and states open no unit. */
        public Agreement.Kind kind() {
            return grant.kind();
        }

        /** The single case it is for; null when it is for records at large. */
        public @Nullable SingleCase singleCase() {
            return grant.singleCase();
        }

        /** What happens to each unit of the newest definition, in tree order. */
        public List<Manner> manners() {
            return manners;
        }

        /** What happens to a unit; a unit the agreement cannot have known is withheld. */
        public Manner manner(String unit) {
            return byName.getOrDefault(unit, Manner.WITHHELD);
        }

        Manner manner(RecordDefinition of, int position) {
            return of == definition ? manners.get(position) : manner(of.units().get(position));
        }

        /** Whether a field of a masked unit is masked, rather than standing unmasked in the gateway's statement. */
        public boolean masks(String unit, String field) {
            Set<String> fields = grant.maskedFields().get(unit);
            return fields == null || fields.contains(field);
        }

        /** How people appear in masked units. */
        public Agreement.Persons persons() {
            return grant.persons();
        }

        /** Whether masked identity numbers keep their first six and last four digits (B4: provincial platform, claims). */
        boolean showsIdentityNumberParts() {
            return showsIdentityNumberParts;
        }
    }
}
