package org.anze.gateway.routing;

import java.util.List;

/** Reads the folders that an operator edits again and puts them in force, without a restart. */
public interface ConfigurationReload {

    /**
     * Reads parties, agreements, mappings, profiles and code tables and swaps them in together. What is broken stops its own
     * party only and is named in the result. Safe for many threads; two calls at once run one after the other.
     */
    ReloadResult reload();

    /**
     * What is wrong besides the files of parties, agreements and mappings that cannot be used: tables and profiles that stayed
     * as they were because their new ones are broken, mappings that make what their party may not write. One sentence each,
     * naming the folder; empty when all is well.
     */
    List<String> otherFaults();

    /**
     * What is in force now.
     *
     * @param parties sound parties
     * @param agreements sound agreements
     * @param mappings sound mappings
     * @param broken one sentence per broken file, naming it; empty when all is well
     */
    record ReloadResult(int parties, int agreements, int mappings, List<String> broken) {
        /** Copies the list. */
        public ReloadResult {
            broken = List.copyOf(broken);
        }
    }
}
