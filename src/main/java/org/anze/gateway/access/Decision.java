package org.anze.gateway.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        REVOKED("授权已撤销", "the agreement was revoked");

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
    }

    /** The record may be given, unit by unit. Only {@link Agreements} makes one, so that nobody permits by himself. */
    final class Permit implements Decision {
        private final Agreement agreement;
        private final RecordDefinition definition;
        private final List<Manner> manners;
        private final Map<String, Manner> byName = new HashMap<>();
        private final boolean showsIdentityNumberParts;

        Permit(Agreement agreement, Agreement.Grant grant, RecordDefinition definition, boolean identityNumberParts) {
            this.agreement = agreement;
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

        /** Whether masked identity numbers keep their first six and last four digits (B4: provincial platform, claims). */
        boolean showsIdentityNumberParts() {
            return showsIdentityNumberParts;
        }
    }
}
