package org.anze.gateway.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders an operator edits, as small as they can be. */
final class SampleFolders {

    private SampleFolders() {}

    /** A sender, another one, a recipient with an agreement, and a party whose file is broken. */
    static void write(Path folder) throws IOException {
        party(folder, "insurer-jia", "INS", "甲保险公司", "Insurer Jia", "91140100MAJY000011", "intake:\n  rest: true\n");
        party(folder, "insurer-ding", "INS", "丁保险公司", "Insurer Ding", "91140100MADY000022", "intake:\n  rest: true\n");
        party(
                folder,
                ConsoleDoor.RECIPIENT,
                "PRV",
                "省级平台",
                "Provincial platform",
                "11140000MAPY000033",
                "delivery:\n  channel: PULL\n");
        Path agreements =
                Files.createDirectories(folder.resolve(ConsoleDoor.RECIPIENT).resolve("agreements"));
        Files.writeString(
                agreements.resolve("supervision.yaml"),
                "id: supervision\nversion: 3\nrecipient: " + ConsoleDoor.RECIPIENT
                        + "\npurpose: SUP\npersons: masked\n"
                        + "legalBasis:\n  - {document: 实施办法, article: 第九条}\n"
                        + "sharingClass: conditional\nvalidFrom: 2026-01-01\nvalidTo: 2028-12-31\n"
                        + "docRef: 样〔2026〕1号\napprovedBy: 样本处\n"
                        + "scope: {regions: [\"14\"], sectors: all, insurers: all}\n"
                        + "records:\n"
                        + "  - type: policy\n    units: {give: [parties, period, people], mask: [premium]}\n"
                        + "  - type: claim\n    units: {give: [subject, loss], mask: [victims]}\n");
        Files.writeString(
                Files.createDirectories(folder.resolve(ConsoleDoor.BROKEN)).resolve("party.yaml"), "id: another\n");
    }

    private static void party(Path folder, String id, String type, String zh, String en, String uscc, String channels)
            throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve(id)).resolve("party.yaml"),
                "id: " + id + "\ntype: " + type + "\nname: {zh: " + zh + ", en: " + en + "}\nuscc: " + uscc + "\n"
                        + channels);
    }
}
