package org.anze.gateway.intake.sftp;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.anze.gateway.fault.FaultPoints;
import org.anze.gateway.fault.Step;
import org.anze.gateway.intake.RefusalReceipt;
import org.anze.gateway.intake.Rejects;
import org.anze.gateway.intake.SubmissionStatus;
import org.anze.gateway.problem.Finding;
import org.anze.gateway.problem.SenderMustCorrect;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a party finds in {@code receipts/}. The receipt comes last: where it stands, the rejects files beside it are
 * whole and belong to it. Receipts of several files of one name replace each other; the last to be final stands. Safe for
 * several threads.
 */
final class ReceiptFiles {

    private static final String CSV = ".rejects.csv";
    private static final String XLSX = ".rejects.xlsx";
    private static final String FIX = ".fix.";
    private static final List<String> EXTENSIONS = List.of("csv", "xlsx", "json", "xml");
    private static final Logger LOG = LoggerFactory.getLogger(ReceiptFiles.class);

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
        clear(name);
        if (status.rejected() > 0) {
            rejects(name + CSV, status.id(), Rejects.Format.CSV);
            rejects(name + XLSX, status.id(), Rejects.Format.XLSX);
            fix(name, status.id());
        }
        byte[] receipt = status.receipt();
        if (receipt == null) {
            throw new IllegalStateException("final submission without receipt: " + status.id());
        }
        receipt(name, receipt);
    }

    /** Writes the receipt of a file that was refused as a whole; durable on return. */
    synchronized void write(String name, Finding refusal) throws IOException {
        clear(name);
        receipt(name, RefusalReceipt.of(name, name, refusal));
    }

    /** Writes the second receipt of a submission of which records had to wait; durable on return. */
    synchronized void supplement(String name, byte[] receipt) throws IOException {
        write(name + ".receipt-2.json", out -> out.write(receipt));
    }

    /** Writes what became of a file that was only tried; durable on return. */
    synchronized void tried(String name, byte[] report) throws IOException {
        write(name + ".tryout.json", out -> out.write(report));
    }

    /** Where the records of a tried file go that would be rejected; replaces those of an earlier try. */
    synchronized OutputStream triedFix(String name, String extension) throws IOException {
        clear(name);
        String file = name + FIX + extension;
        Path temporary = spool.temporary();
        OutputStream out = Files.newOutputStream(temporary);
        return new FilterOutputStream(out) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                super.close();
                Files.move(
                        temporary,
                        folder.resolve(file),
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        };
    }

    /** Takes away what stood beside an earlier receipt of a file of this name. */
    private void clear(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name + CSV));
        Files.deleteIfExists(folder.resolve(name + XLSX));
        for (String extension : EXTENSIONS) {
            Files.deleteIfExists(folder.resolve(name + FIX + extension));
        }
    }

    private void fix(String name, String submission) throws IOException {
        Rejects.OwnFile file = rejects.own(submission, false).orElse(null);
        if (file == null) {
            return;
        }
        try {
            write(name + FIX + file.extension(), file::write);
        } catch (SenderMustCorrect changed) {
            // The lists are there; a receipt does not wait for what cannot be written any more.
            LOG.atWarn()
                    .addKeyValue("submission", submission)
                    .addKeyValue("code", changed.finding().code())
                    .log("rejected records cannot be given back in their own layout");
        }
    }

    private void write(String file, DurableFiles.Content content) throws IOException {
        FaultPoints.before(Step.RECEIPT_RENAME, IOException::new);
        DurableFiles.write(spool.temporary(), folder.resolve(file), content);
        FaultPoints.after(Step.RECEIPT_RENAME, IOException::new);
    }

    private void rejects(String file, String submission, Rejects.Format format) throws IOException {
        write(file, out -> rejects.write(submission, format, out));
    }

    private void receipt(String name, byte[] content) throws IOException {
        write(name + ".receipt.json", out -> out.write(content));
    }
}
