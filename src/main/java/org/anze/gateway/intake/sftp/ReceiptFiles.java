package org.anze.gateway.intake.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anze.gateway.intake.RefusalReceipt;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.problem.Finding;

/**
 * Writes what a party finds in {@code receipts/}. The receipt comes last: where it stands, the rejects files beside it are
 * whole and belong to it. Receipts of several files of one name replace each other; the last to be final stands. Safe for
 * several threads.
 */
final class ReceiptFiles {

    private static final String CSV = ".rejects.csv";
    private static final String XLSX = ".rejects.xlsx";

    private final Path folder;
    private final Spool spool;
    private final Rejects rejects;

    ReceiptFiles(Path folder, Spool spool, Rejects rejects) {
        this.folder = folder;
        this.spool = spool;
        this.rejects = rejects;
    }

    /** Writes the receipt of a final submission; durable on return. */
    synchronized void write(String name, SubmissionStatus status) throws IOException {
        if (status.rejected() > 0) {
            rejects(name + CSV, status.id(), Rejects.Format.CSV);
            rejects(name + XLSX, status.id(), Rejects.Format.XLSX);
        } else {
            Files.deleteIfExists(folder.resolve(name + CSV));
            Files.deleteIfExists(folder.resolve(name + XLSX));
        }
        byte[] receipt = status.receipt();
        if (receipt == null) {
            throw new IllegalStateException("final submission without receipt: " + status.id());
        }
        receipt(name, receipt);
    }

    /** Writes the receipt of a file that was refused as a whole; durable on return. */
    synchronized void write(String name, Finding refusal) throws IOException {
        Files.deleteIfExists(folder.resolve(name + CSV));
        Files.deleteIfExists(folder.resolve(name + XLSX));
        receipt(name, RefusalReceipt.of(name, name, refusal));
    }

    private void rejects(String file, String submission, Rejects.Format format) throws IOException {
        DurableFiles.write(spool.temporary(file), folder.resolve(file), out -> rejects.write(submission, format, out));
    }

    private void receipt(String name, byte[] content) throws IOException {
        String file = name + ".receipt.json";
        DurableFiles.write(spool.temporary(file), folder.resolve(file), out -> out.write(content));
    }
}
